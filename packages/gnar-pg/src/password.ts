import { type PluginOptions, readSettings } from 'gnar-env'
import type { PasswordSource, Values } from './connection-config.ts'
import { settings } from './settings.ts'

/**
 * Where a new connection gets its password, if that may change while the app runs: from a function, or from the file
 * that `<prefix>_PG_PASSWORD_FILE` names. Undefined where it cannot.
 *
 * @param options what the plugin got, for reading the file again
 */
export function passwordSource(
  options: PluginOptions<typeof settings>,
  { password, env, envPrefix }: Values
): PasswordSource | undefined {
  if (typeof password === 'function') return () => askFunction(password)
  if (options.password !== undefined || (env[`${envPrefix}_PG_PASSWORD_FILE`] ?? '') === '') return undefined
  return () => {
    try {
      return readSettings(settings, options).password as string
    } catch {
      // A file that is being replaced may be missing for a moment.
      return password
    }
  }
}

async function askFunction(password: () => string | Promise<string>): Promise<string> {
  let given: unknown
  try {
    given = await password()
  } catch (error) {
    throw new Error('the password function failed', { cause: error })
  }
  if (typeof given !== 'string' || given === '') throw new Error('the password function returned no text')
  return given
}
