/** Asks for a click before anything changes, since mail scanners follow links; the schema allows no markup in `token`. */
export function activationPage(token: string): string {
  return page(
    'Activate your account',
    '/user/activate',
    `<input type="hidden" name="token" value="${token}">`
  )
}

/** Asks for a new password. */
export function passwordResetPage(token: string): string {
  return page(
    'Choose a new password',
    '/user/password-reset/confirm',
    `<input type="hidden" name="token" value="${token}">
    <input type="password" name="password" minlength="8" autocomplete="new-password" required>`
  )
}

function page(title: string, action: string, fields: string): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<body style="font: 1.2rem system-ui; display: grid; place-content: center; height: 90vh">
  <form method="post" action="${action}">
    ${fields}
    <button style="font: inherit; padding: 0.5em 1em">${title}</button>
  </form>
</body>
</html>
`
}
