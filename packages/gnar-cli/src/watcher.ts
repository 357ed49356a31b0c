import { existsSync, statSync } from 'node:fs'
import { relative, sep } from 'node:path'
import chokidar from 'chokidar'

/** Saves that follow each other within this time make one reload; editors write several files in a few milliseconds. */
const quietMs = 50
/** Single files, which may not exist yet, are looked at this often. */
const pollMs = 200

/** Folders and files that never belong to the app's code: dot files, packages, logs, what editors leave. */
const ignored = /(?:^|[\\/])(?:\.[^\\/.][^\\/]*|node_modules|[^\\/]+(?:\.log|\.sw[a-p]|\.tmp|~))(?:[\\/]|$)/

export interface Change {
  path: string
  kind: 'added' | 'changed' | 'removed'
}

export interface Watcher {
  /** Resolves when changes are seen. */
  readonly ready: Promise<void>
  /** Watches another folder or file. */
  add(path: string): void
  /** Watches these paths, which do not exist yet, in place of those of the last call. */
  awaitFiles(paths: readonly string[]): void
  close(): Promise<void>
}

/**
 * Calls `onChange` with what changed, sorted by path, once after each burst.
 *
 * @param folders watched with all that is below them, but for `ignored` names
 * @param files watched whatever their names are, and whether they exist or not
 */
export function createWatcher(
  folders: readonly string[],
  files: readonly string[],
  onChange: (changes: Change[]) => void,
  onError: (error: unknown) => void
): Watcher {
  const roots = new Set(folders)
  const changed = new Map<string, Change['kind']>()
  /** Files that were gone before their burst was over, as editors make them: their removal is no news. */
  const passing = new Set<string>()
  let awaited: readonly string[] = []
  let timer: NodeJS.Timeout | undefined

  function note(path: string, kind: Change['kind']): void {
    changed.set(path, changed.get(path) === 'added' ? 'added' : kind)
    clearTimeout(timer)
    timer = setTimeout(flush, quietMs)
  }

  function flush(): void {
    for (const [path, kind] of changed) {
      if (kind !== 'added' || existsSync(path)) continue
      passing.add(path)
      changed.delete(path)
    }
    const changes = [...changed].map(([path, kind]) => ({ path, kind }))
    changed.clear()
    if (changes.length > 0) onChange(changes.sort((a, b) => a.path.localeCompare(b.path)))
  }

  function isIgnored(path: string): boolean {
    const root = rootOf(path)
    return root !== undefined && ignored.test(relative(root, path))
  }

  function rootOf(path: string): string | undefined {
    if (roots.has(path)) return path
    return [...roots].find((root) => path.startsWith(root + sep))
  }

  const watcher = chokidar.watch([...roots], { ignoreInitial: true, ignored: isIgnored })
  watcher.on('error', onError)
  watcher.on('add', (path) => note(path, 'added'))
  watcher.on('change', (path) => note(path, 'changed'))
  watcher.on('unlink', (path) => {
    if (!passing.delete(path)) note(path, 'removed')
  })

  const states = new Map(files.map((path) => [path, stateOf(path)]))
  const polling = setInterval(() => {
    for (const [path, state] of states) {
      const now = stateOf(path)
      if (now === state) continue
      states.set(path, now)
      note(path, kindOf(state, now))
    }
  }, pollMs)

  const ready = new Promise<void>((resolve) => watcher.once('ready', resolve))

  return {
    ready,
    add(path) {
      if (roots.has(path)) return
      roots.add(path)
      watcher.add(path)
    },
    awaitFiles(paths) {
      for (const path of awaited) states.delete(path)
      awaited = paths.filter((path) => !states.has(path) && (rootOf(path) === undefined || isIgnored(path)))
      for (const path of awaited) states.set(path, stateOf(path))
    },
    async close() {
      clearTimeout(timer)
      clearInterval(polling)
      // It opens again at each call, and calls this itself for files that were removed just before.
      watcher.add = () => watcher
      await watcher.close()
    }
  }
}

/** A text that is another one after each change of the file; empty when there is none. */
function stateOf(path: string): string {
  const stats = statSync(path, { throwIfNoEntry: false })
  return stats === undefined ? '' : `${stats.ino} ${stats.size} ${stats.mtimeMs}`
}

function kindOf(before: string, now: string): Change['kind'] {
  if (before === '') return 'added'
  return now === '' ? 'removed' : 'changed'
}
