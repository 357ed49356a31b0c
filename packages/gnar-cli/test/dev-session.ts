import { setTimeout as sleep } from 'node:timers/promises'
import type { Test } from 'tap'
import { makeProject } from './project.ts'
import { spawnGnar } from './run-gnar.ts'

/** The app's own log is off, so that the output is what `gnar` prints. */
const quiet = { GNAR_LOG_LEVEL: 'CRITICAL' }

/** How long a message or a response may take on a busy machine. */
/** Node 22.18 and later parse TypeScript themselves, and word its faults in their own way. */
export const sameOnEveryNode = ['--tsx']

const patienceMs = 60_000

export interface SessionOptions {
  files?: Record<string, string>
  args?: string[]
  env?: Record<string, string>
  /** The test ends `gnar dev` by force. */
  killed?: boolean
}

/** `gnar dev` in a terminal. */
export async function startSession(t: Test, { files, args = [], env, killed = false }: SessionOptions = {}) {
  const project = makeProject(t, files)
  const child = spawnGnar(['dev', ...args], project.folder, { ...quiet, ...env })
  const exited = new Promise<number | null>((resolve) => child.once('close', resolve))
  t.after(async () => {
    child.kill('SIGINT')
    const timer = setTimeout(() => child.kill('SIGKILL'), patienceMs)
    await exited
    clearTimeout(timer)
    if (child.signalCode === 'SIGKILL' && !killed) throw new Error('gnar dev did not end at Ctrl-C')
  })

  let output = ''
  let read = 0
  let check = () => {}
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk
      check()
    })
  }

  /** Resolves with what was printed since the last call, up to the line that holds `text`. */
  function until(text: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const fail = (why: string) => reject(new Error(`gnar ${why} before it printed "${text}":\n${output}`))
      const timer = setTimeout(() => fail('took too long'), patienceMs)
      exited.then(() => fail('ended')).catch(reject)
      check = () => {
        const found = output.indexOf(text, read)
        const end = found === -1 ? -1 : output.indexOf('\n', found)
        if (end === -1) return
        const printed = output.slice(read, end + 1)
        read = end + 1
        check = () => {}
        clearTimeout(timer)
        resolve(printed)
      }
      check()
    })
  }

  const url = () => /http:\/\/localhost\S+/.exec(output)?.[0] ?? ''

  /** Uses a new connection for each request. */
  async function get(path: string): Promise<{ text?: string; error?: string }> {
    const signal = AbortSignal.timeout(patienceMs)
    while (url() === '') await sleep(20, undefined, { signal })
    const reply = await fetch(`${url()}${path}`, { headers: { connection: 'close' }, signal })
    return (await reply.json()) as { text?: string; error?: string }
  }

  /** Replaces what differs from run to run. */
  const mask = (text: string) =>
    text
      .replaceAll(project.folder, '<folder>')
      .replaceAll(/\d+ ms/g, '<n> ms')
      .replaceAll(/\d+ frames? elsewhere/g, '<n> frames elsewhere')
      .replaceAll(/localhost:\d+/g, 'localhost:<port>')

  return { ...project, child, exited, until, output: () => output, url, get, mask }
}
