/** The harness is compiled, or runs from its sources in tests. */
const extension = import.meta.filename.endsWith('.ts') ? '.ts' : '.js'

/** Scenarios name their parts by source; a compiled harness runs the compiled part. */
export function compiled(source: URL): URL {
  return new URL(source.href.replace(/\.ts$/, extension))
}
