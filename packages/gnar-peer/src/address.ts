import { ConfigurationError, findVariable, toVariableWord } from 'gnar-env'

interface Environment {
  production: boolean
  envPrefix: string
  env: Readonly<Record<string, string | undefined>>
}

const forms = 'must be host:port, tcp://host:port, http://host:port or https://host'

/**
 * The origin of a peer, from the environment: `PISTE_SERVICE_PORT` in production, where Kubernetes sets it, and
 * `GNAR_PISTE_SERVICE_PORT` in development.
 *
 * @throws ConfigurationError that names the variable when it is missing or malformed
 */
export function addressFromEnvironment(peer: string, { production, envPrefix, env }: Environment): string {
  const variable = addressVariable(peer, { production, envPrefix })
  const service = variable.slice(0, -'_PORT'.length)
  const fail = (message: string): never => {
    throw new ConfigurationError([{ plugin: 'gnar-peer', option: 'peers', variable, message }])
  }
  const read = (name: string) => {
    const found = findVariable(env, name)
    return found?.fault === undefined ? found?.text?.trim() : fail(`${found.variable} ${found.fault}`)
  }

  const value = read(variable)
  if (value === undefined || value === '') {
    return fail(
      `${variable} (address of the peer ${peer}) is required. Set it, or pass gnar-peer's peers option. For example: ${variable}=127.0.0.1:9401`
    )
  }
  if (!/^\d+$/.test(value)) {
    const fault = addressFault(value)
    return fault === undefined ? toOrigin(value) : fail(`${variable} (address of the peer ${peer}) ${fault}`)
  }

  const host = read(`${service}_HOST`)
  if (host === undefined || host === '') {
    return fail(
      `${variable} (address of the peer ${peer}) is only a port: also set ${service}_HOST, or write host:port`
    )
  }
  const address = `${host.includes(':') && !host.startsWith('[') ? `[${host}]` : host}:${value}`
  const fault = addressFault(address)
  return fault === undefined ? toOrigin(address) : fail(`${service}_HOST and ${variable} together: ${fault}`)
}

/** The variable with the address of a peer. */
export function addressVariable(
  peer: string,
  { production, envPrefix }: Pick<Environment, 'production' | 'envPrefix'>
): string {
  return `${production ? '' : `${envPrefix}_`}${toVariableWord(peer)}_SERVICE_PORT`
}

/** The origin (`http://10.0.0.5:80`) of an address that `addressFault` finds no fault with. */
export function toOrigin(address: string): string {
  return new URL(withScheme(address)).origin
}

/** What is wrong with an address, as the end of a sentence; undefined when valid. Never shows the address, which may contain a password. */
export function addressFault(address: string): string | undefined {
  const text = withScheme(address)
  if (!/^https?:\/\/[^\s/?#@\\]+\/?$/i.test(text) || !URL.canParse(text)) return forms
  return address.includes('://') || /:\d+$/.test(address) ? undefined : forms
}

function withScheme(address: string): string {
  const bare = address.replace(/^tcp:\/\//i, '')
  return /^https?:\/\//i.test(bare) ? bare : `http://${bare}`
}
