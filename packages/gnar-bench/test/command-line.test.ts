import type { Command } from 'commander'
import t from 'tap'
import { createCommand, fullEffort, quickEffort } from '../src/command-line.ts'

/** Parses, and returns what is printed before the command ends. */
function printed(...given: string[]): string {
  let output = ''
  const write = (text: string) => {
    output += text
  }
  const command: Command = createCommand(['logger', 'jwt', 'pg'])
  command.exitOverride().configureOutput({ writeErr: write, writeOut: write, getOutHelpWidth: () => 80 })
  t.throws(() => command.parse(given, { from: 'user' }))
  return output
}

t.test('B1 an unknown option is an error that names the nearest valid one', async (t) => {
  t.matchSnapshot(printed('--quik'))
})

t.test('B1 an unknown scenario is an error that names the valid ones', async (t) => {
  t.matchSnapshot(printed('--only', 'loger'))
})

t.test('B1 an extra argument is an error', async (t) => {
  t.matchSnapshot(printed('logger'))
})

t.test('B1 the help lists the options', async (t) => {
  t.matchSnapshot(printed('--help'))
})

t.test('B1 all options are optional, and are returned as given', async (t) => {
  const parse = (...given: string[]) => createCommand(['jwt']).parse(given, { from: 'user' }).opts()
  t.strictSame(parse(), {})
  t.strictSame(parse('--only', 'jwt', '--quick', '--json', 'out.json'), {
    only: 'jwt',
    quick: true,
    json: 'out.json'
  })
})

t.test('B2 even a quick run has five rounds', async (t) => {
  t.ok(quickEffort.rounds >= 5)
  t.ok(fullEffort.rounds >= 5)
})
