// @if typescript
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
// @end
import Type from 'typebox'

const Account = Type.Object({ account: Type.String() })
const schema = { summary: 'Show your own account', response: { 200: Account } }

// @if typescript
const apis: FastifyPluginAsyncTypebox = async (fastify) => {
// @end
// @if javascript
/** @type {import('@fastify/type-provider-typebox').FastifyPluginAsyncTypebox} */
const apis = async (fastify) => {
// @end
  fastify.get('/mine', { onRequest: fastify.authenticate, schema }, async (request) => ({
    account: String(request.requireIdentity())
  }))
}

export default apis
