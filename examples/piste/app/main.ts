import { GnarApp } from 'gnar-gear'
import { createTables } from './tables.ts'

const production = process.env.NODE_ENV === 'production'
const port = Number(process.env.PISTE_PORT ?? 9400)

await new GnarApp('piste', { production, port, steps: { postconfig: createTables } }).run()
