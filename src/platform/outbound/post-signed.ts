import dns from 'node:dns'
import http from 'node:http'
import https from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { Webhook } from 'standardwebhooks'
import { isLoopback, isPublicAddress } from './public-address.ts'

const longestMs = 10_000
const mostBytes = 64 * 1024

/** How an attempt ended; a sentence for each is in the contract of integrations. */
export type Outcome = 'delivered' | 'refused' | 'redirected' | 'timed_out' | 'unreachable' | 'not_public' | 'certificate'
export type Answer = { outcome: Outcome; code: number | null; milliseconds: number }

export type SignedPost = {
  url: string
  /** The same for every attempt at one message, so that its receiver knows a repetition. */
  id: string
  at: Date
  body: string
  /** whsec_…: all that are to be known by a receiver now. */
  secrets: readonly string[]
}
/** Rejects only when `signal` was aborted. */
export type PostSigned = (post: SignedPost, signal: AbortSignal) => Promise<Answer>

class NotPublic extends Error {}
type MayReach = (address: string) => boolean

/**
 * Posts by the Standard Webhooks specification. 10 seconds in all, no redirect is followed, and of the answer at most 64 kB
 * are read, which nobody keeps. Addresses inside one's own network are refused, by the address to which the connection
 * really goes, so that a name which changes what it resolves to is no way in. `thisMachine`: but this machine's own, for
 * somebody who tries their program beside this one.
 */
export function signedPoster({ thisMachine }: { thisMachine: boolean }): PostSigned {
  const mayReach = (address: string) => isPublicAddress(address) || (thisMachine && isLoopback(address))
  return async (post, signal) => {
    const begun = performance.now()
    const milliseconds = () => Math.round(performance.now() - begun)
    try {
      const code = await send(post, mayReach, AbortSignal.any([signal, AbortSignal.timeout(longestMs)]))
      return { outcome: code >= 200 && code < 300 ? 'delivered' : code >= 300 && code < 400 ? 'redirected' : 'refused', code, milliseconds: milliseconds() }
    } catch (error) {
      signal.throwIfAborted()
      return { outcome: outcomeOf(error), code: null, milliseconds: milliseconds() }
    }
  }
}

function send({ url, id, at, body, secrets }: SignedPost, mayReach: MayReach, signal: AbortSignal): Promise<number> {
  const target = new URL(url)
  const host = target.hostname.replace(/^\[|\]$/g, '')
  // An address needs no lookup, so it is judged here.
  if (isIP(host) !== 0 && !mayReach(host)) throw new NotPublic()
  const bytes = Buffer.from(body)
  const headers = {
    'content-type': 'application/json',
    'content-length': String(bytes.length),
    'user-agent': 'State-Examination-System',
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(id, at, body)).join(' '),
  }
  return new Promise((resolve, reject) => {
    const { request } = target.protocol === 'https:' ? https : http
    let answered = false
    const sent = request(target, { method: 'POST', headers, agent: false, signal, lookup: lookupOf(mayReach) }, (response) => {
      answered = true
      drain(response, () => resolve(response.statusCode ?? 0))
    })
    sent.on('error', reject)
    // Whoever answers that it would rather speak another protocol gets neither that nor a connection that stays open.
    sent.on('upgrade', (response, socket) => {
      socket.destroy()
      resolve(response.statusCode ?? 0)
    })
    // However a connection ends, the attempt ends with it: one that never did would take a worker's place for good.
    sent.on('close', () => {
      if (!answered) reject(new Error('The connection was closed without an answer.'))
    })
    sent.end(bytes)
  })
}

/** Lets the other side finish, up to a limit. What it answered is known by then: how it ends matters to nobody. */
function drain(response: http.IncomingMessage, done: () => void): void {
  let read = 0
  response.on('data', (piece: Buffer) => {
    read += piece.length
    if (read > mostBytes) response.destroy()
  })
  response.on('error', () => undefined)
  response.on('close', done)
}

/** One address that may not be reached is enough to refuse: the system would choose among them. */
function lookupOf(mayReach: MayReach): LookupFunction {
  return (hostname, options, callback) => {
    dns.lookup(hostname, { ...options, all: true }, (error, addresses) => {
      const [first] = error === null ? addresses : []
      if (error !== null) callback(error, '')
      else if (first === undefined || !addresses.every(({ address }) => mayReach(address))) callback(new NotPublic(), '')
      else if (options.all === true) callback(null, addresses)
      else callback(null, first.address, first.family)
    })
  }
}

function outcomeOf(error: unknown): Outcome {
  if (error instanceof NotPublic) return 'not_public'
  if (!(error instanceof Error)) return 'unreachable'
  if (error.name === 'TimeoutError' || error.name === 'AbortError') return 'timed_out'
  const code = 'code' in error ? String(error.code) : ''
  return /CERT|SELF_SIGNED|ERR_TLS|UNABLE_TO_VERIFY|EPROTO|SSL/.test(code) ? 'certificate' : 'unreachable'
}
