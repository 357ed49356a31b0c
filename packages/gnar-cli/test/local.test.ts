import { connect } from 'node:net'
import { dirname } from 'node:path'
import t from 'tap'
import { startSession } from './dev-session.ts'
import { answering, makeProject } from './project.ts'
import { runGnar, spawnGnar } from './run-gnar.ts'

/** Whether a server listens at `host:port`. */
function answers(endpoint: string): Promise<boolean> {
  const [host = '', port] = endpoint.split(':')
  return new Promise((resolve) => {
    const socket = connect(Number(port), host)
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    socket.once('close', () => resolve(false)).unref()
    socket.once('connect', () => socket.destroy())
  })
}

t.test(
  'S1 gnar local prints the variables, serves until it is asked to end, and leaves nothing running',
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
        if (chunk.includes('Ctrl-C ends the servers')) resolve()
      })
      child.once('close', () => reject(new Error('gnar ended')))
    })
    t.match(stdout, /^MY_SQS_ENDPOINT=http:\/\/127\.0\.0\.1:\d+$/m)
    t.notMatch(stdout, /PG_/)
    const endpoint = /MY_SES_ENDPOINT=http:\/\/(\S+)/.exec(stdout)?.[1] ?? ''
    t.equal(await answers(endpoint), true)
    child.kill('SIGINT')
    t.equal(await new Promise((resolve) => child.once('close', resolve)), 0)
    t.equal(await answers(endpoint), false)
  }
)

t.test('S1 gnar local runs a command with the variables, and ends with its code', async (t) => {
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
  t.equal(missing.stderr, 'gnar: cannot run no-such-program (ENOENT): is it installed, and spelled right?\n')
})

t.test('S1 gnar dev --local starts real servers and sets the variables of the app', async (t) => {
  const text = "String(process.env.GNAR_PG_ENDPOINT) + ' ' + process.env.GNAR_SQS_ENDPOINT"
  const { until, get, child, exited } = await startSession(t, {
    args: ['--local', '--queue', 'gnar-queue'],
    files: { 'app/user/apis.ts': answering('x').replace("'x'", text) }
  })
  t.match(await until('is up'), /mails are shown at http:\/\/127/)
  const { text: endpoints = '' } = await get('/user')
  t.match(endpoints, /^127\.0\.0\.1:\d+ http:\/\/127\.0\.0\.1:\d+$/)
  const [postgres = ''] = endpoints.split(' ')
  t.equal(await answers(postgres), true)
  child.kill('SIGINT')
  t.equal(await exited, 0)
  t.equal(await answers(postgres), false)
})
