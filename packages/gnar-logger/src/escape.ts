const control = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/u
const everyControl = new RegExp(control, 'gu')
const short: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }

/**
 * Text that cannot leave its line or command a terminal: line breaks, escape and all other control characters, and
 * those that turn the direction of writing, are shown as `\n`, `\x1b`, `\u202e`.
 */
export function escapeControl(text: string): string {
  return control.test(text) ? text.replace(everyControl, escapeOne) : text
}

function escapeOne(character: string): string {
  const code = character.charCodeAt(0)
  const hex = code.toString(16)
  return short[character] ?? (code > 0xff ? `\\u${hex.padStart(4, '0')}` : `\\x${hex.padStart(2, '0')}`)
}
