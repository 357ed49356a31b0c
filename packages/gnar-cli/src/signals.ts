/** npm passes Ctrl-C on to a program that has had it from the terminal already: not a second wish. */
const echoMs = 1000

/**
 * Resolves at the first signal that asks the process to end; or, where it was forked, when whoever forked it is gone. A
 * later signal ends it at once, with code 1.
 */
export function askedToEnd(): Promise<void> {
  return new Promise((resolve) => {
    let asked: number | undefined
    const end = () => {
      asked ??= performance.now()
      if (performance.now() - asked > echoMs) process.exit(1)
      // An open channel would keep the process alive.
      if (process.connected) process.disconnect()
      resolve()
    }
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end)
    process.once('disconnect', resolve)
  })
}
