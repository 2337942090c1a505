import { Readable } from 'node:stream'
import MailComposer from 'nodemailer/lib/mail-composer'
import { parseConnectionUrl } from 'nodemailer/lib/shared'
import SMTPConnection from 'nodemailer/lib/smtp-connection'
import type { ReturnPath } from './return-path.ts'

export type OutgoingMail = { id: string; to: string; toName: string | null; subject: string; text: string; html: string; date: Date }

/** What became of one attempt. Only after 'refused' may the e-mail be sent again: the server certainly does not have it. */
export type Outcome = { kind: 'accepted' } | { kind: 'refused'; reason: string; /** The server's answer, such as 550; null: it gave none. */ code: number | null; /** It refused this address, for good. */ addressRefused: boolean } | { kind: 'unknown'; reason: string }

export type Sender = { send(mail: OutgoingMail, signal?: AbortSignal): Promise<Outcome> }

/** Speaks to the server of SMTP_URL. `from` is a name and an address, as in MAIL_FROM; reports come back to it, or to `returnPath`. */
export function smtpSender(url: string, from: string, returnPath?: ReturnPath): Sender {
  // Nodemailer's transport does not say whether the text was already handed over when a connection breaks; its
  // connection, fed with a stream that is not read before the server asked for the text, does.
  return {
    async send(mail, signal) {
      const { envelope, message } = await compose(mail, from, returnPath)
      const server = parseConnectionUrl(url)
      const connection = new SMTPConnection({ ...server, connectionTimeout: 10_000, greetingTimeout: 10_000, dnsTimeout: 10_000, socketTimeout: 30_000 })
      const progress = { handedOver: false }
      const text = Readable.from(
        (function* () {
          progress.handedOver = true
          yield message
        })(),
      )
      const giveUp = () => {
        if (!progress.handedOver) connection.close()
      }
      signal?.addEventListener('abort', giveUp, { once: true })
      try {
        await deliver(connection, credentials(server), envelope, text)
        connection.quit()
        return { kind: 'accepted' }
      } catch (error) {
        connection.close()
        const reason = error instanceof Error ? error.message : 'The mail server could not be spoken to.'
        const code = answerOf(error)
        if (progress.handedOver && code === null) return { kind: 'unknown', reason }
        // The text was not asked for: what it refused for good with a 5xx that names the recipient is the address.
        return { kind: 'refused', reason, code, addressRefused: isOfRecipient(error) && code !== null && code >= 500 }
      } finally {
        signal?.removeEventListener('abort', giveUp)
      }
    },
  }
}

type Credentials = { user: string; pass: string } | undefined
type Envelope = { from: string; to: string[] }

function deliver(connection: SMTPConnection, login: Credentials, envelope: Envelope, text: Readable): Promise<void> {
  return new Promise((resolve, reject) => {
    connection.on('error', reject)
    // Without this, an end that the server brings about before any answer would leave us waiting.
    connection.once('end', () => reject(new Error('The mail server ended the connection.')))
    const send = () =>
      connection.send(envelope, text, (error) => {
        if (error) reject(error)
        else resolve()
      })
    connection.connect((error) => {
      if (error) reject(error)
      else if (login === undefined) send()
      else connection.login(login, (refused) => (refused ? reject(refused) : send()))
    })
  })
}

/** The server itself said no, so it does not have the e-mail. */
function answerOf(error: unknown): number | null {
  return error instanceof Error && 'responseCode' in error && typeof error.responseCode === 'number' ? error.responseCode : null
}

/** Its answer to RCPT TO; a refused sender, login or text says nothing about the address. */
function isOfRecipient(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EENVELOPE' && 'rejected' in error
}

function credentials({ auth }: ReturnType<typeof parseConnectionUrl>): Credentials {
  return typeof auth === 'object' && typeof auth.user === 'string' ? { user: auth.user, pass: typeof auth.pass === 'string' ? auth.pass : '' } : undefined
}

async function compose(mail: OutgoingMail, from: string, returnPath: ReturnPath | undefined): Promise<{ envelope: Envelope; message: Buffer }> {
  const domain = /@([^>\s]+)/.exec(from)?.[1] ?? 'localhost'
  const node = new MailComposer({
    from,
    to: mail.toName === null ? mail.to : { name: mail.toName, address: mail.to },
    subject: mail.subject,
    text: mail.text,
    html: mail.html,
    date: mail.date,
    // The same for every attempt, so that a receiver could tell a repetition.
    messageId: `<${mail.id}@${domain}>`,
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
    newline: 'win',
    disableFileAccess: true,
    disableUrlAccess: true,
  }).compile()
  const { from: sender } = node.getEnvelope()
  if (typeof sender !== 'string') throw new Error('MAIL_FROM holds no e-mail address.')
  return { envelope: { from: returnPath?.(mail.id) ?? sender, to: [mail.to] }, message: await node.build() }
}
