import type { AppValues } from './app-options.ts'
import type { Command } from './development-child.ts'
import type { GnarApp } from './gnar-app.ts'

export async function runCommand(_app: GnarApp, _values: AppValues, _command: Command): Promise<void> {}
