/* IMPORTANT
 * This snapshot file is auto-generated, but designed for humans.
 * It should be checked into source control and tracked carefully.
 * Re-generate by setting TAP_SNAPSHOT=1 and running tests.
 * Make sure to inspect the output below.  Do not ignore changes!
 */
'use strict'
exports[`examples/tour/test/tour.test.ts > TAP > --once walks through everything and exits with 0, even if the preferred ports are busy > must match snapshot 1`] = `

Starting Postgres, SQS, SES and two services

✓ ready after #.# s

A rider signs up, logs in and looks around

✓ Sign up                        POST /user/signup 200 in # ms
    { status: 'ok', message: 'Check your inbox for the link that activates your account' }
✓ Read the mail                  GET  /store 200 in # ms
    "Welcome to the gnarliest gear in the world 🤙" with the link /user/activate?token=####…
✓ Open the link                  GET  /user/activate?token=####… 200 in # ms
    a page with the button "Activate your account"
✓ Press its button               POST /user/activate 200 in # ms
    { status: 'ok', message: 'Your account is active. You can log in now.' }
✓ Log in                         POST /user/login 200 in # ms
    { status: 'ok' }
    Authorization: Bearer #########…####
✓ View the account               GET  /user/account 200 in # ms
    { email: 'rider-#@example.com', createdAt: '<time>' }
    Authorization: Bearer #########…#### (refreshed)
✓ Call off-piste through piste   GET  /user/activity 200 in # ms
    [
      { event: 'signup', happenedAt: '<time>' },
      { event: 'login', happenedAt: '<time>' }
    ]
✓ Make two mistakes at once      POST /user/signup 400 (sent as 200) in # ms
    {
      error: 'body/email must match format "email", body/password must NOT have fewer than 8 characters',
      requestId: '<id>'
    } and, in development, its traceback
✓ Call without a token           GET  /user/account 401 (sent as 200) in # ms
    { error: 'Missing Authorization Header' }
✓ Request a password reset       POST /user/password-reset 200 in # ms
    {
      status: 'ok',
      message: 'If the address has an account, a link to choose a new password is on its way'
    }
✓ Read the mail                  GET  /store 200 in # ms
    "Choose a new password" with the link /user/password-reset?token=####…
✓ Choose a new password          POST /user/password-reset/confirm 200 in # ms
    { status: 'ok', message: 'Your password has been changed. You can log in now.' }
✓ Log in with it                 POST /user/login 200 in # ms
    { status: 'ok' }

`
