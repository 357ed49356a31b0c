import { startTracing } from './tracing.ts'

startTracing()
