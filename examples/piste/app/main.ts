import { GnarApp } from 'gnar-gear'
import { options } from './options.ts'

const production = process.env.NODE_ENV === 'production'
const port = Number(process.env.PISTE_PORT ?? 9400)

await new GnarApp('piste', { production, port, ...options }).run()
