import { displayName } from 'gnar-errors'
import type { GnarApp } from './gnar-app.ts'

/** What an app that listens says of itself: `Gnar-MyGnarlyApp is up`, or what is missing. */
export function title({ name, failures }: GnarApp, production: boolean): string {
  const subject = `Gnar-${displayName(name)}${production ? '' : ' development server'}`
  if (failures.size === 0) return `${subject} is up`
  return `${subject} serves without ${failures.size === 1 ? 'the module' : `the ${failures.size} modules`} that failed to load`
}
