import type { FastifyInstance } from 'fastify'
import { listRoutes, watchRoutes } from '../command/reports.ts'
import type { AppCore, BaseContext } from '../context.ts'
import { displayPath } from './module-files.ts'

/** What an app in development says of itself. */
interface Overview {
  name: string
  routes: { method: string; path: string; access: string; file?: string }[]
  /** Paths of the probes. */
  probes: string[]
  /** Pages to open: API documentation and the inbox of the local SES server. */
  docs?: string
  inbox?: string
  /** Modules that failed to load. */
  failures: { file: string; prefix: string; error: string }[]
}

/**
 * Responds to `GET /` in development, where no route of the app does: as a page for a browser, as JSON otherwise. Comes
 * before the first route. A hook, since a route would forbid the app to declare one later; a late one, so that those of
 * @fastify/cors and of the app come first.
 */
export function addDevelopmentPage(app: AppCore, fastify: FastifyInstance, context: BaseContext): void {
  watchRoutes(fastify)
  fastify.addHook('preHandler', async ({ is404, method, url, headers }, reply) => {
    if (!is404 || (method !== 'GET' && method !== 'HEAD') || url.split('?', 1)[0] !== '/') return
    const overview = describeApp(app, fastify, context)
    reply.headers({ 'cache-control': 'no-store', vary: 'Accept' })
    if (!/\btext\/html\b/.test(headers.accept ?? '')) return reply.send(overview)
    reply.header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'")
    return reply.type('text/html; charset=utf-8').send(toPage(overview))
  })
}

function describeApp(
  { name, failures }: AppCore,
  fastify: FastifyInstance,
  { appDir, env, envPrefix }: BaseContext
): Overview {
  const all = listRoutes(fastify).map(({ file, ...route }) => ({
    ...route,
    ...(file !== undefined && { file: displayPath(appDir, file) })
  }))
  const isProbe = ({ path }: { path: string }) => /\/health\/(?:live|ready|startup)$/.test(path)
  const docs = ['/docs', '/documentation'].find((url) => fastify.hasRoute({ method: 'GET', url }))
  const inbox = env[`${envPrefix}_SES_ENDPOINT`]
  return {
    name,
    routes: all.filter((route) => !isProbe(route)),
    probes: all.filter(isProbe).map(({ path }) => path),
    ...(docs !== undefined && { docs }),
    ...(isLocal(inbox) && { inbox }),
    failures: [...failures].map(([file, { prefix, error }]) => ({
      file: displayPath(appDir, file),
      prefix: prefix === '' ? '/' : prefix,
      error: error instanceof Error ? error.message : String(error)
    }))
  }
}

/** The local SES server's endpoint is its inbox page; that of AWS is no page. */
function isLocal(endpoint: string | undefined): endpoint is string {
  return /^http:\/\/(?:127\.0\.0\.1|localhost)(?::\d+)?\/?$/.test(endpoint ?? '')
}

function toPage({ name, routes, probes, docs, inbox, failures }: Overview): string {
  const rows = routes.map(({ method, path, access, file }) => tableRow([method, path, access, file ?? '']))
  const pages = [
    ...(docs === undefined ? [] : [link(docs, 'API documentation')]),
    ...(inbox === undefined ? [] : [link(inbox, 'Inbox')]),
    ...probes.map((path) => link(path, path))
  ]
  const broken = failures.map(
    ({ file, prefix, error }) =>
      `<p class="broken"><b>${escaped(file)}</b> (${escaped(prefix)}) failed to load: ${escaped(error)}</p>`
  )
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>${escaped(name)}</title>
<style>
  body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 60rem; padding: 0 1rem }
  td, th { padding: .2rem 1.5rem .2rem 0; text-align: left }
  .broken { background: #fdecea; color: #611a15; padding: .5rem 1rem }
</style>
<h1>${escaped(name)}</h1>
${broken.join('\n')}
<p>${pages.join(' · ')}</p>
<table>
<tr><th>Method<th>Path<th>Access<th>File
${rows.join('\n')}
</table>
<p>Only in development. A route of your own at <code>/</code> replaces this page.</p>
</html>
`
}

function tableRow(cells: readonly string[]): string {
  return `<tr>${cells.map((cell) => `<td>${escaped(cell)}`).join('')}`
}

function link(url: string, text: string): string {
  return `<a href="${escaped(url)}">${escaped(text)}</a>`
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

function escaped(text: string): string {
  return text.replaceAll(/[&<>"]/g, (character) => entities[character] ?? character)
}
