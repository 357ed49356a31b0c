import Type from 'typebox'

const email = Type.String({ format: 'email', maxLength: 254 })
const password = Type.String({ minLength: 8, maxLength: 1024 })
const token = Type.String({ pattern: '^[\\w-]{43}$', description: 'Token of the link in the e-mail' })

export const Credentials = Type.Object({ email, password }, { additionalProperties: false })
export type Credentials = Type.Static<typeof Credentials>

export const Recipient = Type.Object({ email }, { additionalProperties: false })

export const OneTimeToken = Type.Object({ token }, { additionalProperties: false })

export const NewPassword = Type.Object({ token, password }, { additionalProperties: false })
export type NewPassword = Type.Static<typeof NewPassword>

export const Done = Type.Object({ status: Type.Literal('ok'), message: Type.String() })

export const LoggedIn = Type.Object(
  { status: Type.Literal('ok') },
  {
    description: 'Logged in',
    headers: { Authorization: { type: 'string', description: '`Bearer` and the first token of the session' } }
  }
)

/** A date as it is in the database; JSON has it as text. */
const DateTime = Type.Unsafe<Date>(Type.String({ format: 'date-time' }))

export const Account = Type.Object({ email, createdAt: DateTime })
export type Account = Type.Static<typeof Account>

export const Activity = Type.Object({
  event: Type.String(),
  happenedAt: Type.String({ format: 'date-time' })
})
export type Activity = Type.Static<typeof Activity>

/** A page for a browser. */
export const Page = { content: { 'text/html': { schema: Type.String() } } }

/** What takes a body from a script and from a page's form. */
export const consumes = ['application/json', 'application/x-www-form-urlencoded']
