import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { withoutMissing } from '../src/peers.ts'
import { runScenario } from '../src/run-scenario.ts'
import type { Scenario } from '../src/scenario.ts'
import './plain-processes.ts'

const folder = join(import.meta.dirname, '../src/scenarios')
const brief = { rounds: 1, seconds: 0.2, warmUpSeconds: 0 }

/** 64 sign-ups with RFC 9106's parameters take 4 GiB, which not every machine has: only the idle app is measured. */
function affordable(scenario: Scenario): Scenario {
  const contenders = Object.entries(scenario.contenders).filter(([name]) => !name.endsWith('64 sign-ups'))
  return { ...scenario, contenders: Object.fromEntries(contenders) }
}

const modules = await Promise.all(
  (await readdir(folder)).map((file): Promise<Record<string, Scenario>> => import(join(folder, file)))
)

for (const scenario of modules.flatMap((module) => Object.values(module))) {
  t.test(`B1 B4 ${scenario.name} has aims, and each of its contenders starts and is measured`, async (t) => {
    t.ok(scenario.aims.length > 0)
    for (const { measure } of scenario.aims) t.ok(measure in scenario.measures, measure)
    const { samples } = await runScenario(affordable(withoutMissing(scenario)), brief, undefined)
    const [measure = ''] = Object.keys(scenario.measures)
    for (const [contender, taken] of Object.entries(samples)) t.ok(Number(taken[measure]?.[0]) > 0, contender)
  })
}
