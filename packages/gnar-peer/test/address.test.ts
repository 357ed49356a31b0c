import t from 'tap'
import type { GnarPeerOptions } from '../src/index.ts'
import { type Echo, startApp, startEcho } from './services.ts'

t.test('X2 the address comes from the option, else from the variable of the mode', async (t) => {
  const url = await startEcho(t)
  const address = url.replace('http://', '')
  const [host, port] = address.split(':')
  const reached = async (options: GnarPeerOptions, name = 'off-piste.2') => {
    const app = await startApp(t, options)
    return (await app.peer(name).get('x')).json<Echo>().headers.host
  }
  const wrong = '127.0.0.1:1'
  t.equal(
    await reached({ peers: { 'off-piste.2': url }, env: { GNAR_OFF_PISTE_2_SERVICE_PORT: wrong } }),
    address
  )
  t.equal(
    await reached({ env: { GNAR_OFF_PISTE_2_SERVICE_PORT: address, OFF_PISTE_2_SERVICE_PORT: wrong } }),
    address
  )
  t.equal(await reached({ env: { MY_OFF_PISTE_2_SERVICE_PORT: address }, envPrefix: 'MY' }), address)
  t.equal(
    await reached({
      production: true,
      env: { OFF_PISTE_2_SERVICE_PORT: address, GNAR_OFF_PISTE_2_SERVICE_PORT: wrong }
    }),
    address
  )
  const production = (env: object) => reached({ production: true, env: { ...env } }, 'piste')
  t.equal(await production({ PISTE_SERVICE_PORT: `tcp://${address}` }), address, 'as Kubernetes writes it')
  t.equal(await production({ PISTE_SERVICE_PORT: port, PISTE_SERVICE_HOST: host }), address)
  t.equal(await production({ PISTE_SERVICE_PORT: `${url}/` }), address)
  t.equal(
    await reached({ env: { GNAR_PISTE_SERVICE_PORT: port, GNAR_PISTE_SERVICE_HOST: host } }, 'piste'),
    address
  )
})

t.test('X2 an address that is missing or malformed is an error that names the variable', async (t) => {
  const message = async (env: Record<string, string>, production = false) => {
    const app = await startApp(t, { env, production })
    try {
      app.peer('piste')
    } catch (error) {
      t.match(error, { code: 'GNAR_ERR_CONFIGURATION' })
      return (error as Error).message
    }
    return t.fail('must be an error')
  }
  const inProduction = (PISTE_SERVICE_PORT: string, more = {}) =>
    message({ PISTE_SERVICE_PORT, ...more }, true)
  t.matchSnapshot(
    [
      await message({}),
      await message({ PISTE_SERVICE_PORT: '127.0.0.1:1' }),
      await message({}, true),
      await inProduction(''),
      await inProduction('80'),
      await inProduction('80', { PISTE_SERVICE_HOST: 'a b' }),
      await inProduction('host'),
      await inProduction('host:port'),
      await inProduction('host:99999'),
      await inProduction('::1:80'),
      await inProduction('user:secret@host:80'),
      await inProduction('http://host:80/path'),
      await inProduction('ftp://host:80')
    ].join('\n')
  )
})

t.test('X2 an IPv6 host of Kubernetes gets its brackets', async (t) => {
  const app = await startApp(t, {
    production: true,
    env: { PISTE_SERVICE_PORT: '1', PISTE_SERVICE_HOST: '::1' }
  })
  await t.rejects(app.peer('piste').post('x'), { code: 'GNAR_ERR_PEER_UNREACHABLE', message: /::1:1/ })
})

t.test('X2 option peers is checked at registration', async (t) => {
  const message = (peers: unknown) =>
    startApp(t, { peers: peers as NonNullable<GnarPeerOptions['peers']> }).then(
      () => t.fail('must be an error'),
      (error: Error) => error.message
    )
  t.matchSnapshot(
    [
      await message([]),
      await message('http://a'),
      await message({ piste: 7 }),
      await message({ piste: 'nowhere' }),
      await message({ piste: {} }),
      await message({ piste: { address: 'http://user:secret@a' } }),
      await message({ piste: { adress: 'http://a' } }),
      await message({ piste: { address: 'http://a', tls: true } }),
      await message({ piste: { address: 'http://a', tls: [] } }),
      await message({ piste: { address: 'http://a', tls: { rejectUnauthorised: false } } }),
      await message({ piste: { address: 'http://a', proxy: 'a' } })
    ].join('\n')
  )
})

t.test('X2 options are never changed, and the plugin registers twice with the same', async (t) => {
  const options = Object.freeze({
    peers: Object.freeze({ piste: await startEcho(t) }),
    env: Object.freeze({})
  })
  for (const app of [await startApp(t, options), await startApp(t, options)]) {
    t.equal((await app.peer('piste').get('x')).status, 200)
  }
  const app = await startApp(t, options)
  for (const name of ['constructor', '__proto__', 'toString']) {
    t.throws(() => app.peer(name), { code: 'GNAR_ERR_CONFIGURATION' }, `${name} is no peer`)
  }
})
