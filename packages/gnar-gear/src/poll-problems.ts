import { ConfigurationError, findProblems, type Problem, requireAtUse } from 'gnar-env'
import { type GnarSqsOptions, pollSettings, type SqsPoll, settings as sqsSettings } from 'gnar-sqs'

/** What is wrong with the queues to poll, and with the settings of gnar-sqs that only an app that polls must have. */
export function findPollProblems(
  polls: SqsPoll | readonly SqsPoll[] | undefined,
  options: GnarSqsOptions
): Problem[] {
  if (polls === undefined) return []
  const list: readonly SqsPoll[] = [polls].flat()
  const own = list.flatMap((poll, index) => {
    const name = typeof poll.queueName === 'string' ? poll.queueName : index + 1
    return findProblems(`poll ${name} of gnar-sqs`, pollSettings, poll)
  })
  return [...findMissing(options), ...own]
}

function findMissing(options: GnarSqsOptions): readonly Problem[] {
  try {
    requireAtUse('gnar-sqs', sqsSettings, options)
    return []
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems
    throw error
  }
}
