import { execFileSync } from 'node:child_process'
import { setTimeout } from 'node:timers/promises'

/** Process ids of those that run the main module of a project. */
export function appProcesses(folder: string): number[] {
  const lines = execFileSync('ps', ['-eo', 'pid,args'], { encoding: 'utf8' }).split('\n')
  return lines
    .filter((line) => line.includes(`${folder}/app/main.ts`))
    .map((line) => Number.parseInt(line, 10))
}

/** Waits until a condition is true, however busy the machine is. */
export async function eventually(isTrue: () => boolean): Promise<void> {
  const end = performance.now() + 60_000
  while (!isTrue()) {
    if (performance.now() > end) throw new Error('it never became true')
    await setTimeout(50)
  }
}
