import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import type { GnarArgon2Options } from '../src/index.ts'
import { cheap, start } from './start.ts'

type Encoding = NonNullable<GnarArgon2Options['encoding']>
interface Row {
  name: string
  encoding: Encoding
  password: string
  hash: string
}

const fixture = (name: string) => fileURLToPath(new URL(`./fixtures/${name}`, import.meta.url))

t.test("H3 hashes by Python's argon2-cffi of 2018, 2019 and today are verified", async (t) => {
  const rows: Row[] = JSON.parse(readFileSync(fixture('python-hashes.json'), 'utf8'))
  t.equal(rows.length, 66)
  const apps = {
    'utf-8': (await start(t)).fastify,
    latin1: (await start(t, { ...cheap, encoding: 'latin1' })).fastify,
    'utf-16le': (await start(t, { ...cheap, encoding: 'utf-16le' })).fastify,
    ascii: (await start(t, { ...cheap, encoding: 'ascii' })).fastify
  }
  for (const { name, encoding, password, hash } of rows) {
    const { checkPasswordHash } = apps[encoding]
    t.equal(await checkPasswordHash(hash, password), true, `${name}: ${hash}`)
  }
  for (const { encoding, password, hash } of rows.filter(({ hash }) => hash.includes('m=8,'))) {
    t.equal(await apps[encoding].checkPasswordHash(hash, `${password}.`), false)
  }
})

/**
 * From test.c of the reference implementation, release 20171227, except those of 1 GiB: Argon2i of version 16, which has
 * no `v=`, Argon2i and Argon2id of version 19. The vectors of RFC 9106 cannot be used: they need associated data, which
 * the library does not support.
 */
const ofPassword = [
  '$argon2i$m=65536,t=2,p=1$c29tZXNhbHQ$9sTbSlTio3Biev89thdrlKKiCaYsjjYVJxGAL3swxpQ',
  '$argon2i$m=262144,t=2,p=1$c29tZXNhbHQ$Pmiaqj0op3zyvHKlGsUxZnYXURgvHuKS4/Z3p9pMJGc',
  '$argon2i$m=256,t=2,p=1$c29tZXNhbHQ$/U3YPXYsSb3q9XxHvc0MLxur+GP960kN9j7emXX8zwY',
  '$argon2i$m=256,t=2,p=2$c29tZXNhbHQ$tsEVYKap1h6scGt5ovl9aLRGOqOth+AMB+KwHpDFZPs',
  '$argon2i$m=65536,t=1,p=1$c29tZXNhbHQ$gWMFUrjzsfSM2xmSxMZ4ZD1JCytetP9sSzQ4tWIXJLI',
  '$argon2i$m=65536,t=4,p=1$c29tZXNhbHQ$8hLwFhXm6110c03D70Ct4tUdBSRo2MaUQKOh8sHChHs',
  '$argon2i$m=65536,t=2,p=1$ZGlmZnNhbHQ$eaEDuQ/orvhXDLMfyLIiWXeJFvgza3vaw4kladTxxJc',
  '$argon2i$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$wWKIMhR9lyDFvRz9YTZweHKfbftvj+qf+YFY4NeBbtA',
  '$argon2i$v=19$m=262144,t=2,p=1$c29tZXNhbHQ$KW266AuAfNzqrUSudBtQbxTbCVkmexg7EY+bJCKbx8s',
  '$argon2i$v=19$m=256,t=2,p=1$c29tZXNhbHQ$iekCn0Y3spW+sCcFanM2xBT63UP2sghkUoHLIUpWRS8',
  '$argon2i$v=19$m=256,t=2,p=2$c29tZXNhbHQ$T/XOJ2mh1/TIpJHfCdQan76Q5esCFVoT5MAeIM1Oq2E',
  '$argon2i$v=19$m=65536,t=1,p=1$c29tZXNhbHQ$0WgHXE2YXhPr6uVgz4uUw7XYoWxRkWtvSsLaOsEbvs8',
  '$argon2i$v=19$m=65536,t=4,p=1$c29tZXNhbHQ$qqlT1YrzcGzj3xrv1KZKhOMdf1QXUjHxKFJZ+IF0zls',
  '$argon2i$v=19$m=65536,t=2,p=1$ZGlmZnNhbHQ$sDV8zPvvkfOGCw26RHsjSMvv7K2vmQq/6cxAcmxSEnE',
  '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc',
  '$argon2id$v=19$m=262144,t=2,p=1$c29tZXNhbHQ$eP4eyR+zqlZX1y5xCFTkw9m5GYx0L5YWwvCFvtlbLow',
  '$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4',
  '$argon2id$v=19$m=256,t=2,p=2$c29tZXNhbHQ$bQk8UB/VmZZF4Oo79iDXuL5/0ttZwg2f/5U52iv1cDc',
  '$argon2id$v=19$m=65536,t=1,p=1$c29tZXNhbHQ$9qWtwbpyPd3vm1rB1GThgPzZ3/ydHL92zKL+15XZypg',
  '$argon2id$v=19$m=65536,t=4,p=1$c29tZXNhbHQ$kCXUjmjvc5XMqQedpMTsOv+zyJEf5PhtGiUghW9jFyw',
  '$argon2id$v=19$m=65536,t=2,p=1$ZGlmZnNhbHQ$vfMrBczELrFdWP0ZsfhWsRPaHppYdP3MVEMIVlqoFBw'
]
const ofDifferentPassword = [
  '$argon2i$m=65536,t=2,p=1$c29tZXNhbHQ$6ckCB0tnVFMaOgvlGeW69ASzDOabPwGsO/ISKZYBCaM',
  '$argon2i$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$FK6NoBr+qHAMI1jc73xTWNkCEoK9iGY6RWL1n7dNIu4',
  '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$C4TWUs9rDEvq7w3+J4umqA32aWKB1+DSiRuBfYxFj94'
]

t.test('H3 the test vectors of the reference implementation are verified', async (t) => {
  const { fastify } = await start(t)
  for (const hash of ofPassword) t.equal(await fastify.checkPasswordHash(hash, 'password'), true, hash)
  for (const hash of ofDifferentPassword) {
    t.equal(await fastify.checkPasswordHash(hash, 'differentpassword'), true, hash)
    t.equal(await fastify.checkPasswordHash(hash, 'password'), false, hash)
  }
})

t.test('H3 checkNeedsRehash tells whether any parameter has changed', async (t) => {
  const { fastify } = await start(t)
  const hash = await fastify.argon2.hash('x')
  const moved: GnarArgon2Options[] = [
    { timeCost: 2 },
    { memoryCost: 128 },
    { parallelism: 2 },
    { hashLen: 32 },
    { saltLen: 32 },
    { variant: 'argon2i' }
  ]
  t.equal(fastify.argon2.checkNeedsRehash(hash), false)
  for (const change of moved) {
    const { fastify } = await start(t, { ...cheap, ...change })
    t.equal(fastify.argon2.checkNeedsRehash(hash), true, JSON.stringify(change))
  }
  t.equal(fastify.argon2.checkNeedsRehash(hash.replace('v=19', 'v=16')), true)
  t.throws(() => fastify.argon2.checkNeedsRehash('x'), { code: 'GNAR_ERR_ARGON2_INVALID_HASH' })
})

t.test('H1 a malformed hash is false, and an error of the raw pair', async (t) => {
  const { fastify, lines } = await start(t)
  const hash = await fastify.argon2.hash('x')
  const malformed = [
    '',
    'x',
    '$argon2id$broken',
    '$2b$12$abcdefghijklmnopqrstuv',
    hash.slice(0, -1),
    `${hash}A`,
    `${hash}\n`,
    ` ${hash}`,
    hash.replace('argon2id', 'argon2x'),
    hash.replace('v=19', 'v=20'),
    hash.replace('m=64', 'm=0'),
    hash.replace('m=64', 'm=-1'),
    hash.replace('m=64', 'm=99999999999'),
    hash.replace('t=1', 't=0'),
    hash.replace('p=1', 'p=0'),
    hash.replace('p=1', 'p=100'),
    hash.replace(/\$[^$]*$/, '$***'),
    hash.replace(/\$[^$]*$/, '$'),
    hash.replace(/[^$]*\$[^$]*$/, '$$'),
    `${hash}${'A'.repeat(10_000)}`,
    5 as unknown as string
  ]
  const begun = performance.now()
  for (const stored of malformed) {
    t.equal(await fastify.checkPasswordHash(stored, 'x'), false, String(stored).slice(0, 80))
    await t.rejects(fastify.argon2.verify(stored, 'x'), {
      code: /^GNAR_ERR_ARGON2_(INVALID_HASH|MISMATCH)$/
    })
  }
  t.ok(performance.now() - begun < 5000)
  t.equal(lines.length, 1, 'nothing is logged')
})

t.test('H5 a stored hash above the limits is rejected without computing it, with a log line', async (t) => {
  const { fastify, lines } = await start(t)
  const hash = await fastify.argon2.hash('x')
  const hostile = [
    hash.replace('m=64', 'm=4194304'),
    hash.replace('t=1', 't=4294967295'),
    hash.replace('m=64', 'm=200000').replace('p=1', 'p=20000')
  ]
  const begun = performance.now()
  for (const stored of hostile) {
    t.equal(await fastify.checkPasswordHash(stored, 'x'), false)
    await t.rejects(fastify.argon2.verify(stored, 'x'), { code: 'GNAR_ERR_ARGON2_INVALID_HASH' })
  }
  t.ok(performance.now() - begun < 1000)
  t.matchSnapshot(lines.join('\n'))
  const own = await start(t, { ...cheap, maxMemoryCost: 8, maxTimeCost: 1 })
  t.equal(
    await own.fastify.checkPasswordHash(hash, 'x'),
    true,
    'hashes with the current parameters are always verified'
  )
})
