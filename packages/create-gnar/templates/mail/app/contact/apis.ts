// @if typescript
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
// @end
import Type from 'typebox'

const team = process.env.CONTACT_EMAIL ?? 'team@example.com'
const Message = Type.Object({ text: Type.String({ minLength: 1, maxLength: 10_000 }) })
const Sent = Type.Object({ status: Type.Literal('sent') })
const schema = { summary: 'Write to the team', body: Message, response: { 200: Sent } }

// @if typescript
const apis: FastifyPluginAsyncTypebox = async (fastify) => {
// @end
// @if javascript
/** @type {import('@fastify/type-provider-typebox').FastifyPluginAsyncTypebox} */
const apis = async (fastify) => {
// @end
  // @if tokens
  fastify.protect()

  // @end
  fastify.post('/', { schema }, async ({ body }) => {
    await fastify.getSesClient().sendEmail({
      Source: team,
      Destination: { ToAddresses: [team] },
      Message: { Subject: { Data: 'A message from {{name}}' }, Body: { Text: { Data: body.text } } }
    })
    // @if typescript
    return { status: 'sent' as const }
    // @end
    // @if javascript
    return { status: 'sent' }
    // @end
  })
}

export default apis
