// @if typescript
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
// @end
import Type from 'typebox'

const Note = Type.Object({ text: Type.String({ minLength: 1, maxLength: 1000 }) })

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
  fastify.post(
    '/',
    { schema: { summary: 'Write a note', body: Note, response: { 201: Note } } },
    async ({ body }, reply) => {
      await fastify.db.run('INSERT INTO note (text) VALUES ($1)', [body.text])
      return reply.code(201).send(body)
    }
  )

  fastify.get(
    '/',
    { schema: { summary: 'List the notes, oldest first', response: { 200: Type.Array(Note) } } },
    // @if typescript
    async () => fastify.db.all<Type.Static<typeof Note>>('SELECT text FROM note ORDER BY id')
    // @end
    // @if javascript
    async () => fastify.db.all('SELECT text FROM note ORDER BY id')
    // @end
  )
}

export default apis
