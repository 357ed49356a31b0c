import { Injectable } from '@nestjs/common'
import pg from 'pg'

const [host = '', port] = (process.env.GNAR_PG_ENDPOINT ?? '').split(':')

@Injectable()
export class RiderService {
  private readonly pool = new pg.Pool({
    host,
    port: Number(port),
    database: process.env.GNAR_PG_DATABASE ?? '',
    user: process.env.GNAR_PG_USERNAME ?? '',
    password: process.env.GNAR_PG_PASSWORD ?? ''
  })

  async find(id: string) {
    const { rows } = await this.pool.query('SELECT id, name, email FROM rider WHERE id = $1', [id])
    return rows[0]
  }
}
