/**
 * Waits for work, but no longer than a deadline. The work itself goes on: end it in `expire` where it can be ended.
 *
 * @param work what to wait for
 * @param timeoutMs the deadline in milliseconds
 * @param expire called at the deadline: returns the result in place of the work's, or throws
 * @returns the result of the work, or that of `expire`
 */
export async function withDeadline<T>(work: PromiseLike<T>, timeoutMs: number, expire: () => T): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const deadline = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, timeoutMs)
  }).then(expire)
  try {
    return await Promise.race([work, deadline])
  } finally {
    clearTimeout(timer)
  }
}
