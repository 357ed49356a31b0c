import { GnarApp } from 'gnar-gear'

const logger = process.env.LOG_REQUESTS === 'true' ? { requestLogging: true, format: 'json' } : {}
await new GnarApp('bench', { production: true, port: Number(process.env.PORT), logger }).run()
