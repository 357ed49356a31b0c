const control = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/u
const everyControl = new RegExp(control, 'gu')
const short: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }

/**
 * Text that can neither leave its line nor control a terminal: control characters and those that change the writing
 * direction become `\n`, `\x1b`, `\u202e`.
 */
export function escapeControl(text: string): string {
  return control.test(text) ? text.replace(everyControl, escapeOne) : text
}

/** JSON that cannot control a terminal: `JSON.stringify` escapes only what would break JSON itself. */
export function escapeJson(json: string): string {
  return control.test(json) ? json.replace(everyControl, toUnicodeEscape) : json
}

function escapeOne(character: string): string {
  const code = character.charCodeAt(0)
  if (code > 0xff) return toUnicodeEscape(character)
  return short[character] ?? `\\x${code.toString(16).padStart(2, '0')}`
}

function toUnicodeEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}
