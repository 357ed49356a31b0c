import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import t from 'tap'

t.test('A2 an app needs no import but gnar-gear and fastify, and declares its identity there', async (t) => {
  t.equal(await compile('typed-app'), '')
})

t.test('A7 a mistyped step, level or poll option is one type error that names what is right', async (t) => {
  const errors = (await compile('mistyped-app')).trim().split('\n')
  t.match(errors, [
    /configureDatabas.*does not exist in type 'StepOverrides'. Did you mean to write 'configureDatabase'\?$/,
    /Type '"LOUD"' is not assignable to type .*"CRITICAL" \| "DEBUG" \| "ERROR".*"info".*"warning"/,
    /'waitTimeSecond' does not exist in type 'SqsPoll<.*>'. Did you mean to write 'waitTimeSeconds'\?$/
  ])
  t.equal(errors.length, 3, errors.join('\n'))
})

/** What the compiler says of a project of fixtures. */
async function compile(name: string): Promise<string> {
  const project = fileURLToPath(new URL(`fixtures/${name}`, import.meta.url))
  const args = ['-p', project, '--pretty', 'false']
  const { stdout } = await promisify(execFile)(await compiler(), args).catch((error) => error)
  return stdout
}

/** The compiler's executable: tap wraps every Node child process, which breaks the script around it. */
async function compiler(): Promise<string> {
  const script = new URL('../../../node_modules/typescript/lib/getExePath.js', import.meta.url)
  const { default: getExePath }: { default(): string } = await import(script.href)
  return getExePath()
}
