import t from 'tap'
import { createApp } from './start-app.ts'

t.test('A3 a variable near the name of one that is not set is a WARNING with the suggestion', async (t) => {
  const lines: string[] = []
  const env = {
    GNAR_PEER_TIMEOUT: '5000',
    GNAR_PEER_RETRIES: '1',
    GNAR_MY_GNARLY_APP_LOG_LEVEL: 'INFO',
    GNAR_LOG_LEVL: 'secret',
    GNAR_PEER_RETRIE: '1',
    GNAR_SOMETHING_OF_MY_OWN: 'x',
    GNAR_PG_PASSWORD_FILE: '/run/secrets/pg',
    GNAR_COMMAND: 'x',
    GNAR_PISTE_SERVICE_PORT: '127.0.0.1:80',
    OTHER_PEER_TIMEOUT: 'x'
  }
  await createApp(t, { env }, lines).run()
  t.strictSame(
    lines.filter((line) => line.startsWith('WARNING')),
    [
      'WARNING GNAR_PEER_TIMEOUT is not a variable of this app; did you mean GNAR_PEER_TIMEOUT_MS?\n',
      'WARNING GNAR_LOG_LEVL is not a variable of this app; did you mean GNAR_LOG_LEVEL?\n'
    ]
  )
})

t.test('A9 style gnar says at the start that failures are sent with 200, other styles do not', async (t) => {
  for (const [style, expected] of [
    ['gnar', 1],
    ['http', 0]
  ] as const) {
    const lines: string[] = []
    await createApp(t, { errors: { style } }, lines).run()
    const found = lines.filter((line) => line.startsWith('INFO Failures respond with status 200'))
    t.equal(found.length, expected, style)
  }
})
