import t from 'tap'
import { appProcesses, eventually } from './app-processes.ts'
import { startSession } from './dev-session.ts'
import { main, returning } from './project.ts'

const busy = "console.log('busy'); for (;;) {}"

const ways = {
  'that is idle': { files: {}, until: 'is up' },
  'in a busy loop': {
    files: { 'app/main.ts': `${main}console.log('busy'); for (;;) {}\n` },
    until: 'busy'
  },
  'that never reached run()': { files: { 'app/main.ts': `${busy}\n${main}` }, until: 'busy' },
  'with a timer that keeps it alive': {
    files: {
      'app/main.ts': "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000); console.log('busy')\n"
    },
    until: 'busy'
  }
}

for (const [way, { files, until: text }] of Object.entries(ways)) {
  t.test(`A8 SIGKILL of gnar dev leaves no app ${way}`, async (t) => {
    const { until, child, exited, folder } = await startSession(t, { files, killed: true })
    t.after(() => {
      for (const pid of appProcesses(folder)) process.kill(pid, 'SIGKILL')
    })
    await until(text)
    t.ok(appProcesses(folder).length > 0)
    child.kill('SIGKILL')
    await exited
    await eventually(() => appProcesses(folder).length === 0)
  })
}

t.test('A8 worker threads and forks of the app run as under plain node', async (t) => {
  const routes = returning('x')
    .replace("text: 'x'", 'text: await answers()')
    .concat(`
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { Worker } from 'node:worker_threads'

async function answers() {
  const worker = new Worker("require('node:worker_threads').parentPort.postMessage('worker')", { eval: true })
  const child = fork('fork.js')
  const [[fromWorker], [fromChild]] = await Promise.all([once(worker, 'message'), once(child, 'message')])
  await once(child, 'exit')
  return fromWorker + ' ' + fromChild
}
`)
  const { until, get } = await startSession(t, {
    // Longer than the time after which a process without its parent is ended.
    files: {
      'app/user/apis.ts': routes,
      'fork.js': "setTimeout(() => process.send('fork', () => process.disconnect()), 4000)\n"
    }
  })
  await until('is up')
  t.match(await get('/user'), { text: 'worker fork' })
})
