import type { Readable } from 'node:stream'
import type { AddressInfo } from 'node:net'
import type { Logger } from 'pino'
import { SMTPServer } from 'smtp-server'
import type { Deps } from '../ports.ts'
import { StartError } from '../start-error.ts'
import { readDeliveryReport } from './delivery-report.ts'
import { noteReport } from './note-report.ts'
import { mailOfReturnPath } from './return-path.ts'

/** Our e-mails are small, and a report returns one of them. */
const mostBytes = 1024 * 1024

export type BounceReceiver = { port: number; close(): Promise<void> }
type Settings = { /** Such as bounces@ses.example.org. */ address: string; host: string; port: number }

/**
 * Takes reports on our own e-mails from the operators' mail server, and nothing else: a recipient that was not made here is
 * refused, nothing is passed on, nothing is kept but two codes. What cannot be stored is refused for now, so that the mail
 * server brings it again.
 * @throws StartError where the port cannot be used
 */
export async function openBounceReceiver(deps: Pick<Deps, 'transaction' | 'secrets'>, { address, host, port }: Settings, log: Logger): Promise<BounceReceiver> {
  const server = new SMTPServer({
    name: address.slice(address.lastIndexOf('@') + 1),
    banner: 'Reports on e-mails of the State Examination System only',
    disabledCommands: ['AUTH', 'STARTTLS'],
    authOptional: true,
    disableReverseLookup: true,
    size: mostBytes,
    maxClients: 50,
    socketTimeout: 60_000,
    closeTimeout: 5_000,
    onRcptTo({ address: recipient }, session, done) {
      if (mailOfReturnPath(deps.secrets, address, recipient) === null) done(answer(550, '5.1.1 There is no such address here'))
      else if (session.envelope.rcptTo.length > 0) done(answer(452, '4.5.3 One recipient at a time'))
      else done()
    },
    onData(stream, session, done) {
      const mailId = mailOfReturnPath(deps.secrets, address, session.envelope.rcptTo[0]?.address ?? '')
      take(deps, mailId, stream, log).then(
        () => done(),
        (error: unknown) => {
          if (isAnswer(error)) done(error)
          else {
            log.error({ mail: mailId, message: error instanceof Error ? error.message : 'unknown' }, 'A report on an e-mail could not be stored; the mail server is asked to bring it again')
            done(answer(451, '4.3.0 Please try again later'))
          }
        },
      )
    },
  })
  // A connection that breaks off is the other side's to begin anew.
  server.on('error', (error: Error) => log.debug({ message: error.message }, 'a connection of the mail server broke off'))
  await listen(server, host, port)
  const bound = server.server.address()
  return { port: isInfo(bound) ? bound.port : port, close: () => new Promise((resolve) => server.close(() => resolve())) }
}

async function take(deps: Pick<Deps, 'transaction'>, mailId: string | null, stream: Readable, log: Logger): Promise<void> {
  const message = await collect(stream)
  if (message === null) throw answer(552, '5.3.4 A report of this size is not read')
  if (mailId === null) throw answer(550, '5.1.1 There is no such address here')
  const report = await readDeliveryReport(message).catch(() => null)
  if (report === null) {
    log.info({ mail: mailId }, 'Something came back for an e-mail that is no report on it; it was ignored')
    return
  }
  const known = await noteReport(deps, mailId, report)
  log.info({ mail: mailId, ...report, known }, 'A mail server reported on an e-mail')
}

/** Null: it is too long; the rest is read all the same, so that the sender hears why. */
async function collect(stream: Readable): Promise<Buffer | null> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of stream) {
    if (!Buffer.isBuffer(chunk)) continue
    bytes += chunk.length
    if (bytes <= mostBytes) chunks.push(chunk)
  }
  return bytes > mostBytes ? null : Buffer.concat(chunks)
}

function listen(server: SMTPServer, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const refused = (error: Error & { code?: string }) => {
      if (error.code === 'EADDRINUSE') reject(new StartError(`Port ${String(port)} on ${host} is taken by another program. Choose another with MAIL_BOUNCE_PORT.`))
      else if (error.code === 'EACCES') reject(new StartError(`Port ${String(port)} may not be used by this user. Choose one above 1023 with MAIL_BOUNCE_PORT.`))
      else if (error.code === 'EADDRNOTAVAIL') reject(new StartError(`MAIL_BOUNCE_HOST ${host} is no address of this machine.`))
      else reject(error)
    }
    server.server.once('error', refused)
    server.listen(port, host, () => {
      server.server.off('error', refused)
      resolve()
    })
  })
}

class Answer extends Error {
  readonly responseCode: number
  constructor(responseCode: number, message: string) {
    super(message)
    this.responseCode = responseCode
  }
}

function answer(code: number, words: string): Answer {
  return new Answer(code, words)
}

function isAnswer(error: unknown): error is Answer {
  return error instanceof Answer
}

function isInfo(address: AddressInfo | string | null): address is AddressInfo {
  return typeof address === 'object' && address !== null
}
