import { existsSync, statSync } from 'node:fs'
import { relative, sep } from 'node:path'
import chokidar from 'chokidar'

/** Saves within this time, in milliseconds, make one reload: editors write several files in quick succession. */
const quietMs = 50
/** How often, in milliseconds, to check single files, which may not exist yet. */
const pollMs = 200

/** Never part of the app's code: dot files, packages, logs, temporary files of editors. */
const ignored = /(?:^|[\\/])(?:\.[^\\/.][^\\/]*|node_modules|[^\\/]+(?:\.log|\.sw[a-p]|\.tmp|~))(?:[\\/]|$)/

export interface Change {
  path: string
  kind: 'added' | 'changed' | 'removed'
}

export interface Watcher {
  /** Resolves once changes are detected. */
  readonly ready: Promise<void>
  /** Watches another folder or file. */
  add(path: string): void
  /** Watches these paths, which do not exist yet, instead of those of the last call. */
  awaitFiles(paths: readonly string[]): void
  close(): Promise<void>
}

/**
 * Calls `onChange` once after each burst of changes, with all of them sorted by path.
 *
 * @param folders watched recursively, except for `ignored` names
 * @param files watched whatever their names, even if they do not exist
 */
export function createWatcher(
  folders: readonly string[],
  files: readonly string[],
  onChange: (changes: Change[]) => void,
  onError: (error: unknown) => void
): Watcher {
  const roots = new Set(folders)
  const changed = new Map<string, Change['kind']>()
  /** Temporary files, gone before their burst ended: their removal is not a change. */
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
      // A call after close() would open it again, and chokidar calls this for files that were just removed.
      watcher.add = () => watcher
      await watcher.close()
    }
  }
}

/** A text that differs after each change of the file; empty without a file. */
function stateOf(path: string): string {
  const stats = statSync(path, { throwIfNoEntry: false })
  return stats === undefined ? '' : `${stats.ino} ${stats.size} ${stats.mtimeMs}`
}

function kindOf(before: string, now: string): Change['kind'] {
  if (before === '') return 'added'
  return now === '' ? 'removed' : 'changed'
}
