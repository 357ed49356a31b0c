import { setTimeout as delay } from 'node:timers/promises'
import { type Step, shorten } from './step.ts'

/** A mail with a link, as its reader sees it. */
export interface Mail {
  link: string
  /** The token of the link. */
  token: string
  step: Step
}

interface Store {
  emails: { subject: string; destination: { to: string[] }; body: { text: string } }[]
}

const arrivesWithinMs = 5_000

/** Waits for a mail to `recipient` whose subject starts with `subject`, and returns the link of the latest. */
export async function readMail(inboxUrl: string, recipient: string, subject: string): Promise<Mail> {
  const startedAt = performance.now()
  for (;;) {
    const { emails } = (await fetch(new URL('/store', inboxUrl)).then((response) => response.json())) as Store
    const mail = emails.findLast(
      (one) => one.destination.to.includes(recipient) && one.subject.startsWith(subject)
    )
    const link = mail?.body.text.match(/https?:\S+/)?.[0]
    const durationMs = performance.now() - startedAt
    if (mail !== undefined && link !== undefined) {
      const lines = [`"${mail.subject}" with the link ${shorten(link)}`]
      const step: Step = {
        title: 'Read the mail',
        method: 'GET',
        path: '/store',
        status: 200,
        durationMs,
        lines
      }
      return { link, token: new URL(link).searchParams.get('token') ?? '', step }
    }
    if (durationMs > arrivesWithinMs) throw new Error(`no mail "${subject}…" to ${recipient} arrived`)
    await delay(20)
  }
}
