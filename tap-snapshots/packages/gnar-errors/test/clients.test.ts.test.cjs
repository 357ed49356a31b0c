/* IMPORTANT
 * This snapshot file is auto-generated, but designed for humans.
 * It should be checked into source control and tracked carefully.
 * Re-generate by setting TAP_SNAPSHOT=1 and running tests.
 * Make sure to inspect the output below.  Do not ignore changes!
 */
'use strict'
exports[`packages/gnar-errors/test/clients.test.ts > TAP > E6 A2 one WARNING lists what a plugin cannot change > must match snapshot 1`] = `
plain: Needs options of Fastify's constructor: the style of responses to malformed URLs (pass errorsServerOptions(options))
with a logger of its own: Needs options of Fastify's constructor: format, redaction and request lines of your own logger (pass loggerInstance: createLogger(options) and logController: createLogController(options)); the style of responses to malformed URLs (pass errorsServerOptions(options))
`

exports[`packages/gnar-errors/test/clients.test.ts > TAP > E6 client errors get a response in style gnar and close the connection > must match snapshot 1`] = `
not HTTP
HTTP/1.1 200 OK
content-type: application/json; charset=utf-8
x-gnar-status: 400
x-request-id: <id>
content-length: 85
connection: close

{"error":"Malformed HTTP request","requestId":"<id>"}

an unknown method
HTTP/1.1 200 OK
content-type: application/json; charset=utf-8
x-gnar-status: 400
x-request-id: <id>
content-length: 85
connection: close

{"error":"Malformed HTTP request","requestId":"<id>"}

headers too large
HTTP/1.1 200 OK
content-type: application/json; charset=utf-8
x-gnar-status: 431
x-request-id: <id>
content-length: 107
connection: close

{"error":"The URL and headers are too large, send less","requestId":"<id>"}

a URL too large
HTTP/1.1 200 OK
content-type: application/json; charset=utf-8
x-gnar-status: 431
x-request-id: <id>
content-length: 107
connection: close

{"error":"The URL and headers are too large, send less","requestId":"<id>"}

two lengths
HTTP/1.1 200 OK
content-type: application/json; charset=utf-8
x-gnar-status: 400
x-request-id: <id>
content-length: 85
connection: close

{"error":"Malformed HTTP request","requestId":"<id>"}

no host
HTTP/1.1 400 Bad Request
Connection: close
Transfer-Encoding: chunked

0



a password in the URL
HTTP/1.1 200 OK
x-request-id: <id>
x-gnar-status: 404
content-type: application/json; charset=utf-8
content-length: 138
Connection: close

{"error":"Route GET:http://me:[Redacted]@a/x not found, check the method and the path","requestId":"<id>"}

a malformed URL
HTTP/1.1 200 OK
connection: close
x-request-id: <id>
x-gnar-status: 400
content-type: application/json; charset=utf-8
content-length: 110

{"error":"The URL is malformed, write each % in it as %25","requestId":"<id>"}

a parameter too long
HTTP/1.1 200 OK
connection: close
x-request-id: <id>
x-gnar-status: 414
content-type: application/json; charset=utf-8
content-length: 117

{"error":"A parameter in the URL is too long, send a shorter one","requestId":"<id>"}
`

exports[`packages/gnar-errors/test/clients.test.ts > TAP > E6 client errors get a response in style http and close the connection > must match snapshot 1`] = `
not HTTP
HTTP/1.1 400 Bad Request
content-type: application/json; charset=utf-8
x-request-id: <id>
content-length: 85
connection: close

{"error":"Malformed HTTP request","requestId":"<id>"}

an unknown method
HTTP/1.1 400 Bad Request
content-type: application/json; charset=utf-8
x-request-id: <id>
content-length: 85
connection: close

{"error":"Malformed HTTP request","requestId":"<id>"}

headers too large
HTTP/1.1 431 Request Header Fields Too Large
content-type: application/json; charset=utf-8
x-request-id: <id>
content-length: 107
connection: close

{"error":"The URL and headers are too large, send less","requestId":"<id>"}

a URL too large
HTTP/1.1 431 Request Header Fields Too Large
content-type: application/json; charset=utf-8
x-request-id: <id>
content-length: 107
connection: close

{"error":"The URL and headers are too large, send less","requestId":"<id>"}

two lengths
HTTP/1.1 400 Bad Request
content-type: application/json; charset=utf-8
x-request-id: <id>
content-length: 85
connection: close

{"error":"Malformed HTTP request","requestId":"<id>"}

no host
HTTP/1.1 400 Bad Request
Connection: close
Transfer-Encoding: chunked

0



a password in the URL
HTTP/1.1 404 Not Found
x-request-id: <id>
content-type: application/json; charset=utf-8
content-length: 138
Connection: close

{"error":"Route GET:http://me:[Redacted]@a/x not found, check the method and the path","requestId":"<id>"}

a malformed URL
HTTP/1.1 400 Bad Request
connection: close
x-request-id: <id>
content-type: application/json; charset=utf-8
content-length: 110

{"error":"The URL is malformed, write each % in it as %25","requestId":"<id>"}

a parameter too long
HTTP/1.1 414 URI Too Long
connection: close
x-request-id: <id>
content-type: application/json; charset=utf-8
content-length: 117

{"error":"A parameter in the URL is too long, send a shorter one","requestId":"<id>"}
`

exports[`packages/gnar-errors/test/clients.test.ts > TAP > E6 client errors get a response in style problem and close the connection > must match snapshot 1`] = `
not HTTP
HTTP/1.1 400 Bad Request
content-type: application/problem+json
x-request-id: <id>
content-length: 142
connection: close

{"type":"about:blank","title":"Bad Request","status":400,"detail":"Malformed HTTP request","requestId":"<id>"}

an unknown method
HTTP/1.1 400 Bad Request
content-type: application/problem+json
x-request-id: <id>
content-length: 142
connection: close

{"type":"about:blank","title":"Bad Request","status":400,"detail":"Malformed HTTP request","requestId":"<id>"}

headers too large
HTTP/1.1 431 Request Header Fields Too Large
content-type: application/problem+json
x-request-id: <id>
content-length: 184
connection: close

{"type":"about:blank","title":"Request Header Fields Too Large","status":431,"detail":"The URL and headers are too large, send less","requestId":"<id>"}

a URL too large
HTTP/1.1 431 Request Header Fields Too Large
content-type: application/problem+json
x-request-id: <id>
content-length: 184
connection: close

{"type":"about:blank","title":"Request Header Fields Too Large","status":431,"detail":"The URL and headers are too large, send less","requestId":"<id>"}

two lengths
HTTP/1.1 400 Bad Request
content-type: application/problem+json
x-request-id: <id>
content-length: 142
connection: close

{"type":"about:blank","title":"Bad Request","status":400,"detail":"Malformed HTTP request","requestId":"<id>"}

no host
HTTP/1.1 400 Bad Request
Connection: close
Transfer-Encoding: chunked

0



a password in the URL
HTTP/1.1 404 Not Found
x-request-id: <id>
content-type: application/problem+json
content-length: 193
Connection: close

{"type":"about:blank","title":"Not Found","status":404,"detail":"Route GET:http://me:[Redacted]@a/x not found, check the method and the path","requestId":"<id>"}

a malformed URL
HTTP/1.1 400 Bad Request
connection: close
x-request-id: <id>
content-type: application/problem+json
content-length: 167

{"type":"about:blank","title":"Bad Request","status":400,"detail":"The URL is malformed, write each % in it as %25","requestId":"<id>"}

a parameter too long
HTTP/1.1 414 URI Too Long
connection: close
x-request-id: <id>
content-type: application/problem+json
content-length: 175

{"type":"about:blank","title":"URI Too Long","status":414,"detail":"A parameter in the URL is too long, send a shorter one","requestId":"<id>"}
`
