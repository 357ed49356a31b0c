/* IMPORTANT
 * This snapshot file is auto-generated, but designed for humans.
 * It should be checked into source control and tracked carefully.
 * Re-generate by setting TAP_SNAPSHOT=1 and running tests.
 * Make sure to inspect the output below.  Do not ignore changes!
 */
'use strict'
exports[`packages/gnar-env/test/settings.test.ts > TAP > a required variable that is missing or empty is named in full, with an example or a hint > must match snapshot 1`] = `
GNAR_SECRET_KEY (signs tokens) is required. Set it, or pass gnar-x's secret option. Example: GNAR_SECRET_KEY=<32 random bytes>
GNAR_SECRET_KEY (signs tokens) is empty. Set it, or pass gnar-x's secret option. Example: GNAR_SECRET_KEY=<32 random bytes>
`

exports[`packages/gnar-env/test/settings.test.ts > TAP > every problem is listed at once, and no secret is shown > must match snapshot 1`] = `
unknown option "timecost" of gnar-x: did you mean "timeCost"?
unknown option "zebra" of gnar-x: valid options are timeCost, encoding, secret, cache, level, region, onDone, name, envPrefix, env, production
1 2_TIME_COST (passes) must be a whole number from 1 to 10, found "eleven"; for example 1 2_TIME_COST=2
1 2_ENCODING (encoding of text) must be one of utf-8, latin1, found "ebcdicebcdicebcdicebcdicebcdicebcdicebcdicebcdicebcdicebcdicebcdicebcdicebcdiceb…"; for example 1 2_ENCODING=utf-8
option secret of gnar-x (signs tokens) must be text that is not empty, found a secret of 0 characters
1 2_CACHE (whether to remember) must be true or false, found "maybe"; for example 1 2_CACHE=true
option onDone of gnar-x (called at shutdown) must be a function, found "later"
option name of gnar-x (name of the app) must be text that is not empty, found an array
option envPrefix of gnar-x (prefix of the variables) must be letters, digits and underscores, such as GNAR, found "1 2"
option production of gnar-x (production mode) must be true or false, found "yes"
`
