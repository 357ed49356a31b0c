import { once } from 'node:events'
import { get } from 'node:http'
import t from 'tap'
import {
  describeNetworkFault,
  isCredentialFault,
  isThrottlingFault,
  withoutVersionWarning
} from '../src/index.ts'

function named(name: string, properties: object = {}): Error {
  return Object.assign(new Error('from AWS'), { name, ...properties })
}

t.test('M1 Q6 errors of AWS are told apart by their names', async (t) => {
  t.ok(isCredentialFault(named('ExpiredTokenException')))
  t.ok(isThrottlingFault(named('ThrottlingException')))
  t.notOk(isCredentialFault(named('MessageRejected')))
  t.notOk(isThrottlingFault(named('MessageRejected')))
})

t.test('M1 Q6 a request without a response is a timeout or a code of Node', async (t) => {
  t.equal(describeNetworkFault(named('TimeoutError')), 'timeout')
  const [refused] = await once(get('http://127.0.0.1:1'), 'error')
  t.equal(describeNetworkFault(refused), 'ECONNREFUSED')
  t.equal(
    describeNetworkFault(named('Error', { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' })),
    'DEPTH_ZERO_SELF_SIGNED_CERT'
  )
  t.equal(
    describeNetworkFault(named('Error', { code: 'ERR_TLS_CERT_ALTNAME_INVALID' })),
    'ERR_TLS_CERT_ALTNAME_INVALID'
  )
})

t.test('M1 Q6 responses of AWS and wrong arguments are not network faults', async (t) => {
  t.equal(describeNetworkFault(named('MessageRejected', { $fault: 'client', code: 'x' })), undefined)
  t.equal(describeNetworkFault(named('TypeError', { code: 'ERR_INVALID_URL' })), undefined)
  t.equal(describeNetworkFault(new Error('other')), undefined)
})

t.test('M1 the variable against the version warning is set for a moment only', async (t) => {
  const variable = 'AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'
  const read = () => process.env[variable]
  const { [variable]: _, ...rest } = process.env
  t.intercept(process, 'env', { value: { ...rest } })
  t.equal(withoutVersionWarning(read), 'true')
  t.equal(read(), undefined)
  process.env[variable] = 'false'
  t.equal(withoutVersionWarning(read), 'false')
  t.equal(read(), 'false')
})
