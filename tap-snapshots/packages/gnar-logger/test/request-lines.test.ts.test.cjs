/* IMPORTANT
 * This snapshot file is auto-generated, but designed for humans.
 * It should be checked into source control and tracked carefully.
 * Re-generate by setting TAP_SNAPSHOT=1 and running tests.
 * Make sure to inspect the output below.  Do not ignore changes!
 */
'use strict'
exports[`packages/gnar-logger/test/request-lines.test.ts > TAP > L6 L7 one line per request in %(levelname)s %(message)s, made with loggerInstance alone > all kinds alike 1`] = `
INFO Logging at INFO
INFO in the handler who=me reqId=my-id
INFO GET /hello?token=[Redacted]&x=1 200 <n> ms reqId=my-id
WARNING heard reqId=my-id

`

exports[`packages/gnar-logger/test/request-lines.test.ts > TAP > L6 L7 one line per request in %(levelname)s %(message)s, made with loggerServerOptions > all kinds alike 1`] = `
INFO Logging at INFO
INFO in the handler who=me reqId=my-id
INFO GET /hello?token=[Redacted]&x=1 200 <n> ms reqId=my-id
WARNING heard reqId=my-id

`

exports[`packages/gnar-logger/test/request-lines.test.ts > TAP > L6 L7 one line per request in %(levelname)s %(message)s, plain > all kinds alike 1`] = `
INFO Logging at INFO
INFO in the handler who=me reqId=my-id
INFO GET /hello?token=[Redacted]&x=1 200 <n> ms reqId=my-id
WARNING heard reqId=my-id

`

exports[`packages/gnar-logger/test/request-lines.test.ts > TAP > L6 L7 one line per request in json, made with loggerInstance alone > all kinds alike 1`] = `
{"level":30,"time":<time>,"pid":<pid>,"hostname":<host>,"msg":"Logging at INFO"}
{"level":30,"time":<time>,"pid":<pid>,"hostname":<host>,"reqId":"my-id","who":"me","msg":"in the handler"}
{"level":30,"time":<time>,"pid":<pid>,"hostname":<host>,"reqId":"my-id","req":{"method":"GET","url":"/hello?token=[Redacted]&x=1"},"res":{"statusCode":200},"responseTime":<n>,"msg":"request completed"}
{"level":40,"time":<time>,"pid":<pid>,"hostname":<host>,"reqId":"my-id","msg":"heard"}

`

exports[`packages/gnar-logger/test/request-lines.test.ts > TAP > L6 L7 one line per request in json, made with loggerServerOptions > all kinds alike 1`] = `
{"level":30,"time":<time>,"pid":<pid>,"hostname":<host>,"msg":"Logging at INFO"}
{"level":30,"time":<time>,"pid":<pid>,"hostname":<host>,"reqId":"my-id","who":"me","msg":"in the handler"}
{"level":30,"time":<time>,"pid":<pid>,"hostname":<host>,"reqId":"my-id","req":{"method":"GET","url":"/hello?token=[Redacted]&x=1"},"res":{"statusCode":200},"responseTime":<n>,"msg":"request completed"}
{"level":40,"time":<time>,"pid":<pid>,"hostname":<host>,"reqId":"my-id","msg":"heard"}

`

exports[`packages/gnar-logger/test/request-lines.test.ts > TAP > L6 L7 one line per request in json, plain > all kinds alike 1`] = `
{"level":30,"time":<time>,"pid":<pid>,"hostname":<host>,"msg":"Logging at INFO"}
{"level":30,"time":<time>,"pid":<pid>,"hostname":<host>,"reqId":"my-id","who":"me","msg":"in the handler"}
{"level":30,"time":<time>,"pid":<pid>,"hostname":<host>,"reqId":"my-id","req":{"method":"GET","url":"/hello?token=[Redacted]&x=1"},"res":{"statusCode":200},"responseTime":<n>,"msg":"request completed"}
{"level":40,"time":<time>,"pid":<pid>,"hostname":<host>,"reqId":"my-id","msg":"heard"}

`

exports[`packages/gnar-logger/test/request-lines.test.ts > TAP > L6 the line of an aborted response includes its error > %(levelname)s %(message)s 1`] = `
INFO Logging at INFO
ERROR GET /break 200 <n> ms reqId=my-id
    Error: broken
        at <place>
INFO GET /break 200 <n> ms reqId=my-id

`

exports[`packages/gnar-logger/test/request-lines.test.ts > TAP > L6 the line of an aborted response includes its error > json 1`] = `
{"level":30,"time":<time>,"pid":<pid>,"hostname":<host>,"msg":"Logging at INFO"}
{"level":50,"time":<time>,"pid":<pid>,"hostname":<host>,"reqId":"my-id","req":{"method":"GET","url":"/break"},"res":{"statusCode":200},"responseTime":<n>,"err":{"type":"Error","message":"broken","stack":"Error: broken\\n    at <place>"},"msg":"request errored"}
{"level":30,"time":<time>,"pid":<pid>,"hostname":<host>,"reqId":"my-id","req":{"method":"GET","url":"/break"},"res":{"statusCode":200},"responseTime":<n>,"msg":"request completed"}

`
