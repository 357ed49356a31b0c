import type { Facts } from '../scenario.ts'

/** The backend's variables as options of `pg`. */
export function connectionConfig(facts: Facts) {
  const [host = '', port] = (facts.GNAR_PG_ENDPOINT ?? '').split(':')
  return {
    host,
    port: Number(port),
    database: facts.GNAR_PG_DATABASE ?? '',
    user: facts.GNAR_PG_USERNAME ?? '',
    password: facts.GNAR_PG_PASSWORD ?? ''
  }
}
