/** Services that have, between them, every choice both ways, both languages and both runners. */
export const combinations: Record<string, string[]> = {
  everything: ['--mail'],
  nothing: [
    '--tests',
    'node-test',
    '--no-postgres',
    '--no-tokens',
    '--no-queue',
    '--no-openapi',
    '--no-metrics'
  ],
  'plain-queue': ['--tests', 'node-test', '--no-postgres', '--no-tokens', '--mail', '--no-openapi'],
  'script-everything': ['--language', 'javascript', '--tests', 'node-test', '--mail'],
  'script-tap': ['--language', 'javascript', '--no-queue', '--no-metrics'],
  'open-notes': ['--tests', 'node-test', '--no-tokens', '--no-metrics']
}
