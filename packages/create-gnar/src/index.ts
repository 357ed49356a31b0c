import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { alternativeNames, alternativeProblem, type Choices, defaults } from './choices.ts'
import { UsageError } from './errors.ts'
import { serviceFiles } from './service-files.ts'
import { nameProblem } from './service-name.ts'

export type { Choices } from './choices.ts'
export { InstallError, UsageError } from './errors.ts'

/** Options of `createService`: the defaults are those of `npm create gnar`. */
export interface CreateOptions extends Partial<Choices> {
  /** Folder of the service, new or empty; its name is the default of `name`. */
  folder: string
}

/**
 * Writes a new service into a folder, without any network.
 *
 * @returns the paths of its files, relative to the folder, sorted
 * @throws UsageError if the folder is not empty, or if the name or a choice is not valid
 */
export function createService({
  folder,
  name = basename(resolve(folder)),
  ...rest
}: CreateOptions): string[] {
  const [problem] = [
    nameProblem(name),
    folderProblem(folder),
    ...alternativeNames.map((alternative) => alternativeProblem(alternative, rest[alternative]))
  ].filter((one) => one !== undefined)
  if (problem !== undefined) throw new UsageError(problem)
  const files = serviceFiles({ ...defaults, ...rest, name })
  for (const [path, text] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  return [...files.keys()].sort()
}

/** Why a service cannot be written into this folder; `.git` may be there already. */
export function folderProblem(folder: string): string | undefined {
  if (!existsSync(folder)) return undefined
  try {
    if (readdirSync(folder).every((file) => file === '.git')) return undefined
    return `${folder} is not empty; choose another folder`
  } catch {
    return `${folder} is not a folder; choose another name`
  }
}
