/* IMPORTANT
 * This snapshot file is auto-generated, but designed for humans.
 * It should be checked into source control and tracked carefully.
 * Re-generate by setting TAP_SNAPSHOT=1 and running tests.
 * Make sure to inspect the output below.  Do not ignore changes!
 */
'use strict'
exports[`packages/gnar-bench/test/results.test.ts > TAP > B5 the chart shows the rates of each route, with medians and spread > must match snapshot 1`] = `
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 760 208" width="760" height="208" role="img" aria-label="Requests per second">
<style>
text { font: 13px system-ui, sans-serif; fill: #24292f }
.title { font-weight: 600 }
.bar { fill: #8c959f }
.ours { fill: #1f6feb }
.spread { stroke: #24292f; stroke-width: 1.5 }
@media (prefers-color-scheme: dark) { text { fill: #e6edf3 } .spread { stroke: #e6edf3 } }
</style>
<text class="title" x="0" y="18">Requests per second on one core, Node 20.20.2, 2026-11-25, median and spread of 5 rounds</text>
<text class="title" x="0" y="62">a hello</text>
<text x="212" y="88" text-anchor="end">gnar-gear</text><rect class="ours" x="220" y="77" width="401" height="14"/><line class="spread" x1="613" x2="630" y1="84" y2="84"/><text x="638" y="88">40,000</text>
<text x="212" y="108" text-anchor="end">by hand</text><rect class="bar" x="220" y="97" width="422" height="14"/><line class="spread" x1="633" x2="650" y1="104" y2="104"/><text x="658" y="108">42,000</text>
<text class="title" x="0" y="146">&lt;one row> &amp; more</text>
<text x="212" y="172" text-anchor="end">gnar-gear</text><rect class="ours" x="220" y="161" width="422" height="14"/><line class="spread" x1="633" x2="650" y1="168" y2="168"/><text x="658" y="172">13,000</text>
<text x="212" y="192" text-anchor="end">by hand</text><rect class="bar" x="220" y="181" width="324" height="14"/><line class="spread" x1="538" x2="551" y1="188" y2="188"/><text x="559" y="192">10,000</text>
</svg>

`

exports[`packages/gnar-bench/test/results.test.ts > TAP > B5 the README shows the results between its markers, with machine and date > must match snapshot 1`] = `
before
<!-- results: filled by npm run bench:readme -->

Measured 2026-11-25 on a machine.

![Requests per second](results/chart.svg)

| ratio to gnar-gear (median) | requests/s: a hello | requests/s: <one row> & more |
| --- | --- | --- |
| gnar-gear | 1 (40,000) | 1 (13,000) |
| by hand | 1.05 (42,000) | 0.769 (10,000) |

Node 20.20.2.

| measured | spread | aim |  | Node | scenario | what |
| --- | --- | --- | --- | --- | --- | --- |
| 0.952 | 0.952 - 0.952 | >= 0.9 | met | 20.20.2 | preset, hello | gnar-gear / by hand |
| 1.3 | 1.3 - 1.3 | >= 1.25 | met | 20.20.2 | preset, row | gnar-gear / by hand |
| 0.952 | 0.952 - 0.952 | >= 0.9 | met | 24.21.0 | preset, hello | gnar-gear / by hand |
| 1.3 | 1.3 - 1.3 | >= 1.25 | met | 24.21.0 | preset, row | gnar-gear / by hand |

<!-- end of results -->
after

`
