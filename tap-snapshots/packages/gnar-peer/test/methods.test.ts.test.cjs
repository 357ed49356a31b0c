/* IMPORTANT
 * This snapshot file is auto-generated, but designed for humans.
 * It should be checked into source control and tracked carefully.
 * Re-generate by setting TAP_SNAPSHOT=1 and running tests.
 * Make sure to inspect the output below.  Do not ignore changes!
 */
'use strict'
exports[`packages/gnar-peer/test/methods.test.ts > TAP > X1 an invalid call is an error, and nothing is sent > must match snapshot 1`] = `
option timeout of a call is in seconds in Python and has no unit in its name: use timeoutMs (milliseconds)
option verify of a call is a setting of the peer, not of a call: set it with the address in option peers, as tls: { ca } or tls: { rejectUnauthorized: false }
option cert of a call is a setting of the peer, not of a call: set it with the address in option peers, as tls: { cert, key }
option proxies of a call is a setting of the peer, not of a call: set it with the address in option peers, as proxy: 'http://proxy:3128'; external reads HTTP_PROXY and HTTPS_PROXY
unknown option "allow_redirects" of a call: did you mean "allowRedirects"?
unknown option "auto_auth" of a call: did you mean "autoAuth"?
unknown option "zebra" of a call: valid options are params, headers, data, json, files, cookies, auth, stream, allowRedirects, signal, timeoutMs, retries, autoAuth
unknown option "blockPrivateAddresses" of a call: valid options are params, headers, data, json, files, cookies, auth, stream, allowRedirects, signal, timeoutMs, retries, autoAuth
timeoutMs of a call must be a whole number of milliseconds from 1 to 2147483647
timeoutMs of a call must be a whole number of milliseconds from 1 to 2147483647
retries of a call must be a whole number of at least 0
signal of a call must be an AbortSignal
auth of a call must be a user name and a password: [username, password]
auth of a call must be a user name and a password: [username, password]
auth of a call must be a user name and a password: [username, password]
stream of a call must be true or false
allowRedirects of a call must be true or false
autoAuth of a call must be true or false
the options of a call must be an object
blockPrivateAddresses of a call must be true or false
autoAuth needs the identity of a request: use request.peer, not fastify.peer
header "x-a" of a call has characters that are not allowed in a header, such as line breaks
header "x-a\\r\\nb" of a call has characters that are not allowed in a header, such as line breaks
header "x-a" of a call has characters that are not allowed in a header, such as line breaks
header "x-a" of a call must be text, a number or a list of these
header "x-a" of a call has characters that are not allowed in a header, such as line breaks
header content-length is set by the connection itself
cookie "a" has characters that are not allowed in a cookie
cookie "a\\n" has characters that are not allowed in a cookie
params: a must be text, a number, true, false, null or a list of these, found a plain object
params: a must be text, a number, true, false, null or a list of these, found a list
params of a call must be a plain object, text, pairs or URLSearchParams
params of a call must be a plain object, text, pairs or URLSearchParams
headers of a call must be a plain object
cookies of a call must be a plain object
files of a call must be a plain object
params: "a" has a lone surrogate, which cannot be encoded
params has a lone surrogate, which cannot be encoded
a call takes data or json, not both: only one of them would be sent
data must be text, bytes, a Blob, a stream, a plain object of form fields, pairs or URLSearchParams, found an object of class Map
data must be text, bytes, a Blob, a stream, a plain object of form fields, pairs or URLSearchParams, found a number
json must be a value that JSON can express, found a function
data given with files must be form fields, found a string
a call takes files or json, not both: a form has no place for JSON
"CONNECT" is not a method that a call can use
"GET\\r\\n" is not a method that a call can use
7 is not a method that a call can use
peer needs the name of a service
an external call needs a full URL, such as https://api.example.com/range
an external call needs a full URL, such as https://api.example.com/range
the URL of an external call must be text without control characters
autoAuth is for peers only: a token of this fleet is never sent outside it
allowedHosts of a call must be a list of hosts such as api.example.com or *.example.com, without scheme or port
`
