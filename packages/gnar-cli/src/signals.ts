/**
 * Resolves at the first signal that asks the process to end; or, where it was forked, when whoever forked it is gone.
 */
export function askedToEnd(): Promise<void> {
  return new Promise((resolve) => {
    function end(): void {
      // An open channel would keep the process alive.
      if (process.connected) process.disconnect()
      resolve()
    }
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end)
    process.once('disconnect', end)
  })
}
