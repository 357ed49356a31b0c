/** npm passes Ctrl-C on to a program that has had it from the terminal already: not a second wish. */
const echoMs = 1000

/**
 * Resolves at the first signal that asks the process to end, or when a program that forked it is gone; a later signal
 * ends it at once, with code 1.
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
