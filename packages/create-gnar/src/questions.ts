import { confirm, isCancel, select, text } from '@clack/prompts'
import { alternativeNames, alternatives, type Choices, defaults, featureNames, features } from './choices.ts'
import type { Flags } from './flags.ts'
import { folderProblem } from './index.ts'

/** Asks on the terminal for what the flags did not choose; undefined if the user cancels. */
export async function ask({
  folder,
  chosen
}: Flags): Promise<{ folder: string; chosen: Partial<Choices> } | undefined> {
  const answers: Record<string, unknown> = { ...chosen }
  const place = folder ?? (await askFolder())
  if (isCancel(place)) return undefined
  for (const name of alternativeNames) {
    answers[name] ??= await select<string>({
      message: alternatives[name].question,
      options: alternatives[name].values.map((value) => ({ value }))
    })
    if (isCancel(answers[name])) return undefined
  }
  for (const name of featureNames) {
    answers[name] ??= await confirm({ message: features[name].question, initialValue: defaults[name] })
    if (isCancel(answers[name])) return undefined
  }
  return { folder: place, chosen: answers as Partial<Choices> }
}

function askFolder() {
  return text({
    message: 'Folder of the new service?',
    placeholder: 'my-service',
    validate: (value = '') => (value === '' ? 'Enter a name' : folderProblem(value))
  })
}
