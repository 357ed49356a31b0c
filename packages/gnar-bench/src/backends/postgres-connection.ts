/** The backend's variables as options of `pg`. */
export function connectionConfig(env: Readonly<Record<string, string | undefined>>) {
  const [host = '', port] = (env.GNAR_PG_ENDPOINT ?? '').split(':')
  return {
    host,
    port: Number(port),
    database: env.GNAR_PG_DATABASE ?? '',
    user: env.GNAR_PG_USERNAME ?? '',
    password: env.GNAR_PG_PASSWORD ?? ''
  }
}
