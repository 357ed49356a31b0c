import Type from 'typebox'

const email = Type.String({ format: 'email', maxLength: 254 })
const password = Type.String({ minLength: 8, maxLength: 1024 })
const token = Type.String({ pattern: '^[\\w-]{43}$' })

export const Credentials = Type.Object({ email, password }, { additionalProperties: false })
export type Credentials = Type.Static<typeof Credentials>

export const Recipient = Type.Object({ email }, { additionalProperties: false })

export const OneTimeToken = Type.Object({ token }, { additionalProperties: false })

export const NewPassword = Type.Object({ token, password }, { additionalProperties: false })
export type NewPassword = Type.Static<typeof NewPassword>
