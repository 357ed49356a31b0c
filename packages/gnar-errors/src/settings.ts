import {
  choice,
  defineSettings,
  flag,
  integer,
  longestTimerMs,
  type PluginOptions,
  type PluginValues,
  text
} from 'gnar-env'

const table = {
  /** Name of the app, shown in every unexpected error: `my_app` gives `MyApp API Error`. Default gnar. */
  name: text({ default: 'gnar', meaning: 'name of the app' }),
  /** Style of error responses. Default gnar, that of the original: status 200 and `{"error": …}`. */
  style: choice(['gnar', 'http', 'problem'], { default: 'gnar', meaning: 'style of error responses' }),
  /** Whether responses include the stack. Default: in development. */
  traceback: flag({ meaning: 'whether responses include the stack; default: in development' }),
  /** Whether a handler may resolve to undefined, which sends an empty 200; not in style gnar. Default false. */
  emptyReplies: flag({
    default: false,
    meaning: 'whether a handler may resolve to undefined; not in style gnar'
  }),
  /** Most invalid fields that a response lists. Default 20; 1 keeps Fastify's own validation. */
  maxValidationErrors: integer({
    min: 1,
    max: 1000,
    default: 20,
    meaning: 'most invalid fields that are listed'
  }),
  /** Milliseconds within which the headers of a request must arrive. Default 10000. */
  headersTimeoutMs: integer({
    min: 1,
    max: longestTimerMs,
    default: 10_000,
    meaning: 'milliseconds for the headers of a request'
  }),
  /** Milliseconds within which a whole request must arrive. Default 30000; Fastify has no limit. */
  requestTimeoutMs: integer({
    min: 1,
    max: longestTimerMs,
    default: 30_000,
    meaning: 'milliseconds for a whole request'
  }),
  /** Milliseconds after which a client is cut that reads nothing of its response. Default 30000; Node has no limit. */
  writeTimeoutMs: integer({
    min: 1,
    max: longestTimerMs,
    default: 30_000,
    meaning: 'milliseconds in which a client must read something of its response'
  }),
  /** Milliseconds between two checks for slow requests. Default 1000; Node's is 30000. */
  connectionsCheckingIntervalMs: integer({
    min: 1,
    max: longestTimerMs,
    default: 1000,
    meaning: 'milliseconds between two checks for slow requests'
  }),
  /** Milliseconds for which an idle connection stays open. Default: Fastify's, 72000. */
  keepAliveTimeoutMs: integer({
    min: 1,
    max: longestTimerMs,
    meaning: 'milliseconds for which an idle connection stays open'
  }),
  /** Largest body of a request, in bytes. Default: Fastify's, 1048576. */
  bodyLimit: integer({ min: 1, meaning: 'largest body of a request, in bytes' })
}

/** The plugin's options: what is validated, typed and shown in the README. */
export const settings = defineSettings('gnar-errors', table, [
  {
    of: ['headersTimeoutMs', 'requestTimeoutMs'],
    check: ({ headersTimeoutMs = 0, requestTimeoutMs = 0 }, { subject }) =>
      headersTimeoutMs <= requestTimeoutMs
        ? undefined
        : `${subject('headersTimeoutMs')} (${headersTimeoutMs}) must not exceed requestTimeoutMs (${requestTimeoutMs}), since Node would apply it to the body`
  },
  {
    of: ['emptyReplies', 'style'],
    check: ({ emptyReplies, style }, { subject }) =>
      emptyReplies === true && style === 'gnar'
        ? `${subject('emptyReplies')} needs style http or problem: clients of style gnar read the body`
        : undefined
  }
])

/** Options of the plugin, see the README's table. */
export type GnarErrorsOptions = PluginOptions<typeof settings>
export type Values = PluginValues<typeof settings>
