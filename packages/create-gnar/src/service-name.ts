/** Why npm, a queue or a host name would refuse this name; undefined if none does. */
export function nameProblem(name: string): string | undefined {
  if (/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name) && name.length <= 63 && name !== 'node-modules')
    return undefined
  return `"${name}" cannot be the name of a service: use at most 63 lowercase letters, digits and single hyphens, and begin with a letter`
}
