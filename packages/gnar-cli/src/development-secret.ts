import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** RFC 7518 asks for as many bytes as the hash of HS256 has. */
const secretBytes = 32

/**
 * The variable with the secret that signs tokens in development: made once and kept in `.gnar`, so that tokens remain
 * valid over restarts.
 */
export function developmentSecret(cwd: string, envPrefix = 'GNAR'): Record<string, string> {
  const folder = join(cwd, '.gnar')
  const file = join(folder, 'jwt-secret')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const ignore = join(folder, '.gitignore')
  if (!existsSync(ignore)) writeFileSync(ignore, '*\n')
  return { [`${envPrefix}_JWT_SECRET_KEY`]: readSecret(file) ?? writeSecret(file) }
}

function readSecret(file: string): string | undefined {
  const secret = existsSync(file) ? readFileSync(file, 'utf8').trim() : ''
  return secret.length < secretBytes ? undefined : secret
}

function writeSecret(file: string): string {
  const secret = randomBytes(secretBytes).toString('base64url')
  writeFileSync(file, `${secret}\n`, { mode: 0o600 })
  return secret
}
