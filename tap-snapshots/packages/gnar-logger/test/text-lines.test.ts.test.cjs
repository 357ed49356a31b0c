/* IMPORTANT
 * This snapshot file is auto-generated, but designed for humans.
 * It should be checked into source control and tracked carefully.
 * Re-generate by setting TAP_SNAPSHOT=1 and running tests.
 * Make sure to inspect the output below.  Do not ignore changes!
 */
'use strict'
exports[`packages/gnar-logger/test/text-lines.test.ts > TAP > L2 the default line is the original’s > must match snapshot 1`] = `
<time> INFO     test.text-lines.test:8   Logging at INFO
<time> WARNING  test.text-lines.test:9   hello world user=me note="two words" list=[1,{"a":"b"}]
<time> ERROR    test.text-lines.test:10   with 42 queue=q
<time> INFO     test.text-lines.test:11   only=fields

`

exports[`packages/gnar-logger/test/text-lines.test.ts > TAP > L3 json gives the NDJSON of pino > must match snapshot 1`] = `
{"level":30,"time":<time>,"pid":<pid>,"hostname":<host>,"msg":"hello world"}
{"level":40,"time":<time>,"pid":<pid>,"hostname":<host>,"queue":"q","password":"[Redacted]","deep":{"a":[1,null,null]},"msg":"fields"}
{"level":30,"time":<time>,"pid":<pid>,"hostname":<host>,"only":"fields"}
{"level":50,"time":<time>,"pid":<pid>,"hostname":<host>,"err":{"type":"TypeError","message":"boom","stack":"TypeError: boom\\n    at <place>","cause":{"type":"Error","message":"inner","stack":"Error: inner\\n    at <place>"}},"msg":"boom"}

`

exports[`packages/gnar-logger/test/text-lines.test.ts > TAP > L5 a line cannot be forged > must match snapshot 1`] = `
x\\n<time> CRITICAL forged
user x\\n<time> CRITICAL forged
field user="x\\n<time> CRITICAL forged"
key "x\\n<time> CRITICAL forged"=1
deep user={"name":"x\\n<time> CRITICAL forged"}
binding user="x\\n<time> CRITICAL forged"
\\r\\x1b[2J\\x9b31m\\x07\\u2028\\u202e end

`

exports[`packages/gnar-logger/test/text-lines.test.ts > TAP > L5 an error prints its stack on indented lines, which no message can leave > must match snapshot 1`] = `
<time> ERROR    test.text-lines.test:62   boom\\n<time> CRITICAL forged\\n\\x1b[2J
    Error: boom
    <time> CRITICAL forged
    \\x1b[2J
        at <place>
<time> ERROR    test.text-lines.test:63   failed other=1
    TypeError: in a field
        at <place>

`

exports[`packages/gnar-logger/test/text-lines.test.ts > TAP > L5 causes and aggregated errors are shown in full > %(message)s 1`] = `
failed
    Error: top
        at <place>
    Caused by: AggregateError: many
        at <place>
    [0] Error: root
        at <place>
    { code: "ECONNREFUSED" }
    [1] RangeError: second
        at <place>
    [2] "third"
circular
    Error: circular
        at <place>
    Caused by: [Circular: Error: circular]
odd
    Error: odd
        at <place>
    Caused by: {"password":"[Redacted]"}

`

exports[`packages/gnar-logger/test/text-lines.test.ts > TAP > L5 causes and aggregated errors are shown in full > json 1`] = `
{"level":50,"time":<time>,"pid":<pid>,"hostname":<host>,"err":{"type":"Error","message":"top","stack":"Error: top\\n    at <place>","cause":{"type":"AggregateError","message":"many","stack":"AggregateError: many\\n    at <place>","aggregateErrors":[{"type":"Error","message":"root","stack":"Error: root\\n    at <place>","code":"ECONNREFUSED"},{"type":"RangeError","message":"second","stack":"RangeError: second\\n    at <place>"},"third"]}},"msg":"failed"}
{"level":50,"time":<time>,"pid":<pid>,"hostname":<host>,"err":{"type":"Error","message":"circular","stack":"Error: circular\\n    at <place>","cause":"[Circular]"},"msg":"circular"}
{"level":50,"time":<time>,"pid":<pid>,"hostname":<host>,"err":{"type":"Error","message":"odd","stack":"Error: odd\\n    at <place>","cause":{"password":"[Redacted]"}},"msg":"odd"}

`
