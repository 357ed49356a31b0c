/** npm forwards a Ctrl-C that the program has already received from the terminal: within this time, in milliseconds, it counts once. */
const echoMs = 1000

/**
 * Resolves at the first signal that asks the process to end, or when the program that forked it is gone. A later
 * signal exits at once with code 1.
 */
export function askedToEnd(): Promise<void> {
  return new Promise((resolve) => {
    let asked: number | undefined

    function end(): void {
      asked ??= performance.now()
      // An open channel would keep the process alive.
      if (process.connected) process.disconnect()
      resolve()
    }

    function onSignal(): void {
      if (asked !== undefined && performance.now() - asked > echoMs) process.exit(1)
      end()
    }

    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal)
    process.once('disconnect', end)
  })
}
