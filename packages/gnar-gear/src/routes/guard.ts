import type { FastifyInstance, FastifyPluginOptions } from 'fastify'
import { withDeadline } from 'gnar-env'

type Plugin = (
  instance: FastifyInstance,
  options: FastifyPluginOptions,
  done?: (error?: Error) => void
) => unknown
type Register = (this: FastifyInstance, plugin: unknown, options?: unknown) => FastifyInstance
type Fail = (error: unknown) => Promise<void>

/**
 * Has every plugin that is registered in a scope or below it run under guard: whatever way it fails, `fail` is called,
 * and avvio, which cannot go on after a failure, never sees it unless `fail` throws.
 *
 * @param fail called with each failure
 * @param onLoad called with the scope of each plugin that is registered in the scope itself
 * @returns registers a plugin in the scope without `onLoad`
 */
export function guardScope(
  scope: FastifyInstance,
  fail: Fail,
  onLoad: (instance: FastifyInstance) => void
): (plugin: unknown, options?: object) => void {
  const register = scope.register as unknown as Register
  const limitMs = timeLimitMs(scope)

  function guarded(plugin: unknown, onRun: (instance: FastifyInstance) => void = () => {}): unknown {
    if (isPromise(plugin)) return plugin.then((module) => guarded(module, onRun), failed)
    const run = unwrapped(plugin)
    if (typeof run !== 'function') return plugin
    const wrapper = async (instance: FastifyInstance, options: FastifyPluginOptions): Promise<void> => {
      onRun(instance)
      try {
        await withDeadline(settled(run as Plugin, instance, options), limitMs, () => {
          throw new Error(`the plugin took longer than ${limitMs} ms: call done() or settle its promise`)
        })
      } catch (error) {
        await fail(error)
      }
    }
    return Object.defineProperty(wrapper, 'name', { value: run.name })
  }

  async function failed(error: unknown): Promise<Plugin> {
    await fail(error)
    return async () => {}
  }

  scope.register = function (this: FastifyInstance, plugin: unknown, options?: unknown) {
    // What autoload hands over gets a scope of its own, whatever it says, so that its prefix is applied.
    if (this === scope) return register.call(this, guarded(plugin, onLoad), options)
    return register.call(this, withSymbols(guarded(plugin), plugin), options)
  } as typeof scope.register
  guardReadyHooks(scope, fail)
  return (plugin, options = {}) => register.call(scope, withSymbols(guarded(plugin), plugin), options)
}

/** An error of an onReady hook is noted, and still fails the start: the next one leaves the module out. */
function guardReadyHooks(scope: FastifyInstance, fail: Fail): void {
  const addHook = scope.addHook as (this: FastifyInstance, name: string, hook: unknown) => FastifyInstance
  scope.addHook = function (this: FastifyInstance, name: string, hook: unknown) {
    if (name !== 'onReady' || typeof hook !== 'function') return addHook.call(this, name, hook)
    return addHook.call(this, name, async function (this: FastifyInstance) {
      try {
        await settledHook(hook as ReadyHook, this)
      } catch (error) {
        await fail(error)
        throw error
      }
    })
  } as typeof scope.addHook
}

type ReadyHook = (this: FastifyInstance, done?: (error?: Error) => void) => unknown

function settledHook(hook: ReadyHook, self: FastifyInstance): Promise<unknown> {
  return hook.length === 0
    ? Promise.resolve(hook.call(self))
    : new Promise((resolve, reject) => {
        hook.call(self, (error) => (error ? reject(error) : resolve(undefined)))
      })
}

/** Runs a plugin of either kind, with a callback or a promise. */
function settled(run: Plugin, instance: FastifyInstance, options: FastifyPluginOptions): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const done = (error?: Error) => (error ? reject(error) : resolve(undefined))
    const result = run.length >= 3 ? run(instance, options, done) : run(instance, options)
    if (isPromise(result)) result.then(resolve, reject)
    else if (run.length < 3) resolve(undefined)
  })
}

/** What Fastify and fastify-plugin keep on a plugin's function: its name, its demands, and whether it has a scope. */
function withSymbols(wrapper: unknown, plugin: unknown): unknown {
  const run = unwrapped(plugin)
  if (typeof wrapper !== 'function' || typeof run !== 'function') return wrapper
  for (const symbol of Object.getOwnPropertySymbols(run)) {
    Object.defineProperty(wrapper, symbol, { value: (run as unknown as Record<symbol, unknown>)[symbol] })
  }
  return wrapper
}

/** The function of a plugin; a module of its own hides it as the default export. */
function unwrapped(plugin: unknown): unknown {
  if (typeof plugin !== 'object' || plugin === null || !('default' in plugin)) return plugin
  return plugin.default
}

function isPromise(value: unknown): value is Promise<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function'
}

/** The longest time that a module gets: Fastify's limit is longer where migrations may take minutes. */
const longestMs = 9000

/** Less than Fastify's own limit, so that our error, which names the module, comes before Fastify's. */
function timeLimitMs({ initialConfig: { pluginTimeout = 10_000 } }: FastifyInstance): number {
  return pluginTimeout === 0 ? 2 ** 31 - 1 : Math.min(longestMs, Math.ceil(pluginTimeout * 0.6))
}
