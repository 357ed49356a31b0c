import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseEnv } from 'node:util'

/** The variables in the folder's `.env`; none without that file. */
export function readDotenv(folder: string): Record<string, string> {
  try {
    return { ...parseEnv(readFileSync(join(folder, '.env'), 'utf8')) } as Record<string, string>
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {}
    throw error
  }
}
