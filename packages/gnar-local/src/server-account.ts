import { readFileSync } from 'node:fs'

/** The account for the server's processes: Postgres refuses to run as root, so root runs it as an ordinary one. */
export function serverAccount(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined
  const accounts = readFileSync('/etc/passwd', 'utf8').split('\n')
  for (const name of ['postgres', 'nobody']) {
    const fields = accounts.find((line) => line.startsWith(`${name}:`))?.split(':')
    if (fields !== undefined) return { uid: Number(fields[2]), gid: Number(fields[3]) }
  }
  throw new Error(
    'Postgres refuses to run as root, and /etc/passwd has neither the account postgres nor nobody'
  )
}
