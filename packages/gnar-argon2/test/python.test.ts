import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import t, { type Test } from 'tap'
import { start } from './start.ts'

const run = promisify(execFile)
const script = fileURLToPath(new URL('./fixtures/verify-with-python.py', import.meta.url))

t.test('H3 argon2-cffi verifies our hashes', async (t) => {
  const folder = await installArgon2Cffi(t)
  if (folder === undefined) {
    t.pass('skipped: python3 or PyPI is unavailable')
    return
  }
  const password = 'pässwörd \0 ÿ'
  const rows: { encoding: string; password: string; hash: string }[] = []
  for (const encoding of ['utf-8', 'latin1', 'utf-16le'] as const) {
    for (const variant of ['argon2id', 'argon2i', 'argon2d'] as const) {
      const { fastify } = await start(t, { env: {}, encoding, variant })
      rows.push({ encoding, password, hash: await fastify.generatePasswordHash(password) })
    }
  }
  const verifying = run('python3', [script], { env: { ...process.env, PYTHONPATH: folder } })
  verifying.child.stdin?.end(rows.map((row) => JSON.stringify(row)).join('\n'))
  const { stdout } = await verifying
  t.equal(stdout, 'verified\n'.repeat(rows.length))
})

/** A folder for PYTHONPATH with argon2-cffi in it. */
async function installArgon2Cffi(t: Test): Promise<string | undefined> {
  const folder = await mkdtemp(join(tmpdir(), 'gnar-argon2-'))
  t.after(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }))
  try {
    await run('python3', ['-m', 'pip', 'install', '-q', '--target', folder, 'argon2-cffi==25.1.0'], {
      timeout: 60_000
    })
    return folder
  } catch {
    return undefined
  }
}
