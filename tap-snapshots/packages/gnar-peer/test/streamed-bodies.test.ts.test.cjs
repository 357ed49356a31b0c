/* IMPORTANT
 * This snapshot file is auto-generated, but designed for humans.
 * It should be checked into source control and tracked carefully.
 * Re-generate by setting TAP_SNAPSHOT=1 and running tests.
 * Make sure to inspect the output below.  Do not ignore changes!
 */
'use strict'
exports[`packages/gnar-peer/test/streamed-bodies.test.ts > TAP > X11 what cannot be sent is an error that names the field, and nothing is sent > must match snapshot 1`] = `
files: report must be text, bytes, a Blob, a stream, or [filename, content, contentType], found undefined
files: report must be text, bytes, a Blob, a stream, or [filename, content, contentType], found null
files: report must be text, bytes, a Blob, a stream, or [filename, content, contentType], found a plain object
files: report must be text, bytes, a Blob, a stream, or [filename, content, contentType], found a function
files: report must be text, bytes, a Blob, a stream, or [filename, content, contentType], found a number
files: report must be text, bytes, a Blob, a stream, or [filename, content, contentType], found a boolean
files: report must be text, bytes, a Blob, a stream, or [filename, content, contentType], found a symbol
files: report must be text, bytes, a Blob, a stream, or [filename, content, contentType], found an object of class Date
files: report must be text, bytes, a Blob, a stream, or [filename, content, contentType], found an object of class Map
files: report must be text, bytes, a Blob, a stream, or [filename, content, contentType], found an object of class FormData
data: report must be text, a number, true, false, null or a list of these, found a plain object
data: report must be text, a number, true, false, null or a list of these, found a function
data: report must be text, a number, true, false, null or a list of these, found a symbol
data: report must be text, a number, true, false, null or a list of these, found an object of class Date
data: report must be text, a number, true, false, null or a list of these, found an object of class Map
data: report must be text, a number, true, false, null or a list of these, found an object of class FormData
data must be text, bytes, a Blob, a stream, a plain object of form fields, pairs or URLSearchParams, found a number
data must be text, bytes, a Blob, a stream, a plain object of form fields, pairs or URLSearchParams, found a boolean
data must be text, bytes, a Blob, a stream, a plain object of form fields, pairs or URLSearchParams, found a symbol
data must be text, bytes, a Blob, a stream, a plain object of form fields, pairs or URLSearchParams, found a function
data must be text, bytes, a Blob, a stream, a plain object of form fields, pairs or URLSearchParams, found an object of class Date
data must be text, bytes, a Blob, a stream, a plain object of form fields, pairs or URLSearchParams, found an object of class FormData
data must be text, bytes, a Blob, a stream, a plain object of form fields, pairs or URLSearchParams, found an object of class Response
data is a stream that was already read or destroyed
files: report is a stream that was already read or destroyed
data is a stream that was already read or destroyed
files: report is a stream that was already read or destroyed
data is a stream that was already read or destroyed
files: report is a stream that was already read or destroyed
data is a stream that was already read or destroyed
files: report is a stream that was already read or destroyed
files: report must be text, bytes, a Blob, a stream, or [filename, content, contentType], found undefined
files: report must be text, bytes, a Blob, a stream, or [filename, content, contentType], found a plain object
files: report has an invalid content type
files: report has an invalid content type
files: report must be text, bytes, a Blob, a stream, or [filename, content, contentType], found undefined
files: "\\ud800" has a lone surrogate in its name, which cannot be encoded
data given with files must be form fields, found an object of class Blob
data given with files must be form fields, found a stream
data: a list must hold pairs of a name and a value, found a string
data: a list must hold pairs of a name and a value, found a list
json cannot be written as JSON: Do not know how to serialize a BigInt
`
