import { readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { dirname, join } from 'node:path'
import t from 'tap'
import { developmentSecret } from '../src/development-secret.ts'
import { startSession } from './dev-session.ts'
import { main, makeProject, returning } from './project.ts'
import { runGnar, spawnGnar } from './run-gnar.ts'

/** Whether a server listens at `host:port`. */
function isListening(endpoint: string): Promise<boolean> {
  const [host = '', port] = endpoint.split(':')
  return new Promise((resolve) => {
    const socket = connect(Number(port), host)
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    socket.once('close', () => resolve(false)).unref()
    socket.once('connect', () => socket.destroy())
  })
}

t.test(
  'S1 gnar local prints the variables, serves until it is stopped, and leaves nothing running',
  async (t) => {
    const { folder } = makeProject(t)
    const child = spawnGnar(
      ['local', '--sqs', '--ses', '--queue', 'gnar-queue', '--env-prefix', 'MY'],
      folder
    )
    t.after(() => child.kill('SIGKILL'))
    let stdout = ''
    await new Promise<void>((resolve, reject) => {
      child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
        stdout += chunk
      })
      child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
        if (chunk.includes('Press Ctrl-C')) resolve()
      })
      child.once('close', () => reject(new Error('gnar ended')))
    })
    t.match(stdout, /^MY_SQS_ENDPOINT=http:\/\/127\.0\.0\.1:\d+$/m)
    t.notMatch(stdout, /PG_/)
    const endpoint = /MY_SES_ENDPOINT=http:\/\/(\S+)/.exec(stdout)?.[1] ?? ''
    t.equal(await isListening(endpoint), true)
    child.kill('SIGINT')
    t.equal(await new Promise((resolve) => child.once('close', resolve)), 0)
    t.equal(await isListening(endpoint), false)
  }
)

t.test('S1 gnar local runs a command with the variables set, and exits with its code', async (t) => {
  const { folder } = makeProject(t)
  const script = 'console.log(process.env.GNAR_SES_REGION_NAME); process.exit(7)'
  const { code, stdout } = await runGnar(['local', '--ses', '--', process.execPath, '-e', script], folder, {
    NODE_OPTIONS: ''
  })
  t.equal(stdout, 'us-east-1\n')
  t.equal(code, 7)
  const missing = await runGnar(['local', '--ses', '--', 'no-such-program'], folder, {
    PATH: dirname(process.execPath)
  })
  t.equal(missing.code, 1)
  t.equal(
    missing.stderr,
    'gnar: cannot run no-such-program (ENOENT); check that it is installed and spelled correctly\n'
  )
})

t.test('S1 gnar dev --local starts real servers and sets the variables of the app', async (t) => {
  const text = "String(process.env.GNAR_PG_ENDPOINT) + ' ' + process.env.GNAR_SQS_ENDPOINT"
  const { until, get, child, exited } = await startSession(t, {
    args: ['--local', '--queue', 'gnar-queue'],
    files: { 'app/user/apis.ts': returning('x').replace("'x'", text) }
  })
  t.match(await until('is up'), /inbox: http:\/\/127/)
  const { text: endpoints = '' } = await get('/user')
  t.match(endpoints, /^127\.0\.0\.1:\d+ http:\/\/127\.0\.0\.1:\d+$/)
  const [postgres = ''] = endpoints.split(' ')
  t.equal(await isListening(postgres), true)
  child.kill('SIGINT')
  t.equal(await exited, 0)
  t.equal(await isListening(postgres), false)
})

t.test('S1 gnar dev --local makes a secret for tokens once, and .env overrides it', async (t) => {
  const text = "process.env.GNAR_JWT_SECRET_KEY ?? ''"
  const files = {
    'app/main.ts': main.replace(', noJwt: true', ''),
    'app/user/apis.ts': returning('x').replace("'x'", text)
  }
  const { until, get, save, folder } = await startSession(t, { args: ['--local'], files })
  await until('is up')
  const { text: secret = '' } = await get('/user')
  t.match(secret, /^[\w-]{43}$/)
  t.equal(readFileSync(join(folder, '.gnar/jwt-secret'), 'utf8'), `${secret}\n`)
  t.equal(readFileSync(join(folder, '.gnar/.gitignore'), 'utf8'), '*\n')
  t.same(developmentSecret(folder, 'MY'), { MY_JWT_SECRET_KEY: secret }, 'the next start has the same secret')

  save('.env', `GNAR_JWT_SECRET_KEY=${'e'.repeat(43)}\n`)
  await until('reloaded')
  t.match(await get('/user'), { text: 'e'.repeat(43) })
})

t.test('S1 gnar local --queue names the queue that AWS would refuse', async (t) => {
  const { code, stdout, stderr } = await runGnar(['local', '--sqs', '--queue', 'bad name!'], t.testdir({}))
  t.equal(code, 1)
  t.equal(stdout, '')
  t.match(stderr, /^gnar: Option '--queue <name>' argument 'bad name!' is invalid\. A queue name has .+\n$/)
})
