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
  /** Name of the app, shown as its display name in every unexpected error: `my_app` gives `MyApp API Error`. */
  name: text({ default: 'gnar', meaning: 'name of the app' }),
  /** How a failure is answered. Default gnar, as the original does: status 200 and `{"error": …}`. */
  style: choice(['gnar', 'http', 'problem'], { default: 'gnar', meaning: 'how a failure is answered' }),
  /** Whether answers carry the stack. Default: in development. */
  traceback: flag({ meaning: 'whether answers carry the stack; default: in development' }),
  /** Most failing fields that an answer lists. Default 20; 1 leaves validation as Fastify does it. */
  maxValidationErrors: integer({
    min: 1,
    max: 1000,
    default: 20,
    meaning: 'most failing fields that are listed'
  }),
  /** Milliseconds in which the headers of a request must have come. Default 10000. */
  headersTimeoutMs: integer({
    min: 1,
    max: longestTimerMs,
    default: 10_000,
    meaning: 'milliseconds for the headers of a request'
  }),
  /** Milliseconds in which a whole request must have come. Default 30000; Fastify has no limit. */
  requestTimeoutMs: integer({
    min: 1,
    max: longestTimerMs,
    default: 30_000,
    meaning: 'milliseconds for a whole request'
  }),
  /** Milliseconds between two looks for requests that are too slow. Default 1000; Node's is 30000. */
  connectionsCheckingIntervalMs: integer({
    min: 1,
    max: longestTimerMs,
    default: 1000,
    meaning: 'milliseconds between two looks for slow requests'
  }),
  /** Milliseconds that an idle connection is kept. Default: Fastify's, 72000. */
  keepAliveTimeoutMs: integer({
    min: 1,
    max: longestTimerMs,
    meaning: 'milliseconds that an idle connection is kept'
  }),
  /** Most bytes of a request's body. Default: Fastify's, 1048576. */
  bodyLimit: integer({ min: 1, meaning: "most bytes of a request's body" })
}

/** The plugin's options: what is validated, typed and shown in the README. */
export const settings = defineSettings('gnar-errors', table, [
  {
    of: ['headersTimeoutMs', 'requestTimeoutMs'],
    check: ({ headersTimeoutMs = 0, requestTimeoutMs = 0 }, { subject }) =>
      headersTimeoutMs <= requestTimeoutMs
        ? undefined
        : `${subject('headersTimeoutMs')} (${headersTimeoutMs}) must not be larger than requestTimeoutMs (${requestTimeoutMs}), since Node would then apply it to the body`
  }
])

/** Options of the plugin, see the README's table. */
export type GnarErrorsOptions = PluginOptions<typeof settings>
export type Values = PluginValues<typeof settings>
