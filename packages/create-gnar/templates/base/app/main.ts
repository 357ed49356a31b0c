import { GnarApp } from 'gnar-gear'
import { options } from './options.{{ext}}'

const production = process.env.NODE_ENV === 'production'
const port = Number(process.env.PORT ?? 3000)

await new GnarApp('{{name}}', { production, port, ...options }).run()
