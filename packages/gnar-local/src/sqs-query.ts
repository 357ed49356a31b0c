import { randomUUID } from 'node:crypto'
import type { buildApp } from 'fauxqs'

type SqsServer = ReturnType<typeof buildApp>
type Body = Readonly<Record<string, unknown>>

/**
 * Has an SQS server that knows AWS's JSON protocol speak the older query protocol too, as the SDKs before 2023 do:
 * forms with an `Action` become JSON before they are handled, and the responses XML.
 */
export function speakQueryProtocol(server: SqsServer): void {
  const actionOf = new WeakMap<object, string>()
  server.addHook('preHandler', async (request) => {
    const { Action: action, ...form } = Object(request.body) as Record<string, string>
    const { headers } = request.raw
    if (action === undefined || !actions.has(action) || !headers['content-type']?.startsWith(formType)) return
    actionOf.set(request, action)
    headers['content-type'] = 'application/x-amz-json-1.0'
    headers['x-amz-target'] = `AmazonSQS.${action}`
    request.body = toJson(form)
  })
  server.addHook('onSend', async (request, reply, payload) => {
    const action = actionOf.get(request)
    if (action === undefined) return payload
    reply.header('content-type', 'text/xml')
    const result = payload ? (JSON.parse(String(payload)) as Body) : {}
    const id = randomUUID()
    if (reply.statusCode < 400) return toXml(action, result, id)
    return errorXml(String(reply.getHeader('x-amzn-query-error')), String(result.message), id)
  })
}

const formType = 'application/x-www-form-urlencoded'
const namespace = 'xmlns="http://queue.amazonaws.com/doc/2012-11-05/"'

const actions = new Set([
  'ChangeMessageVisibility',
  'CreateQueue',
  'DeleteMessage',
  'DeleteMessageBatch',
  'DeleteQueue',
  'GetQueueAttributes',
  'GetQueueUrl',
  'ListQueues',
  'PurgeQueue',
  'ReceiveMessage',
  'SendMessage',
  'SendMessageBatch',
  'SetQueueAttributes'
])

/** What JSON calls the lists and maps of a form: `AttributeName.1`, `MessageAttribute.1.Name`. */
const listNames: Readonly<Record<string, string>> = {
  AttributeName: 'AttributeNames',
  MessageAttributeName: 'MessageAttributeNames',
  SendMessageBatchRequestEntry: 'Entries',
  DeleteMessageBatchRequestEntry: 'Entries'
}
const mapNames: Readonly<Record<string, string>> = {
  Attribute: 'Attributes',
  MessageAttribute: 'MessageAttributes'
}
const numbers = /^(?:DelaySeconds|MaxNumberOfMessages|VisibilityTimeout|WaitTimeSeconds)$/

interface Tree {
  [name: string]: string | Tree
}

/** `{ 'Entry.1.Id': 'a' }` as `{ Entry: { 1: { Id: 'a' } } }`, then with the names and types of JSON. */
function toJson(form: Readonly<Record<string, string>>): Body {
  const root: Tree = Object.create(null)
  for (const [path, value] of Object.entries(form)) {
    const names = path.split('.')
    const last = names.pop() ?? ''
    let node = root
    for (const name of names) {
      const next = node[name]
      const child: Tree = typeof next === 'object' ? next : Object.create(null)
      node[name] = child
      node = child
    }
    node[last] = value
  }
  return renamed(root)
}

function renamed(tree: Tree): Body {
  return Object.fromEntries(
    Object.entries(tree).map(([name, value]) => {
      if (typeof value === 'string') return [name, numbers.test(name) ? Number(value) : value]
      const items = Object.values(value)
      const list = listNames[name]
      if (list !== undefined)
        return [list, items.map((item) => (typeof item === 'string' ? item : renamed(item)))]
      const map = mapNames[name]
      if (map === undefined) return [name, renamed(value)]
      return [map, Object.fromEntries(items.map((item) => [Object(item).Name, Object(item).Value]))]
    })
  )
}

function toXml(action: string, result: Body, id: string): string {
  const content = elements(action, result)
  return `<?xml version="1.0"?><${action}Response ${namespace}><${action}Result>${content}</${action}Result><ResponseMetadata><RequestId>${id}</RequestId></ResponseMetadata></${action}Response>`
}

/** Lists have no element of their own, only their items; maps are items with a name and a value. */
function elements(action: string, result: Body): string {
  return Object.entries(result)
    .map(([name, value]) => {
      const item = itemName(action, name)
      if (Array.isArray(value)) return value.map((one) => element(item, action, one)).join('')
      if (name !== 'Attributes' && name !== 'MessageAttributes') return element(name, action, value)
      return Object.entries(Object(value))
        .map(([Name, Value]) => element(item, action, { Name, Value }))
        .join('')
    })
    .join('')
}

function itemName(action: string, name: string): string {
  if (name === 'Successful') return `${action}ResultEntry`
  return name === 'Failed' ? 'BatchResultErrorEntry' : name.replace(/s$/, '')
}

function element(name: string, action: string, value: unknown): string {
  const content =
    typeof value === 'object' && value !== null ? elements(action, value as Body) : escaped(value)
  return `<${name}>${content}</${name}>`
}

/** A carriage return would be read as a line feed. */
function escaped(value: unknown): string {
  return String(value).replaceAll(/[&<>\r]/g, (character) => `&#${character.charCodeAt(0)};`)
}

/** Codes that AWS sends with its prefix in this protocol; all others come without. */
const prefixed =
  /\.(?:Batch\w+|EmptyBatchRequest|InvalidBatchEntryId|MessageNotInflight|NonExistentQueue|PurgeQueueInProgress|QueueDeletedRecently|TooManyEntriesInBatchRequest|UnsupportedOperation)$/

function errorXml(header: string, message: string, id: string): string {
  const [full = '', type = 'Sender'] = header.split(';')
  const code = prefixed.test(full) ? full : full.replace(/^.*\./, '')
  return `<?xml version="1.0"?><ErrorResponse ${namespace}><Error><Type>${type}</Type><Code>${code}</Code><Message>${escaped(message)}</Message></Error><RequestId>${id}</RequestId></ErrorResponse>`
}
