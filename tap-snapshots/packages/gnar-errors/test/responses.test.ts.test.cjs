/* IMPORTANT
 * This snapshot file is auto-generated, but designed for humans.
 * It should be checked into source control and tracked carefully.
 * Re-generate by setting TAP_SNAPSHOT=1 and running tests.
 * Make sure to inspect the output below.  Do not ignore changes!
 */
'use strict'
exports[`packages/gnar-errors/test/responses.test.ts > TAP > E1 E2 E3 E4 E5 every failure gets a response in style gnar, plain > must match snapshot 1`] = `
a thrown Error
  200 content-type: application/json; charset=utf-8
  {"error":"MyGnarlyApp API Error","requestId":"<id>"}
a thrown string
  200 content-type: application/json; charset=utf-8
  {"error":"MyGnarlyApp API Error","requestId":"<id>"}
a thrown null
  200 content-type: application/json; charset=utf-8
  {"error":"MyGnarlyApp API Error","requestId":"<id>"}
a thrown undefined
  200 content-type: application/json; charset=utf-8
  {"error":"MyGnarlyApp API Error","requestId":"<id>"}
a rejected promise
  200 content-type: application/json; charset=utf-8
  {"error":"MyGnarlyApp API Error","requestId":"<id>"}
an @fastify/error of the app
  200 content-type: application/json; charset=utf-8
  {"error":"MyGnarlyApp API Error","requestId":"<id>"}
an @fastify/error of Fastify
  200 content-type: application/json; charset=utf-8
  {"error":"the file is too large","requestId":"<id>"}
a http-errors-like object, exposed
  200 content-type: application/json; charset=utf-8, x-own: yes
  {"error":"already there","requestId":"<id>"}
a http-errors-like object, not exposed
  200 content-type: application/json; charset=utf-8
  {"error":"MyGnarlyApp API Error","requestId":"<id>"}
a status of 404 that a peer gave
  200 content-type: application/json; charset=utf-8
  {"error":"MyGnarlyApp API Error","requestId":"<id>"}
an error made by httpError
  200 content-type: application/json; charset=utf-8, retry-after: 3
  {"error":"already taken: 100%","requestId":"<id>"}
an error made by httpError with status 503
  200 content-type: application/json; charset=utf-8
  {"error":"come back later","requestId":"<id>"}
a refused token
  200 content-type: application/json; charset=utf-8
  {"error":"Token has expired"}
a 401 without a challenge
  200 content-type: application/json; charset=utf-8
  {"error":"who are you","requestId":"<id>"}
a validation error of the body
  200 content-type: application/json; charset=utf-8
  {"error":"body/name must NOT have fewer than 2 characters, body/age must be integer","requestId":"<id>"}
a validation error of the query
  200 content-type: application/json; charset=utf-8
  {"error":"querystring/name must NOT have fewer than 2 characters, querystring/age must be integer","requestId":"<id>"}
a validation error of the params
  200 content-type: application/json; charset=utf-8
  {"error":"params/name must NOT have fewer than 2 characters, params/age must be integer","requestId":"<id>"}
a validation error of the headers
  200 content-type: application/json; charset=utf-8
  {"error":"headers/name must NOT have fewer than 2 characters, headers/age must be integer","requestId":"<id>"}
an unknown route
  200 content-type: application/json; charset=utf-8
  {"error":"Route GET:/unknown not found, check the method and the path","requestId":"<id>"}
a wrong method
  200 content-type: application/json; charset=utf-8
  {"error":"Route DELETE:/thrown not found, check the method and the path","requestId":"<id>"}
malformed JSON
  200 content-type: application/json; charset=utf-8
  {"error":"Body is not valid JSON but content-type is set to 'application/json'","requestId":"<id>"}
an empty body
  200 content-type: application/json; charset=utf-8
  {"error":"Body cannot be empty when content-type is set to 'application/json'","requestId":"<id>"}
a body too large
  200 content-type: application/json; charset=utf-8
  {"error":"Request body is too large","requestId":"<id>"}
an unsupported media type
  200 content-type: application/json; charset=utf-8
  {"error":"Unsupported Media Type","requestId":"<id>"}
an error in onSend
  200 content-type: application/json; charset=utf-8
  {"error":"MyGnarlyApp API Error","requestId":"<id>"}
an error in preSerialization
  200 content-type: application/json; charset=utf-8
  {"error":"MyGnarlyApp API Error","requestId":"<id>"}
an async stream error before its first byte
  200 content-type: application/json; charset=utf-8
  {"error":"MyGnarlyApp API Error","requestId":"<id>"}
an error thrown by a serializer
  200 content-type: application/json; charset=utf-8
  {"error":"MyGnarlyApp API Error","requestId":"<id>"}
a value that a response schema refuses
  200 content-type: application/json; charset=utf-8
  {"error":"MyGnarlyApp API Error","requestId":"<id>"}
an error in a hook
  200 content-type: application/json; charset=utf-8
  {"error":"MyGnarlyApp API Error","requestId":"<id>"}
an error in a handler with its own headers
  200 content-type: application/json; charset=utf-8, x-kept: yes
  {"error":"MyGnarlyApp API Error","requestId":"<id>"}
`

exports[`packages/gnar-errors/test/responses.test.ts > TAP > E1 E2 E3 E4 E5 every failure gets a response in style gnar, with a logger of its own > must match snapshot 1`] = `
a thrown Error
  200 content-type: application/json; charset=utf-8
  {"error":"MyGnarlyApp API Error","requestId":"<id>"}
a thrown string
  200 content-type: application/json; charset=utf-8
  {"error":"MyGnarlyApp API Error","requestId":"<id>"}
a thrown null
  200 content-type: application/json; charset=utf-8
  {"error":"MyGnarlyApp API Error","requestId":"<id>"}
a thrown undefined
  200 content-type: application/json; charset=utf-8
  {"error":"MyGnarlyApp API Error","requestId":"<id>"}
a rejected promise
  200 content-type: application/json; charset=utf-8
  {"error":"MyGnarlyApp API Error","requestId":"<id>"}
an @fastify/error of the app
  200 content-type: application/json; charset=utf-8
  {"error":"MyGnarlyApp API Error","requestId":"<id>"}
an @fastify/error of Fastify
  200 content-type: application/json; charset=utf-8
  {"error":"the file is too large","requestId":"<id>"}
a http-errors-like object, exposed
  200 content-type: application/json; charset=utf-8, x-own: yes
  {"error":"already there","requestId":"<id>"}
a http-errors-like object, not exposed
  200 content-type: application/json; charset=utf-8
  {"error":"MyGnarlyApp API Error","requestId":"<id>"}
a status of 404 that a peer gave
  200 content-type: application/json; charset=utf-8
  {"error":"MyGnarlyApp API Error","requestId":"<id>"}
an error made by httpError
  200 content-type: application/json; charset=utf-8, retry-after: 3
  {"error":"already taken: 100%","requestId":"<id>"}
an error made by httpError with status 503
  200 content-type: application/json; charset=utf-8
  {"error":"come back later","requestId":"<id>"}
a refused token
  200 content-type: application/json; charset=utf-8
  {"error":"Token has expired"}
a 401 without a challenge
  200 content-type: application/json; charset=utf-8
  {"error":"who are you","requestId":"<id>"}
a validation error of the body
  200 content-type: application/json; charset=utf-8
  {"error":"body/name must NOT have fewer than 2 characters, body/age must be integer","requestId":"<id>"}
a validation error of the query
  200 content-type: application/json; charset=utf-8
  {"error":"querystring/name must NOT have fewer than 2 characters, querystring/age must be integer","requestId":"<id>"}
a validation error of the params
  200 content-type: application/json; charset=utf-8
  {"error":"params/name must NOT have fewer than 2 characters, params/age must be integer","requestId":"<id>"}
a validation error of the headers
  200 content-type: application/json; charset=utf-8
  {"error":"headers/name must NOT have fewer than 2 characters, headers/age must be integer","requestId":"<id>"}
an unknown route
  200 content-type: application/json; charset=utf-8
  {"error":"Route GET:/unknown not found, check the method and the path","requestId":"<id>"}
a wrong method
  200 content-type: application/json; charset=utf-8
  {"error":"Route DELETE:/thrown not found, check the method and the path","requestId":"<id>"}
malformed JSON
  200 content-type: application/json; charset=utf-8
  {"error":"Body is not valid JSON but content-type is set to 'application/json'","requestId":"<id>"}
an empty body
  200 content-type: application/json; charset=utf-8
  {"error":"Body cannot be empty when content-type is set to 'application/json'","requestId":"<id>"}
a body too large
  200 content-type: application/json; charset=utf-8
  {"error":"Request body is too large","requestId":"<id>"}
an unsupported media type
  200 content-type: application/json; charset=utf-8
  {"error":"Unsupported Media Type","requestId":"<id>"}
an error in onSend
  200 content-type: application/json; charset=utf-8
  {"error":"MyGnarlyApp API Error","requestId":"<id>"}
an error in preSerialization
  200 content-type: application/json; charset=utf-8
  {"error":"MyGnarlyApp API Error","requestId":"<id>"}
an async stream error before its first byte
  200 content-type: application/json; charset=utf-8
  {"error":"MyGnarlyApp API Error","requestId":"<id>"}
an error thrown by a serializer
  200 content-type: application/json; charset=utf-8
  {"error":"MyGnarlyApp API Error","requestId":"<id>"}
a value that a response schema refuses
  200 content-type: application/json; charset=utf-8
  {"error":"MyGnarlyApp API Error","requestId":"<id>"}
an error in a hook
  200 content-type: application/json; charset=utf-8
  {"error":"MyGnarlyApp API Error","requestId":"<id>"}
an error in a handler with its own headers
  200 content-type: application/json; charset=utf-8, x-kept: yes
  {"error":"MyGnarlyApp API Error","requestId":"<id>"}
`

exports[`packages/gnar-errors/test/responses.test.ts > TAP > E1 E2 E3 E4 E5 every failure gets a response in style gnar, with server options > must match snapshot 1`] = `
a thrown Error
  200 content-type: application/json; charset=utf-8
  {"error":"MyGnarlyApp API Error","requestId":"<id>"}
a thrown string
  200 content-type: application/json; charset=utf-8
  {"error":"MyGnarlyApp API Error","requestId":"<id>"}
a thrown null
  200 content-type: application/json; charset=utf-8
  {"error":"MyGnarlyApp API Error","requestId":"<id>"}
a thrown undefined
  200 content-type: application/json; charset=utf-8
  {"error":"MyGnarlyApp API Error","requestId":"<id>"}
a rejected promise
  200 content-type: application/json; charset=utf-8
  {"error":"MyGnarlyApp API Error","requestId":"<id>"}
an @fastify/error of the app
  200 content-type: application/json; charset=utf-8
  {"error":"MyGnarlyApp API Error","requestId":"<id>"}
an @fastify/error of Fastify
  200 content-type: application/json; charset=utf-8
  {"error":"the file is too large","requestId":"<id>"}
a http-errors-like object, exposed
  200 content-type: application/json; charset=utf-8, x-own: yes
  {"error":"already there","requestId":"<id>"}
a http-errors-like object, not exposed
  200 content-type: application/json; charset=utf-8
  {"error":"MyGnarlyApp API Error","requestId":"<id>"}
a status of 404 that a peer gave
  200 content-type: application/json; charset=utf-8
  {"error":"MyGnarlyApp API Error","requestId":"<id>"}
an error made by httpError
  200 content-type: application/json; charset=utf-8, retry-after: 3
  {"error":"already taken: 100%","requestId":"<id>"}
an error made by httpError with status 503
  200 content-type: application/json; charset=utf-8
  {"error":"come back later","requestId":"<id>"}
a refused token
  200 content-type: application/json; charset=utf-8
  {"error":"Token has expired"}
a 401 without a challenge
  200 content-type: application/json; charset=utf-8
  {"error":"who are you","requestId":"<id>"}
a validation error of the body
  200 content-type: application/json; charset=utf-8
  {"error":"body/name must NOT have fewer than 2 characters, body/age must be integer","requestId":"<id>"}
a validation error of the query
  200 content-type: application/json; charset=utf-8
  {"error":"querystring/name must NOT have fewer than 2 characters, querystring/age must be integer","requestId":"<id>"}
a validation error of the params
  200 content-type: application/json; charset=utf-8
  {"error":"params/name must NOT have fewer than 2 characters, params/age must be integer","requestId":"<id>"}
a validation error of the headers
  200 content-type: application/json; charset=utf-8
  {"error":"headers/name must NOT have fewer than 2 characters, headers/age must be integer","requestId":"<id>"}
an unknown route
  200 content-type: application/json; charset=utf-8
  {"error":"Route GET:/unknown not found, check the method and the path","requestId":"<id>"}
a wrong method
  200 content-type: application/json; charset=utf-8
  {"error":"Route DELETE:/thrown not found, check the method and the path","requestId":"<id>"}
malformed JSON
  200 content-type: application/json; charset=utf-8
  {"error":"Body is not valid JSON but content-type is set to 'application/json'","requestId":"<id>"}
an empty body
  200 content-type: application/json; charset=utf-8
  {"error":"Body cannot be empty when content-type is set to 'application/json'","requestId":"<id>"}
a body too large
  200 content-type: application/json; charset=utf-8
  {"error":"Request body is too large","requestId":"<id>"}
an unsupported media type
  200 content-type: application/json; charset=utf-8
  {"error":"Unsupported Media Type","requestId":"<id>"}
an error in onSend
  200 content-type: application/json; charset=utf-8
  {"error":"MyGnarlyApp API Error","requestId":"<id>"}
an error in preSerialization
  200 content-type: application/json; charset=utf-8
  {"error":"MyGnarlyApp API Error","requestId":"<id>"}
an async stream error before its first byte
  200 content-type: application/json; charset=utf-8
  {"error":"MyGnarlyApp API Error","requestId":"<id>"}
an error thrown by a serializer
  200 content-type: application/json; charset=utf-8
  {"error":"MyGnarlyApp API Error","requestId":"<id>"}
a value that a response schema refuses
  200 content-type: application/json; charset=utf-8
  {"error":"MyGnarlyApp API Error","requestId":"<id>"}
an error in a hook
  200 content-type: application/json; charset=utf-8
  {"error":"MyGnarlyApp API Error","requestId":"<id>"}
an error in a handler with its own headers
  200 content-type: application/json; charset=utf-8, x-kept: yes
  {"error":"MyGnarlyApp API Error","requestId":"<id>"}
`

exports[`packages/gnar-errors/test/responses.test.ts > TAP > E1 E2 E3 E4 E5 every failure gets a response in style http, plain > must match snapshot 1`] = `
a thrown Error
  500 content-type: application/json; charset=utf-8
  {"error":"MyGnarlyApp API Error","requestId":"<id>"}
a thrown string
  500 content-type: application/json; charset=utf-8
  {"error":"MyGnarlyApp API Error","requestId":"<id>"}
a thrown null
  500 content-type: application/json; charset=utf-8
  {"error":"MyGnarlyApp API Error","requestId":"<id>"}
a thrown undefined
  500 content-type: application/json; charset=utf-8
  {"error":"MyGnarlyApp API Error","requestId":"<id>"}
a rejected promise
  500 content-type: application/json; charset=utf-8
  {"error":"MyGnarlyApp API Error","requestId":"<id>"}
an @fastify/error of the app
  500 content-type: application/json; charset=utf-8
  {"error":"MyGnarlyApp API Error","requestId":"<id>"}
an @fastify/error of Fastify
  413 content-type: application/json; charset=utf-8
  {"error":"the file is too large","requestId":"<id>"}
a http-errors-like object, exposed
  409 content-type: application/json; charset=utf-8, x-own: yes
  {"error":"already there","requestId":"<id>"}
a http-errors-like object, not exposed
  500 content-type: application/json; charset=utf-8
  {"error":"MyGnarlyApp API Error","requestId":"<id>"}
a status of 404 that a peer gave
  500 content-type: application/json; charset=utf-8
  {"error":"MyGnarlyApp API Error","requestId":"<id>"}
an error made by httpError
  409 content-type: application/json; charset=utf-8, retry-after: 3
  {"error":"already taken: 100%","requestId":"<id>"}
an error made by httpError with status 503
  503 content-type: application/json; charset=utf-8
  {"error":"come back later","requestId":"<id>"}
a refused token
  401 content-type: application/json; charset=utf-8, www-authenticate: Bearer error="invalid_token"
  {"error":"Token has expired","requestId":"<id>"}
a 401 without a challenge
  401 content-type: application/json; charset=utf-8, www-authenticate: Bearer
  {"error":"who are you","requestId":"<id>"}
a validation error of the body
  400 content-type: application/json; charset=utf-8
  {"error":"body/name must NOT have fewer than 2 characters, body/age must be integer","requestId":"<id>"}
a validation error of the query
  400 content-type: application/json; charset=utf-8
  {"error":"querystring/name must NOT have fewer than 2 characters, querystring/age must be integer","requestId":"<id>"}
a validation error of the params
  400 content-type: application/json; charset=utf-8
  {"error":"params/name must NOT have fewer than 2 characters, params/age must be integer","requestId":"<id>"}
a validation error of the headers
  400 content-type: application/json; charset=utf-8
  {"error":"headers/name must NOT have fewer than 2 characters, headers/age must be integer","requestId":"<id>"}
an unknown route
  404 content-type: application/json; charset=utf-8
  {"error":"Route GET:/unknown not found, check the method and the path","requestId":"<id>"}
a wrong method
  404 content-type: application/json; charset=utf-8
  {"error":"Route DELETE:/thrown not found, check the method and the path","requestId":"<id>"}
malformed JSON
  400 content-type: application/json; charset=utf-8
  {"error":"Body is not valid JSON but content-type is set to 'application/json'","requestId":"<id>"}
an empty body
  400 content-type: application/json; charset=utf-8
  {"error":"Body cannot be empty when content-type is set to 'application/json'","requestId":"<id>"}
a body too large
  413 content-type: application/json; charset=utf-8
  {"error":"Request body is too large","requestId":"<id>"}
an unsupported media type
  415 content-type: application/json; charset=utf-8
  {"error":"Unsupported Media Type","requestId":"<id>"}
an error in onSend
  500 content-type: application/json; charset=utf-8
  {"error":"MyGnarlyApp API Error","requestId":"<id>"}
an error in preSerialization
  500 content-type: application/json; charset=utf-8
  {"error":"MyGnarlyApp API Error","requestId":"<id>"}
an async stream error before its first byte
  500 content-type: application/json; charset=utf-8
  {"error":"MyGnarlyApp API Error","requestId":"<id>"}
an error thrown by a serializer
  500 content-type: application/json; charset=utf-8
  {"error":"MyGnarlyApp API Error","requestId":"<id>"}
a value that a response schema refuses
  500 content-type: application/json; charset=utf-8
  {"error":"MyGnarlyApp API Error","requestId":"<id>"}
an error in a hook
  500 content-type: application/json; charset=utf-8
  {"error":"MyGnarlyApp API Error","requestId":"<id>"}
an error in a handler with its own headers
  500 content-type: application/json; charset=utf-8, x-kept: yes
  {"error":"MyGnarlyApp API Error","requestId":"<id>"}
`

exports[`packages/gnar-errors/test/responses.test.ts > TAP > E1 E2 E3 E4 E5 every failure gets a response in style http, with a logger of its own > must match snapshot 1`] = `
a thrown Error
  500 content-type: application/json; charset=utf-8
  {"error":"MyGnarlyApp API Error","requestId":"<id>"}
a thrown string
  500 content-type: application/json; charset=utf-8
  {"error":"MyGnarlyApp API Error","requestId":"<id>"}
a thrown null
  500 content-type: application/json; charset=utf-8
  {"error":"MyGnarlyApp API Error","requestId":"<id>"}
a thrown undefined
  500 content-type: application/json; charset=utf-8
  {"error":"MyGnarlyApp API Error","requestId":"<id>"}
a rejected promise
  500 content-type: application/json; charset=utf-8
  {"error":"MyGnarlyApp API Error","requestId":"<id>"}
an @fastify/error of the app
  500 content-type: application/json; charset=utf-8
  {"error":"MyGnarlyApp API Error","requestId":"<id>"}
an @fastify/error of Fastify
  413 content-type: application/json; charset=utf-8
  {"error":"the file is too large","requestId":"<id>"}
a http-errors-like object, exposed
  409 content-type: application/json; charset=utf-8, x-own: yes
  {"error":"already there","requestId":"<id>"}
a http-errors-like object, not exposed
  500 content-type: application/json; charset=utf-8
  {"error":"MyGnarlyApp API Error","requestId":"<id>"}
a status of 404 that a peer gave
  500 content-type: application/json; charset=utf-8
  {"error":"MyGnarlyApp API Error","requestId":"<id>"}
an error made by httpError
  409 content-type: application/json; charset=utf-8, retry-after: 3
  {"error":"already taken: 100%","requestId":"<id>"}
an error made by httpError with status 503
  503 content-type: application/json; charset=utf-8
  {"error":"come back later","requestId":"<id>"}
a refused token
  401 content-type: application/json; charset=utf-8, www-authenticate: Bearer error="invalid_token"
  {"error":"Token has expired","requestId":"<id>"}
a 401 without a challenge
  401 content-type: application/json; charset=utf-8, www-authenticate: Bearer
  {"error":"who are you","requestId":"<id>"}
a validation error of the body
  400 content-type: application/json; charset=utf-8
  {"error":"body/name must NOT have fewer than 2 characters, body/age must be integer","requestId":"<id>"}
a validation error of the query
  400 content-type: application/json; charset=utf-8
  {"error":"querystring/name must NOT have fewer than 2 characters, querystring/age must be integer","requestId":"<id>"}
a validation error of the params
  400 content-type: application/json; charset=utf-8
  {"error":"params/name must NOT have fewer than 2 characters, params/age must be integer","requestId":"<id>"}
a validation error of the headers
  400 content-type: application/json; charset=utf-8
  {"error":"headers/name must NOT have fewer than 2 characters, headers/age must be integer","requestId":"<id>"}
an unknown route
  404 content-type: application/json; charset=utf-8
  {"error":"Route GET:/unknown not found, check the method and the path","requestId":"<id>"}
a wrong method
  404 content-type: application/json; charset=utf-8
  {"error":"Route DELETE:/thrown not found, check the method and the path","requestId":"<id>"}
malformed JSON
  400 content-type: application/json; charset=utf-8
  {"error":"Body is not valid JSON but content-type is set to 'application/json'","requestId":"<id>"}
an empty body
  400 content-type: application/json; charset=utf-8
  {"error":"Body cannot be empty when content-type is set to 'application/json'","requestId":"<id>"}
a body too large
  413 content-type: application/json; charset=utf-8
  {"error":"Request body is too large","requestId":"<id>"}
an unsupported media type
  415 content-type: application/json; charset=utf-8
  {"error":"Unsupported Media Type","requestId":"<id>"}
an error in onSend
  500 content-type: application/json; charset=utf-8
  {"error":"MyGnarlyApp API Error","requestId":"<id>"}
an error in preSerialization
  500 content-type: application/json; charset=utf-8
  {"error":"MyGnarlyApp API Error","requestId":"<id>"}
an async stream error before its first byte
  500 content-type: application/json; charset=utf-8
  {"error":"MyGnarlyApp API Error","requestId":"<id>"}
an error thrown by a serializer
  500 content-type: application/json; charset=utf-8
  {"error":"MyGnarlyApp API Error","requestId":"<id>"}
a value that a response schema refuses
  500 content-type: application/json; charset=utf-8
  {"error":"MyGnarlyApp API Error","requestId":"<id>"}
an error in a hook
  500 content-type: application/json; charset=utf-8
  {"error":"MyGnarlyApp API Error","requestId":"<id>"}
an error in a handler with its own headers
  500 content-type: application/json; charset=utf-8, x-kept: yes
  {"error":"MyGnarlyApp API Error","requestId":"<id>"}
`

exports[`packages/gnar-errors/test/responses.test.ts > TAP > E1 E2 E3 E4 E5 every failure gets a response in style http, with server options > must match snapshot 1`] = `
a thrown Error
  500 content-type: application/json; charset=utf-8
  {"error":"MyGnarlyApp API Error","requestId":"<id>"}
a thrown string
  500 content-type: application/json; charset=utf-8
  {"error":"MyGnarlyApp API Error","requestId":"<id>"}
a thrown null
  500 content-type: application/json; charset=utf-8
  {"error":"MyGnarlyApp API Error","requestId":"<id>"}
a thrown undefined
  500 content-type: application/json; charset=utf-8
  {"error":"MyGnarlyApp API Error","requestId":"<id>"}
a rejected promise
  500 content-type: application/json; charset=utf-8
  {"error":"MyGnarlyApp API Error","requestId":"<id>"}
an @fastify/error of the app
  500 content-type: application/json; charset=utf-8
  {"error":"MyGnarlyApp API Error","requestId":"<id>"}
an @fastify/error of Fastify
  413 content-type: application/json; charset=utf-8
  {"error":"the file is too large","requestId":"<id>"}
a http-errors-like object, exposed
  409 content-type: application/json; charset=utf-8, x-own: yes
  {"error":"already there","requestId":"<id>"}
a http-errors-like object, not exposed
  500 content-type: application/json; charset=utf-8
  {"error":"MyGnarlyApp API Error","requestId":"<id>"}
a status of 404 that a peer gave
  500 content-type: application/json; charset=utf-8
  {"error":"MyGnarlyApp API Error","requestId":"<id>"}
an error made by httpError
  409 content-type: application/json; charset=utf-8, retry-after: 3
  {"error":"already taken: 100%","requestId":"<id>"}
an error made by httpError with status 503
  503 content-type: application/json; charset=utf-8
  {"error":"come back later","requestId":"<id>"}
a refused token
  401 content-type: application/json; charset=utf-8, www-authenticate: Bearer error="invalid_token"
  {"error":"Token has expired","requestId":"<id>"}
a 401 without a challenge
  401 content-type: application/json; charset=utf-8, www-authenticate: Bearer
  {"error":"who are you","requestId":"<id>"}
a validation error of the body
  400 content-type: application/json; charset=utf-8
  {"error":"body/name must NOT have fewer than 2 characters, body/age must be integer","requestId":"<id>"}
a validation error of the query
  400 content-type: application/json; charset=utf-8
  {"error":"querystring/name must NOT have fewer than 2 characters, querystring/age must be integer","requestId":"<id>"}
a validation error of the params
  400 content-type: application/json; charset=utf-8
  {"error":"params/name must NOT have fewer than 2 characters, params/age must be integer","requestId":"<id>"}
a validation error of the headers
  400 content-type: application/json; charset=utf-8
  {"error":"headers/name must NOT have fewer than 2 characters, headers/age must be integer","requestId":"<id>"}
an unknown route
  404 content-type: application/json; charset=utf-8
  {"error":"Route GET:/unknown not found, check the method and the path","requestId":"<id>"}
a wrong method
  404 content-type: application/json; charset=utf-8
  {"error":"Route DELETE:/thrown not found, check the method and the path","requestId":"<id>"}
malformed JSON
  400 content-type: application/json; charset=utf-8
  {"error":"Body is not valid JSON but content-type is set to 'application/json'","requestId":"<id>"}
an empty body
  400 content-type: application/json; charset=utf-8
  {"error":"Body cannot be empty when content-type is set to 'application/json'","requestId":"<id>"}
a body too large
  413 content-type: application/json; charset=utf-8
  {"error":"Request body is too large","requestId":"<id>"}
an unsupported media type
  415 content-type: application/json; charset=utf-8
  {"error":"Unsupported Media Type","requestId":"<id>"}
an error in onSend
  500 content-type: application/json; charset=utf-8
  {"error":"MyGnarlyApp API Error","requestId":"<id>"}
an error in preSerialization
  500 content-type: application/json; charset=utf-8
  {"error":"MyGnarlyApp API Error","requestId":"<id>"}
an async stream error before its first byte
  500 content-type: application/json; charset=utf-8
  {"error":"MyGnarlyApp API Error","requestId":"<id>"}
an error thrown by a serializer
  500 content-type: application/json; charset=utf-8
  {"error":"MyGnarlyApp API Error","requestId":"<id>"}
a value that a response schema refuses
  500 content-type: application/json; charset=utf-8
  {"error":"MyGnarlyApp API Error","requestId":"<id>"}
an error in a hook
  500 content-type: application/json; charset=utf-8
  {"error":"MyGnarlyApp API Error","requestId":"<id>"}
an error in a handler with its own headers
  500 content-type: application/json; charset=utf-8, x-kept: yes
  {"error":"MyGnarlyApp API Error","requestId":"<id>"}
`

exports[`packages/gnar-errors/test/responses.test.ts > TAP > E1 E2 E3 E4 E5 every failure gets a response in style problem, plain > must match snapshot 1`] = `
a thrown Error
  500 content-type: application/problem+json
  {"type":"about:blank","title":"Internal Server Error","status":500,"detail":"MyGnarlyApp API Error","requestId":"<id>"}
a thrown string
  500 content-type: application/problem+json
  {"type":"about:blank","title":"Internal Server Error","status":500,"detail":"MyGnarlyApp API Error","requestId":"<id>"}
a thrown null
  500 content-type: application/problem+json
  {"type":"about:blank","title":"Internal Server Error","status":500,"detail":"MyGnarlyApp API Error","requestId":"<id>"}
a thrown undefined
  500 content-type: application/problem+json
  {"type":"about:blank","title":"Internal Server Error","status":500,"detail":"MyGnarlyApp API Error","requestId":"<id>"}
a rejected promise
  500 content-type: application/problem+json
  {"type":"about:blank","title":"Internal Server Error","status":500,"detail":"MyGnarlyApp API Error","requestId":"<id>"}
an @fastify/error of the app
  500 content-type: application/problem+json
  {"type":"about:blank","title":"Internal Server Error","status":500,"detail":"MyGnarlyApp API Error","requestId":"<id>"}
an @fastify/error of Fastify
  413 content-type: application/problem+json
  {"type":"about:blank","title":"Payload Too Large","status":413,"detail":"the file is too large","requestId":"<id>"}
a http-errors-like object, exposed
  409 content-type: application/problem+json, x-own: yes
  {"type":"about:blank","title":"Conflict","status":409,"detail":"already there","requestId":"<id>"}
a http-errors-like object, not exposed
  500 content-type: application/problem+json
  {"type":"about:blank","title":"Internal Server Error","status":500,"detail":"MyGnarlyApp API Error","requestId":"<id>"}
a status of 404 that a peer gave
  500 content-type: application/problem+json
  {"type":"about:blank","title":"Internal Server Error","status":500,"detail":"MyGnarlyApp API Error","requestId":"<id>"}
an error made by httpError
  409 content-type: application/problem+json, retry-after: 3
  {"type":"about:blank","title":"Conflict","status":409,"detail":"already taken: 100%","requestId":"<id>"}
an error made by httpError with status 503
  503 content-type: application/problem+json
  {"type":"about:blank","title":"Service Unavailable","status":503,"detail":"come back later","requestId":"<id>"}
a refused token
  401 content-type: application/problem+json, www-authenticate: Bearer error="invalid_token"
  {"type":"about:blank","title":"Unauthorized","status":401,"detail":"Token has expired","requestId":"<id>"}
a 401 without a challenge
  401 content-type: application/problem+json, www-authenticate: Bearer
  {"type":"about:blank","title":"Unauthorized","status":401,"detail":"who are you","requestId":"<id>"}
a validation error of the body
  400 content-type: application/problem+json
  {"type":"about:blank","title":"Bad Request","status":400,"detail":"body/name must NOT have fewer than 2 characters, body/age must be integer","requestId":"<id>","errors":[{"in":"body","pointer":"#/name","detail":"must NOT have fewer than 2 characters"},{"in":"body","pointer":"#/age","detail":"must be integer"}]}
a validation error of the query
  400 content-type: application/problem+json
  {"type":"about:blank","title":"Bad Request","status":400,"detail":"querystring/name must NOT have fewer than 2 characters, querystring/age must be integer","requestId":"<id>","errors":[{"in":"querystring","pointer":"#/name","detail":"must NOT have fewer than 2 characters"},{"in":"querystring","pointer":"#/age","detail":"must be integer"}]}
a validation error of the params
  400 content-type: application/problem+json
  {"type":"about:blank","title":"Bad Request","status":400,"detail":"params/name must NOT have fewer than 2 characters, params/age must be integer","requestId":"<id>","errors":[{"in":"params","pointer":"#/name","detail":"must NOT have fewer than 2 characters"},{"in":"params","pointer":"#/age","detail":"must be integer"}]}
a validation error of the headers
  400 content-type: application/problem+json
  {"type":"about:blank","title":"Bad Request","status":400,"detail":"headers/name must NOT have fewer than 2 characters, headers/age must be integer","requestId":"<id>","errors":[{"in":"headers","pointer":"#/name","detail":"must NOT have fewer than 2 characters"},{"in":"headers","pointer":"#/age","detail":"must be integer"}]}
an unknown route
  404 content-type: application/problem+json
  {"type":"about:blank","title":"Not Found","status":404,"detail":"Route GET:/unknown not found, check the method and the path","requestId":"<id>"}
a wrong method
  404 content-type: application/problem+json
  {"type":"about:blank","title":"Not Found","status":404,"detail":"Route DELETE:/thrown not found, check the method and the path","requestId":"<id>"}
malformed JSON
  400 content-type: application/problem+json
  {"type":"about:blank","title":"Bad Request","status":400,"detail":"Body is not valid JSON but content-type is set to 'application/json'","requestId":"<id>"}
an empty body
  400 content-type: application/problem+json
  {"type":"about:blank","title":"Bad Request","status":400,"detail":"Body cannot be empty when content-type is set to 'application/json'","requestId":"<id>"}
a body too large
  413 content-type: application/problem+json
  {"type":"about:blank","title":"Payload Too Large","status":413,"detail":"Request body is too large","requestId":"<id>"}
an unsupported media type
  415 content-type: application/problem+json
  {"type":"about:blank","title":"Unsupported Media Type","status":415,"detail":"Unsupported Media Type","requestId":"<id>"}
an error in onSend
  500 content-type: application/problem+json
  {"type":"about:blank","title":"Internal Server Error","status":500,"detail":"MyGnarlyApp API Error","requestId":"<id>"}
an error in preSerialization
  500 content-type: application/problem+json
  {"type":"about:blank","title":"Internal Server Error","status":500,"detail":"MyGnarlyApp API Error","requestId":"<id>"}
an async stream error before its first byte
  500 content-type: application/problem+json
  {"type":"about:blank","title":"Internal Server Error","status":500,"detail":"MyGnarlyApp API Error","requestId":"<id>"}
an error thrown by a serializer
  500 content-type: application/problem+json
  {"type":"about:blank","title":"Internal Server Error","status":500,"detail":"MyGnarlyApp API Error","requestId":"<id>"}
a value that a response schema refuses
  500 content-type: application/problem+json
  {"type":"about:blank","title":"Internal Server Error","status":500,"detail":"MyGnarlyApp API Error","requestId":"<id>"}
an error in a hook
  500 content-type: application/problem+json
  {"type":"about:blank","title":"Internal Server Error","status":500,"detail":"MyGnarlyApp API Error","requestId":"<id>"}
an error in a handler with its own headers
  500 content-type: application/problem+json, x-kept: yes
  {"type":"about:blank","title":"Internal Server Error","status":500,"detail":"MyGnarlyApp API Error","requestId":"<id>"}
`

exports[`packages/gnar-errors/test/responses.test.ts > TAP > E1 E2 E3 E4 E5 every failure gets a response in style problem, with a logger of its own > must match snapshot 1`] = `
a thrown Error
  500 content-type: application/problem+json
  {"type":"about:blank","title":"Internal Server Error","status":500,"detail":"MyGnarlyApp API Error","requestId":"<id>"}
a thrown string
  500 content-type: application/problem+json
  {"type":"about:blank","title":"Internal Server Error","status":500,"detail":"MyGnarlyApp API Error","requestId":"<id>"}
a thrown null
  500 content-type: application/problem+json
  {"type":"about:blank","title":"Internal Server Error","status":500,"detail":"MyGnarlyApp API Error","requestId":"<id>"}
a thrown undefined
  500 content-type: application/problem+json
  {"type":"about:blank","title":"Internal Server Error","status":500,"detail":"MyGnarlyApp API Error","requestId":"<id>"}
a rejected promise
  500 content-type: application/problem+json
  {"type":"about:blank","title":"Internal Server Error","status":500,"detail":"MyGnarlyApp API Error","requestId":"<id>"}
an @fastify/error of the app
  500 content-type: application/problem+json
  {"type":"about:blank","title":"Internal Server Error","status":500,"detail":"MyGnarlyApp API Error","requestId":"<id>"}
an @fastify/error of Fastify
  413 content-type: application/problem+json
  {"type":"about:blank","title":"Payload Too Large","status":413,"detail":"the file is too large","requestId":"<id>"}
a http-errors-like object, exposed
  409 content-type: application/problem+json, x-own: yes
  {"type":"about:blank","title":"Conflict","status":409,"detail":"already there","requestId":"<id>"}
a http-errors-like object, not exposed
  500 content-type: application/problem+json
  {"type":"about:blank","title":"Internal Server Error","status":500,"detail":"MyGnarlyApp API Error","requestId":"<id>"}
a status of 404 that a peer gave
  500 content-type: application/problem+json
  {"type":"about:blank","title":"Internal Server Error","status":500,"detail":"MyGnarlyApp API Error","requestId":"<id>"}
an error made by httpError
  409 content-type: application/problem+json, retry-after: 3
  {"type":"about:blank","title":"Conflict","status":409,"detail":"already taken: 100%","requestId":"<id>"}
an error made by httpError with status 503
  503 content-type: application/problem+json
  {"type":"about:blank","title":"Service Unavailable","status":503,"detail":"come back later","requestId":"<id>"}
a refused token
  401 content-type: application/problem+json, www-authenticate: Bearer error="invalid_token"
  {"type":"about:blank","title":"Unauthorized","status":401,"detail":"Token has expired","requestId":"<id>"}
a 401 without a challenge
  401 content-type: application/problem+json, www-authenticate: Bearer
  {"type":"about:blank","title":"Unauthorized","status":401,"detail":"who are you","requestId":"<id>"}
a validation error of the body
  400 content-type: application/problem+json
  {"type":"about:blank","title":"Bad Request","status":400,"detail":"body/name must NOT have fewer than 2 characters, body/age must be integer","requestId":"<id>","errors":[{"in":"body","pointer":"#/name","detail":"must NOT have fewer than 2 characters"},{"in":"body","pointer":"#/age","detail":"must be integer"}]}
a validation error of the query
  400 content-type: application/problem+json
  {"type":"about:blank","title":"Bad Request","status":400,"detail":"querystring/name must NOT have fewer than 2 characters, querystring/age must be integer","requestId":"<id>","errors":[{"in":"querystring","pointer":"#/name","detail":"must NOT have fewer than 2 characters"},{"in":"querystring","pointer":"#/age","detail":"must be integer"}]}
a validation error of the params
  400 content-type: application/problem+json
  {"type":"about:blank","title":"Bad Request","status":400,"detail":"params/name must NOT have fewer than 2 characters, params/age must be integer","requestId":"<id>","errors":[{"in":"params","pointer":"#/name","detail":"must NOT have fewer than 2 characters"},{"in":"params","pointer":"#/age","detail":"must be integer"}]}
a validation error of the headers
  400 content-type: application/problem+json
  {"type":"about:blank","title":"Bad Request","status":400,"detail":"headers/name must NOT have fewer than 2 characters, headers/age must be integer","requestId":"<id>","errors":[{"in":"headers","pointer":"#/name","detail":"must NOT have fewer than 2 characters"},{"in":"headers","pointer":"#/age","detail":"must be integer"}]}
an unknown route
  404 content-type: application/problem+json
  {"type":"about:blank","title":"Not Found","status":404,"detail":"Route GET:/unknown not found, check the method and the path","requestId":"<id>"}
a wrong method
  404 content-type: application/problem+json
  {"type":"about:blank","title":"Not Found","status":404,"detail":"Route DELETE:/thrown not found, check the method and the path","requestId":"<id>"}
malformed JSON
  400 content-type: application/problem+json
  {"type":"about:blank","title":"Bad Request","status":400,"detail":"Body is not valid JSON but content-type is set to 'application/json'","requestId":"<id>"}
an empty body
  400 content-type: application/problem+json
  {"type":"about:blank","title":"Bad Request","status":400,"detail":"Body cannot be empty when content-type is set to 'application/json'","requestId":"<id>"}
a body too large
  413 content-type: application/problem+json
  {"type":"about:blank","title":"Payload Too Large","status":413,"detail":"Request body is too large","requestId":"<id>"}
an unsupported media type
  415 content-type: application/problem+json
  {"type":"about:blank","title":"Unsupported Media Type","status":415,"detail":"Unsupported Media Type","requestId":"<id>"}
an error in onSend
  500 content-type: application/problem+json
  {"type":"about:blank","title":"Internal Server Error","status":500,"detail":"MyGnarlyApp API Error","requestId":"<id>"}
an error in preSerialization
  500 content-type: application/problem+json
  {"type":"about:blank","title":"Internal Server Error","status":500,"detail":"MyGnarlyApp API Error","requestId":"<id>"}
an async stream error before its first byte
  500 content-type: application/problem+json
  {"type":"about:blank","title":"Internal Server Error","status":500,"detail":"MyGnarlyApp API Error","requestId":"<id>"}
an error thrown by a serializer
  500 content-type: application/problem+json
  {"type":"about:blank","title":"Internal Server Error","status":500,"detail":"MyGnarlyApp API Error","requestId":"<id>"}
a value that a response schema refuses
  500 content-type: application/problem+json
  {"type":"about:blank","title":"Internal Server Error","status":500,"detail":"MyGnarlyApp API Error","requestId":"<id>"}
an error in a hook
  500 content-type: application/problem+json
  {"type":"about:blank","title":"Internal Server Error","status":500,"detail":"MyGnarlyApp API Error","requestId":"<id>"}
an error in a handler with its own headers
  500 content-type: application/problem+json, x-kept: yes
  {"type":"about:blank","title":"Internal Server Error","status":500,"detail":"MyGnarlyApp API Error","requestId":"<id>"}
`

exports[`packages/gnar-errors/test/responses.test.ts > TAP > E1 E2 E3 E4 E5 every failure gets a response in style problem, with server options > must match snapshot 1`] = `
a thrown Error
  500 content-type: application/problem+json
  {"type":"about:blank","title":"Internal Server Error","status":500,"detail":"MyGnarlyApp API Error","requestId":"<id>"}
a thrown string
  500 content-type: application/problem+json
  {"type":"about:blank","title":"Internal Server Error","status":500,"detail":"MyGnarlyApp API Error","requestId":"<id>"}
a thrown null
  500 content-type: application/problem+json
  {"type":"about:blank","title":"Internal Server Error","status":500,"detail":"MyGnarlyApp API Error","requestId":"<id>"}
a thrown undefined
  500 content-type: application/problem+json
  {"type":"about:blank","title":"Internal Server Error","status":500,"detail":"MyGnarlyApp API Error","requestId":"<id>"}
a rejected promise
  500 content-type: application/problem+json
  {"type":"about:blank","title":"Internal Server Error","status":500,"detail":"MyGnarlyApp API Error","requestId":"<id>"}
an @fastify/error of the app
  500 content-type: application/problem+json
  {"type":"about:blank","title":"Internal Server Error","status":500,"detail":"MyGnarlyApp API Error","requestId":"<id>"}
an @fastify/error of Fastify
  413 content-type: application/problem+json
  {"type":"about:blank","title":"Payload Too Large","status":413,"detail":"the file is too large","requestId":"<id>"}
a http-errors-like object, exposed
  409 content-type: application/problem+json, x-own: yes
  {"type":"about:blank","title":"Conflict","status":409,"detail":"already there","requestId":"<id>"}
a http-errors-like object, not exposed
  500 content-type: application/problem+json
  {"type":"about:blank","title":"Internal Server Error","status":500,"detail":"MyGnarlyApp API Error","requestId":"<id>"}
a status of 404 that a peer gave
  500 content-type: application/problem+json
  {"type":"about:blank","title":"Internal Server Error","status":500,"detail":"MyGnarlyApp API Error","requestId":"<id>"}
an error made by httpError
  409 content-type: application/problem+json, retry-after: 3
  {"type":"about:blank","title":"Conflict","status":409,"detail":"already taken: 100%","requestId":"<id>"}
an error made by httpError with status 503
  503 content-type: application/problem+json
  {"type":"about:blank","title":"Service Unavailable","status":503,"detail":"come back later","requestId":"<id>"}
a refused token
  401 content-type: application/problem+json, www-authenticate: Bearer error="invalid_token"
  {"type":"about:blank","title":"Unauthorized","status":401,"detail":"Token has expired","requestId":"<id>"}
a 401 without a challenge
  401 content-type: application/problem+json, www-authenticate: Bearer
  {"type":"about:blank","title":"Unauthorized","status":401,"detail":"who are you","requestId":"<id>"}
a validation error of the body
  400 content-type: application/problem+json
  {"type":"about:blank","title":"Bad Request","status":400,"detail":"body/name must NOT have fewer than 2 characters, body/age must be integer","requestId":"<id>","errors":[{"in":"body","pointer":"#/name","detail":"must NOT have fewer than 2 characters"},{"in":"body","pointer":"#/age","detail":"must be integer"}]}
a validation error of the query
  400 content-type: application/problem+json
  {"type":"about:blank","title":"Bad Request","status":400,"detail":"querystring/name must NOT have fewer than 2 characters, querystring/age must be integer","requestId":"<id>","errors":[{"in":"querystring","pointer":"#/name","detail":"must NOT have fewer than 2 characters"},{"in":"querystring","pointer":"#/age","detail":"must be integer"}]}
a validation error of the params
  400 content-type: application/problem+json
  {"type":"about:blank","title":"Bad Request","status":400,"detail":"params/name must NOT have fewer than 2 characters, params/age must be integer","requestId":"<id>","errors":[{"in":"params","pointer":"#/name","detail":"must NOT have fewer than 2 characters"},{"in":"params","pointer":"#/age","detail":"must be integer"}]}
a validation error of the headers
  400 content-type: application/problem+json
  {"type":"about:blank","title":"Bad Request","status":400,"detail":"headers/name must NOT have fewer than 2 characters, headers/age must be integer","requestId":"<id>","errors":[{"in":"headers","pointer":"#/name","detail":"must NOT have fewer than 2 characters"},{"in":"headers","pointer":"#/age","detail":"must be integer"}]}
an unknown route
  404 content-type: application/problem+json
  {"type":"about:blank","title":"Not Found","status":404,"detail":"Route GET:/unknown not found, check the method and the path","requestId":"<id>"}
a wrong method
  404 content-type: application/problem+json
  {"type":"about:blank","title":"Not Found","status":404,"detail":"Route DELETE:/thrown not found, check the method and the path","requestId":"<id>"}
malformed JSON
  400 content-type: application/problem+json
  {"type":"about:blank","title":"Bad Request","status":400,"detail":"Body is not valid JSON but content-type is set to 'application/json'","requestId":"<id>"}
an empty body
  400 content-type: application/problem+json
  {"type":"about:blank","title":"Bad Request","status":400,"detail":"Body cannot be empty when content-type is set to 'application/json'","requestId":"<id>"}
a body too large
  413 content-type: application/problem+json
  {"type":"about:blank","title":"Payload Too Large","status":413,"detail":"Request body is too large","requestId":"<id>"}
an unsupported media type
  415 content-type: application/problem+json
  {"type":"about:blank","title":"Unsupported Media Type","status":415,"detail":"Unsupported Media Type","requestId":"<id>"}
an error in onSend
  500 content-type: application/problem+json
  {"type":"about:blank","title":"Internal Server Error","status":500,"detail":"MyGnarlyApp API Error","requestId":"<id>"}
an error in preSerialization
  500 content-type: application/problem+json
  {"type":"about:blank","title":"Internal Server Error","status":500,"detail":"MyGnarlyApp API Error","requestId":"<id>"}
an async stream error before its first byte
  500 content-type: application/problem+json
  {"type":"about:blank","title":"Internal Server Error","status":500,"detail":"MyGnarlyApp API Error","requestId":"<id>"}
an error thrown by a serializer
  500 content-type: application/problem+json
  {"type":"about:blank","title":"Internal Server Error","status":500,"detail":"MyGnarlyApp API Error","requestId":"<id>"}
a value that a response schema refuses
  500 content-type: application/problem+json
  {"type":"about:blank","title":"Internal Server Error","status":500,"detail":"MyGnarlyApp API Error","requestId":"<id>"}
an error in a hook
  500 content-type: application/problem+json
  {"type":"about:blank","title":"Internal Server Error","status":500,"detail":"MyGnarlyApp API Error","requestId":"<id>"}
an error in a handler with its own headers
  500 content-type: application/problem+json, x-kept: yes
  {"type":"about:blank","title":"Internal Server Error","status":500,"detail":"MyGnarlyApp API Error","requestId":"<id>"}
`

exports[`packages/gnar-errors/test/responses.test.ts > TAP > E4 unexpected failures are logged at ERROR with stack and id, what a client can cause as one INFO line > must match snapshot 1`] = `
a thrown Error: ERROR Error internal-detail: SELECT * FROM users WHERE password = 'hunter2' at /srv/app/db.ts:1
a thrown string: ERROR FastifyError A non-Error value was thrown: string internal-detail; throw an Error to keep the stack
a thrown null: ERROR FastifyError A non-Error value was thrown: null; throw an Error to keep the stack
a thrown undefined: ERROR FastifyError A non-Error value was thrown: undefined; throw an Error to keep the stack
a rejected promise: ERROR Error internal-detail: SELECT * FROM users WHERE password = 'hunter2' at /srv/app/db.ts:1
an @fastify/error of the app: ERROR FastifyError declared internal-detail
an @fastify/error of Fastify: INFO  GET /fastify-own failed with 413: the file is too large
a http-errors-like object, exposed: INFO  GET /exposed failed with 409: already there
a http-errors-like object, not exposed: ERROR Error internal-detail: SELECT * FROM users WHERE password = 'hunter2' at /srv/app/db.ts:1
a status of 404 that a peer gave: ERROR Error internal-detail: SELECT * FROM users WHERE password = 'hunter2' at /srv/app/db.ts:1
an error made by httpError: INFO  GET /http-error failed with 409: already taken: 100%
an error made by httpError with status 503: ERROR HttpError come back later
a refused token: INFO  GET /token failed with 401: Token has expired
a 401 without a challenge: INFO  GET /unauthorized failed with 401: who are you
a validation error of the body: INFO  POST /body failed with 400: body/name must NOT have fewer than 2 characters, body/age must be integer
a validation error of the query: INFO  GET /query?name=x&age=old failed with 400: querystring/name must NOT have fewer than 2 characters, querystring/age must be integer
a validation error of the params: INFO  GET /params/x/old failed with 400: params/name must NOT have fewer than 2 characters, params/age must be integer
a validation error of the headers: INFO  GET /headers failed with 400: headers/name must NOT have fewer than 2 characters, headers/age must be integer
an unknown route: INFO  GET /unknown?token=[Redacted] failed with 404: Route GET:/unknown not found, check the method and the path
a wrong method: INFO  DELETE /thrown failed with 404: Route DELETE:/thrown not found, check the method and the path
malformed JSON: INFO  POST /body failed with 400: Body is not valid JSON but content-type is set to 'application/json'
an empty body: INFO  POST /body failed with 400: Body cannot be empty when content-type is set to 'application/json'
a body too large: INFO  POST /small failed with 413: Request body is too large
an unsupported media type: INFO  POST /body failed with 415: Unsupported Media Type
an error in onSend: ERROR Error internal-detail: SELECT * FROM users WHERE password = 'hunter2' at /srv/app/db.ts:1
an error in onSend: ERROR Error internal-detail: SELECT * FROM users WHERE password = 'hunter2' at /srv/app/db.ts:1
an error in preSerialization: ERROR Error internal-detail: SELECT * FROM users WHERE password = 'hunter2' at /srv/app/db.ts:1
an async stream error before its first byte: ERROR Error internal-detail: SELECT * FROM users WHERE password = 'hunter2' at /srv/app/db.ts:1
an error thrown by a serializer: ERROR Error internal-detail: SELECT * FROM users WHERE password = 'hunter2' at /srv/app/db.ts:1
a value that a response schema refuses: ERROR Error The value "internal-detail" cannot be converted to an integer.
an error in a hook: ERROR Error internal-detail: SELECT * FROM users WHERE password = 'hunter2' at /srv/app/db.ts:1
an error in a handler with its own headers: ERROR Error internal-detail: SELECT * FROM users WHERE password = 'hunter2' at /srv/app/db.ts:1
`
