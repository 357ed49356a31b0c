const variable = 'AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'

/**
 * Creates SDK clients without the SDK's warning on standard error that its releases of 2027 need Node 22: an app cannot
 * act on it. The SDK reads the variable while it creates a client, so it is set for that moment only, and never when the
 * user has set it.
 */
export function withoutVersionWarning<Client>(create: () => Client): Client {
  if (process.env[variable] !== undefined) return create()
  process.env[variable] = 'true'
  try {
    return create()
  } finally {
    delete process.env[variable]
  }
}
