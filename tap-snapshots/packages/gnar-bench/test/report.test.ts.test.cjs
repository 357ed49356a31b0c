/* IMPORTANT
 * This snapshot file is auto-generated, but designed for humans.
 * It should be checked into source control and tracked carefully.
 * Re-generate by setting TAP_SNAPSHOT=1 and running tests.
 * Make sure to inspect the output below.  Do not ignore changes!
 */
'use strict'
exports[`packages/gnar-bench/test/report.test.ts > TAP > B2 a run alongside other work is too noisy to judge, however clear its ratios look > must match snapshot 1`] = `
slowed: a route and the same one slowed on purpose
5 rounds of 1 s, contender on core 0, load and backend on core 1
Too noisy to judge: other programs had the contender's core for 30 % of the time.

measured     spread     aim
       1      1 - 1  >= 0.9  too noisy  slowed / plain
     100  100 - 100  <= 100  too noisy  slowed, requests/s

ratio  spread             requests/s     spread  busy
    1                            100  100 - 100  99 %  plain
    1   1 - 1  too noisy         100  100 - 100  99 %  slowed

ratio  spread             µs of processor per request           spread  busy
    1                                          10,000  10,000 - 10,000  99 %  plain
    1   1 - 1  too noisy                       10,000  10,000 - 10,000  99 %  slowed

Note: nobody was left out.

`

exports[`packages/gnar-bench/test/report.test.ts > TAP > B2 B4 the report shows ratios first with the aim of each, then medians and spread > must match snapshot 1`] = `
slowed: a route and the same one slowed on purpose
5 rounds of 1 s, contender on core 0, load and backend on core 1

measured             spread     aim
 0.00356  0.00341 - 0.00366  >= 0.9  missed  slowed / plain
    95.5            94 - 97  <= 100     met  slowed, requests/s

  ratio             spread          requests/s           spread  busy
      1                                 26,500  26,000 - 28,000  99 %  plain
0.00356  0.00341 - 0.00366  slower        95.5          94 - 97  99 %  slowed

ratio     spread        µs of processor per request           spread  busy
    1                                          37.7      35.7 - 38.5  99 %  plain
  281  273 - 293  more                       10,471  10,309 - 10,638  99 %  slowed

Note: nobody was left out.

`

exports[`packages/gnar-bench/test/report.test.ts > TAP > B2 the report says that a run was too noisy > must match snapshot 1`] = `
slowed: a route and the same one slowed on purpose
5 rounds of 1 s, contender on core 0, load and backend on core 1

measured           spread     aim
   0.947     0.491 - 2.89  >= 0.9  too noisy  slowed / plain
  25,000  13,000 - 27,000  <= 100     missed  slowed, requests/s

ratio        spread             requests/s           spread  busy
    1                               26,000   9,000 - 26,500  99 %  plain
0.947  0.491 - 2.89  too noisy      25,000  13,000 - 27,000  99 %  slowed

ratio        spread             µs of processor per request      spread  busy
    1                                                  38.5  37.7 - 111  99 %  plain
 1.06  0.346 - 2.04  too noisy                           40   37 - 76.9  99 %  slowed

Note: nobody was left out.

`
