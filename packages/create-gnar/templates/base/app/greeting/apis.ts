// @if typescript
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
// @end
import Type from 'typebox'

const Rider = Type.Object({ name: Type.String({ minLength: 1, maxLength: 100 }) })
const Greeting = Type.Object({ greeting: Type.String() })
const schema = { summary: 'Greet a rider', body: Rider, response: { 200: Greeting } }

// @if typescript
const apis: FastifyPluginAsyncTypebox = async (fastify) => {
// @end
// @if javascript
/** @type {import('@fastify/type-provider-typebox').FastifyPluginAsyncTypebox} */
const apis = async (fastify) => {
// @end
  fastify.post('/', { schema }, async ({ body }) => ({ greeting: `Hello, ${body.name}!` }))
}

export default apis
