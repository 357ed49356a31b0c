/* IMPORTANT
 * This snapshot file is auto-generated, but designed for humans.
 * It should be checked into source control and tracked carefully.
 * Re-generate by setting TAP_SNAPSHOT=1 and running tests.
 * Make sure to inspect the output below.  Do not ignore changes!
 */
'use strict'
exports[`packages/gnar-peer/test/call-arguments.test.ts > TAP > X1 a call that could be meant in two ways is an error that shows both > must match snapshot 1`] = `
params of get() has the name of a call option (autoAuth): write get(path, { params: { page: … }, autoAuth: … }) for the option, or get(path, { params: { page: …, autoAuth: … } }) for a query parameter
params of get() has the name of a call option (autoAuth): write get(path, { autoAuth: … }) for the option, or get(path, { params: { autoAuth: … } }) for a query parameter
data of post() has the name of a call option (timeoutMs): write post(path, { data: { name: … }, timeoutMs: … }) for the option, or post(path, { data: { name: …, timeoutMs: … } }) for a form field
data of post() has the name of a call option (headers): write post(path, { headers: … }) for the option, or post(path, { data: { headers: … } }) for a form field
data of put() has the name of a call option (data): write put(path, { data: { data: …, other: … } }) for a form field
data of patch() has the name of a call option (files): write patch(path, { data: { name: … }, files: … }) for the option, or patch(path, { data: { name: …, files: … } }) for a form field
autoAuth is for peers only: a token of this fleet is never sent outside it
unknown option "allowedHosts" of a call: valid options are params, headers, data, json, files, cookies, auth, stream, allowRedirects, signal, timeoutMs, retries, autoAuth
stream of a call must be true or false
params of a call was given twice: by position and in the options
data of a call was given twice: by position and in the options
json of a call was given twice: by position and in the options
the options of a call must be an object
params of a call must be a plain object, text, pairs or URLSearchParams
`
