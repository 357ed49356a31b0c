import type { FastifyInstance } from 'fastify'
import { NoDatabaseError } from '../errors.ts'
import { type AppValues, type StepOverrides, stepNames } from '../options.ts'
import type { StepRow } from '../steps/step.ts'
import { rows } from '../steps/table.ts'
import type { CommandedApp } from './protocol.ts'
import { tellParent } from './serve.ts'

/** The steps before the migrations: `preconfig` may load what the database's settings need. */
const before: readonly string[] = ['configureLogger', 'preconfig']

/**
 * Applies the migrations of an app, or reports those that are pending, without any other step.
 *
 * @throws NoDatabaseError when the app has no step with migrations; the error of the migrations
 */
export async function migrateApp(app: CommandedApp, values: AppValues, dryRun: boolean): Promise<void> {
  const row = (rows as readonly StepRow[]).find(({ migrate }) => migrate !== undefined)
  const [migratingStep = ''] = Object.keys(row?.step ?? {})
  let pending: string[] | undefined
  const others = stepNames.filter((name) => !before.includes(name)).map((name) => [name, false] as const)
  const steps: StepOverrides = {
    ...values.steps,
    ...Object.fromEntries(others),
    [migratingStep]: async ({ log }: FastifyInstance, context: never) => {
      const report = await row?.migrate?.(context, {
        dryRun,
        log: (line) => log.info(line),
        onApplied: (migration) => void tellParent({ type: 'migrated', ...migration })
      })
      pending = report?.pending
    }
  }
  const server = await app.boot(values, { steps })
  await server.close()
  if (pending === undefined) throw new NoDatabaseError(app.name)
  await tellParent({ type: 'migrations', pending })
}
