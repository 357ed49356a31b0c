import { execFile } from 'node:child_process'

/**
 * Node tells where a syntax error is to its own terminal only, not to whoever catches the error. So a module that
 * failed with one is parsed once more, by a process in which nobody does, and the place it tells goes before the stack.
 */
export async function locateSyntaxError(error: unknown, file: string): Promise<void> {
  if (!(error instanceof SyntaxError) || error.stack?.includes(file)) return
  const place = await findPlace(file)
  if (place !== undefined) error.stack = `${place}\n${error.stack}`
}

/** The place as Node prints it (`file:///app/user/apis.mjs:3`, the line and a caret); undefined when it is elsewhere. */
function findPlace(file: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    execFile(process.execPath, ['--check', file], (_error, _stdout, stderr) => {
      const place = /^.*:\d+\n.*\n\s*\^+/m.exec(stderr)?.[0]
      resolve(place?.includes(file) ? place : undefined)
    })
  })
}
