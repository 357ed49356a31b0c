import { GnarApp } from 'gnar-gear'
import { options } from './options.ts'

const production = process.env.NODE_ENV === 'production'
const port = Number(process.env.OFF_PISTE_PORT ?? 9401)

await new GnarApp('off-piste', { production, port, ...options }).run()
