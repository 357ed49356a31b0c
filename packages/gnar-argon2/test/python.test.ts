import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import t from 'tap'
import { start } from './start.ts'

const script = fileURLToPath(new URL('./fixtures/verify-with-python.py', import.meta.url))

t.test('H3 hashes that are made here are verified by argon2-cffi', async (t) => {
  const python = await findArgon2Cffi(t.testdir())
  if (python === undefined) {
    t.pass('skipped: there is no python3, or no PyPI to take argon2-cffi from')
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
  const verifying = promisify(execFile)(python, [script])
  verifying.child.stdin?.end(rows.map((row) => JSON.stringify(row)).join('\n'))
  const { stdout } = await verifying
  t.equal(stdout, 'verified\n'.repeat(rows.length))
})

async function findArgon2Cffi(folder: string): Promise<string | undefined> {
  const run = promisify(execFile)
  try {
    await run('python3', ['-m', 'venv', folder], { timeout: 30_000 })
    const python = `${folder}/bin/python`
    await run(python, ['-m', 'pip', 'install', '-q', 'argon2-cffi==25.1.0'], { timeout: 40_000 })
    return python
  } catch {
    return undefined
  }
}
