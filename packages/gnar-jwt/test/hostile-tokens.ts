import { createHmac, createSign, generateKeyPairSync } from 'node:crypto'
import { encode, forge, nowInSeconds, secret, sign } from './app.ts'

export const exp = nowInSeconds() + 600
/** The payload of a token that is accepted. */
export const good = { identity: 'shaun', exp }
const header = encode(JSON.stringify({ alg: 'HS256', typ: 'JWT' }))
const payload = encode(JSON.stringify(good))
export const token = sign(`${header}.${payload}`)
const signature = token.slice(token.lastIndexOf('.') + 1)
const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString()

/** The same bytes as a canonical segment, spelled differently: the last character has bits that nobody reads. */
const otherSpelling = `${signature.slice(0, -1)}${String.fromCharCode(signature.charCodeAt(42) + 1)}`

const wrongAlgorithm = 'The specified alg value is not allowed'
const wrongSignature = 'Signature verification failed'

/** Each message that a token provokes, with the tokens that do. */
export const hostile: Record<string, Record<string, string>> = {
  [wrongAlgorithm]: {
    'alg none': forgeUnsigned('none'),
    'alg None': forgeUnsigned('None'),
    'alg NONE': forgeUnsigned('NONE'),
    'alg nOnE with our signature': forge(good, { alg: 'nOnE' }),
    'alg empty': forge(good, { alg: '' }),
    'alg missing': forge(good, { alg: undefined }),
    'alg null': forge(good, { alg: null }),
    'alg a list': forge(good, { alg: ['HS256'] }),
    'alg an object': forge(good, { alg: { toString: 'HS256' } }),
    'alg in lower case': forge(good, { alg: 'hs256' }),
    'alg with a space': forge(good, { alg: 'HS256 ' }),
    'alg with a look-alike letter': forge(good, { alg: 'H\u0405256' }),
    'alg in full-width letters': forge(good, { alg: 'ＨＳ２５６' }),
    'alg HS384 with our secret': forgeHmac('sha384', 'HS384'),
    'alg HS512 with our secret': forgeHmac('sha512', 'HS512'),
    'alg RS256 with a key of their own': forgeRs256(),
    'alg RS256 with our signature': forge(good, { alg: 'RS256' }),
    'alg ES256': forge(good, { alg: 'ES256' }),
    'alg EdDSA': forge(good, { alg: 'EdDSA' }),
    'alg of an encryption': forge(good, { alg: 'dir', enc: 'A256GCM' })
  },
  [wrongSignature]: {
    'another secret': forge(good, {}, 'another secret'),
    'an empty secret': forge(good, {}, '\0'),
    'a public key as the secret': forge(good, {}, pem),
    'an empty signature': `${header}.${payload}.`,
    'a short signature': `${header}.${payload}.${encode(Buffer.alloc(16))}`,
    'a long signature': `${header}.${payload}.${encode(Buffer.alloc(64))}`,
    'a signature of nulls': `${header}.${payload}.${encode(Buffer.alloc(32))}`,
    'the signature of another payload': `${header}.${encode(JSON.stringify({ identity: 'root', exp }))}.${signature}`,
    'the signature of another header': `${encode('{"alg":"HS256"}')}.${payload}.${signature}`,
    'kid of a path': forge(good, { kid: '../../../../dev/null' }, '\0'),
    'kid with SQL': forge(good, { kid: "x' UNION SELECT 'key" }, 'key'),
    'kid of a command': forge(good, { kid: '|cat /etc/passwd' }, 'x'),
    'expired, with another secret': forge({ ...good, exp: 1 }, {}, 'another secret')
  },
  'The header jwk is not allowed': {
    'a key of their own': forge(good, { jwk: { kty: 'oct', k: encode('x') } }, 'x')
  },
  'The header jku is not allowed': {
    'a key at their site': forge(good, { jku: 'https://evil.example/keys' }, 'x')
  },
  'The header x5u is not allowed': {
    'a certificate of theirs': forge(good, { x5u: 'https://evil.example/c' })
  },
  'The header x5c is not allowed': { 'a certificate inside': forge(good, { x5c: ['MIIB'] }, 'x') },
  'The header crit is not allowed': {
    'an unknown extension': forge(good, { crit: ['exp'], exp }),
    'no extension': forge(good, { crit: [] }),
    'an unencoded payload': forge(good, { crit: ['b64'], b64: false })
  },
  'The specified typ value is not allowed': {
    'a logout token': forge(good, { typ: 'logout+jwt' }),
    'typ a number': forge(good, { typ: 1 }),
    'typ null': forge(good, { typ: null })
  },
  'Not enough segments': {
    'a stripped signature': `${header}.${payload}`,
    'a header alone': header,
    'a word': 'powder',
    'a comma for a dot': token.replaceAll('.', ',')
  },
  'Too many segments': {
    'an encrypted token in five parts': `${header}.${payload}.${payload}.${payload}.${signature}`,
    'a dot at the end': `${token}.`,
    'a dot at the start': `.${token}`
  },
  'Token is longer than 8192 characters': {
    'a long payload': forge({ ...good, padding: 'x'.repeat(8192) }),
    'no token at all, but long': 'a.b.c'.padEnd(9000, 'c')
  },
  'Invalid header padding': {
    'padded header': sign(`${header}=.${payload}`),
    'header with other letters': sign(`\u00e4${header}.${payload}`)
  },
  'Invalid payload padding': {
    'padded payload': sign(`${header}.${encode('{"a":1}')}==`),
    'the other base64 alphabet': sign(
      `${header}.${encode('{"a":"???"}').replace('_', '/').replace('-', '+')}`
    )
  },
  'Invalid crypto padding': {
    'padded signature': `${token}=`,
    'another spelling of the signature': `${header}.${payload}.${otherSpelling}`,
    'trailing bytes': `${token},evil`,
    'a length that base64 cannot have': `${header}.${payload}.${signature}AA`
  },
  'Invalid header string: must be a json object': {
    'two dots': '..',
    'header a list': sign(`${encode('["HS256"]')}.${payload}`),
    'header a string': sign(`${encode('"HS256"')}.${payload}`),
    'header null': sign(`${encode('null')}.${payload}`),
    'header no JSON': sign(`${encode('{alg:HS256}')}.${payload}`)
  },
  'Invalid header string: must be UTF-8': {
    'header of other bytes': sign(`${encode(Buffer.from([0xff, 0xfe]))}.${payload}`)
  },
  'Invalid header string: has a duplicate member': {
    'two algorithms': sign(`${encode('{"alg":"none","alg":"HS256"}')}.${payload}`),
    'two algorithms, one escaped': sign(`${encode('{"\\u0061lg":"none","alg":"HS256"}')}.${payload}`)
  },
  'Invalid payload string: has a duplicate member': {
    'two identities': forge(`{"identity":"shaun","exp":${exp},"identity":"root"}`),
    'two deep inside': forge(`{"identity":{"a":[{"id":1,"x":{"id":1},"id" :2}]},"exp":${exp}}`)
  },
  'Invalid payload string: must be a json object': {
    'payload a list': forge([good]),
    'payload null': forge('null'),
    'payload empty': forge(''),
    'payload a string': forge('"shaun"'),
    'payload with a byte order mark': forge(`\ufeff${JSON.stringify(good)}`),
    'payload with something behind': forge(`${JSON.stringify(good)}x`)
  },
  'Invalid payload string: must not be nested deeper than 64 levels': {
    'lists in lists': forge(`{"exp":${exp},"identity":${'['.repeat(2500)}${']'.repeat(2500)}}`),
    'objects in objects': forge(`{"exp":${exp},"identity":${'{"a":'.repeat(64)}1${'}'.repeat(64)}}`)
  },
  'Invalid payload string: must be UTF-8': {
    'an identity of other bytes': sign(
      `${header}.${encode(Buffer.from([0x7b, 0x22, 0xe4, 0x22, 0x3a, 0x31, 0x7d]))}`
    )
  },
  'Invalid payload string: a number is beyond 2^53 - 1': {
    'an identity that JavaScript would change': forge(`{"identity":9007199254740993,"exp":${exp}}`),
    'an infinite identity': forge(`{"identity":1e999,"exp":${exp}}`),
    'a far exp': forge('{"identity":1,"exp":1e300}')
  },
  'Expiration Time claim (exp) must be an integer.': {
    'exp a word': forge({ ...good, exp: 'soon' }),
    'exp an empty string': forge({ ...good, exp: '' }),
    'exp a fraction as a string': forge({ ...good, exp: `${exp}.5` }),
    'exp in hexadecimal': forge({ ...good, exp: `0x${exp.toString(16)}` }),
    'exp with an exponent': forge({ ...good, exp: '9e9' }),
    'exp of too many digits': forge({ ...good, exp: '9'.repeat(400) }),
    'exp an object': forge({ ...good, exp: { valueOf: exp } }),
    'exp null': forge({ ...good, exp: null }),
    'exp a list': forge({ ...good, exp: [exp] }),
    'exp true': forge({ ...good, exp: true })
  },
  'Expiration Time claim (exp) must be a date from 1970 to 9999.': {
    'exp negative': forge({ ...good, exp: -1 }),
    'exp a string of the year 10000': forge({ ...good, exp: '253402300800' }),
    'exp just past the year 9999': forge({ ...good, exp: 253_402_300_799.5 }),
    'exp in the year 10000': forge({ ...good, exp: 253_402_300_800 })
  },
  'Token is missing the "exp" claim': {
    'no exp': forge({ identity: 'shaun' }),
    'exp with a look-alike letter': forge({ identity: 'shaun', '\u0435xp': exp }),
    'exp inherited': forge(`{"identity":"shaun","__proto__":{"exp":${exp}}}`)
  },
  'Not Before claim (nbf) must be an integer.': {
    'nbf a word': forge({ ...good, nbf: 'now' }),
    'nbf null': forge({ ...good, nbf: null })
  },
  'Not Before claim (nbf) must be a date from 1970 to 9999.': { 'nbf negative': forge({ ...good, nbf: -5 }) },
  'The token is not yet valid (nbf)': {
    'nbf soon': forge({ ...good, nbf: exp }),
    'nbf soon, as a fraction': forge({ ...good, nbf: exp + 0.5 }),
    'nbf soon, as a string': forge({ ...good, nbf: String(exp) }),
    'nbf in the year 9999': forge({ ...good, nbf: 253_402_300_799 })
  },
  'Issued At claim (iat) must be an integer.': {
    'iat a word': forge({ ...good, iat: 'now' }),
    'iat a list': forge({ ...good, iat: [0] })
  },
  'Issued At claim (iat) must be a date from 1970 to 9999.': { 'iat negative': forge({ ...good, iat: -5 }) },
  'The token is not yet valid (iat)': {
    'iat soon': forge({ ...good, iat: exp }),
    'iat soon, as a string': forge({ ...good, iat: String(exp) }),
    'iat in the year 9999': forge({ ...good, iat: 253_402_300_799 })
  },
  'Authentication Time claim (auth_time) must be an integer.': { text: forge({ ...good, auth_time: 'now' }) },
  'The token is not yet valid (auth_time)': { soon: forge({ ...good, auth_time: exp }) },
  'Token has expired': {
    'exp just passed': forge({ ...good, exp: nowInSeconds() - 6 }),
    'exp just passed, as a fraction': forge({ ...good, exp: nowInSeconds() - 6.5 }),
    'exp just passed, as a string': forge({ ...good, exp: String(nowInSeconds() - 6) }),
    'exp zero': forge({ ...good, exp: 0 })
  },
  'Only access tokens are allowed': { 'a refresh token': forge({ ...good, type: 'refresh' }) },
  'Missing or invalid claim: type': {
    'type in capitals': forge({ ...good, type: 'Access' }),
    'type a list': forge({ ...good, type: ['access'] }),
    'type null': forge({ ...good, type: null })
  },
  'Missing claim: identity': {
    'no identity': forge({ exp }),
    'identity null': forge({ exp, identity: null }),
    'identity inherited': forge(`{"exp":${exp},"__proto__":{"identity":"root"}}`)
  },
  'The claims identity and sub differ': { 'two identities': forge({ ...good, sub: 'root' }) },
  'Invalid audience': { 'an audience that we are not': forge({ ...good, aud: 'others' }) }
}

function forgeUnsigned(alg: string): string {
  return `${encode(JSON.stringify({ alg, typ: 'JWT' }))}.${payload}.`
}

function forgeHmac(hash: string, alg: string): string {
  const input = `${encode(JSON.stringify({ alg, typ: 'JWT' }))}.${payload}`
  return `${input}.${createHmac(hash, secret).update(input).digest('base64url')}`
}

function forgeRs256(): string {
  const input = `${encode(JSON.stringify({ alg: 'RS256', typ: 'JWT' }))}.${payload}`
  return `${input}.${createSign('sha256').update(input).sign(privateKey).toString('base64url')}`
}
