import type autocannon from 'autocannon'
import type { Part } from '../scenario.ts'
import { fire } from './cannon.ts'
import { createToken } from './token.ts'

/** Requests the contender's `url` with one token per connection or, if `cold`, with a new one each time. */
export default async function start(): Promise<Part> {
  return {
    run: ({ seconds, facts: { url = '' }, options }) =>
      fire({ url, ...(options.cold === true ? coldTokens : warmTokens) }, seconds)
  }
}

const coldTokens = {
  requests: [{ setupRequest: (request: autocannon.Request) => ({ ...request, headers: bearer() }) }]
}

const warmTokens = {
  setupClient: (client: autocannon.Client) => client.setHeaders(bearer())
}

function bearer() {
  return { authorization: `Bearer ${createToken('ic3b3rg')}` }
}
