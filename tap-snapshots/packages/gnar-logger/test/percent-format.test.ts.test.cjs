/* IMPORTANT
 * This snapshot file is auto-generated, but designed for humans.
 * It should be checked into source control and tracked carefully.
 * Re-generate by setting TAP_SNAPSHOT=1 and running tests.
 * Make sure to inspect the output below.  Do not ignore changes!
 */
'use strict'
exports[`packages/gnar-logger/test/percent-format.test.ts > TAP > L2 an error in a format says what is wrong > must match snapshot 1`] = `
has the unknown token %(nope)s, valid are asctime, created, msecs, levelname, levelno, name, module, filename, pathname, lineno, funcName, process, message, reqId
has %s, write %(message)s instead
has %(levelname)d: levelname is text, end it with s or r
has %(lineno)y: lineno is a number, end it with s, r, d or f
has %(message)*s: * is not supported
has no token such as %(message)s
has %(message): message is text, end it with s or r
has %(created).101f: the precision must be at most 100
has %(lineno).101d: the precision must be at most 100
has %(message)1001s: the width must be at most 1000
has %(message)-99999999999999999999s: the width must be at most 1000
has %(lineno)x: lineno is a number, end it with s, r, d or f
has %(message)a: message is text, end it with s or r
`
