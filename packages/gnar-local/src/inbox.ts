/** An e-mail as it was sent. */
export interface LocalMail {
  readonly from: string
  readonly to: readonly string[]
  readonly cc: readonly string[]
  readonly bcc: readonly string[]
  readonly subject: string
  readonly text: string | undefined
  readonly html: string | undefined
}

/**
 * The e-mails that a local SES server has, oldest first.
 *
 * @param inboxUrl see `Local`
 */
export async function readInbox(inboxUrl: string): Promise<LocalMail[]> {
  const response = await fetch(new URL('/store', inboxUrl))
  const { emails } = (await response.json()) as { emails: StoredMail[] }
  return emails.map(({ from, subject, destination, body: { text, html } }) => ({
    from,
    ...destination,
    subject,
    text,
    html
  }))
}

interface StoredMail extends Pick<LocalMail, 'from' | 'subject'> {
  destination: Pick<LocalMail, 'to' | 'cc' | 'bcc'>
  body: Partial<Pick<LocalMail, 'text' | 'html'>>
}
