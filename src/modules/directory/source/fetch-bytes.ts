import { unreadable, formatOfName, type Format } from './directory-source.ts'

export type FetchLimits = {
  /** Until the server has begun to answer. */
  answerMs: number
  /** Between two pieces of its answer. */
  idleMs: number
  /** Of the answer, unpacked. */
  bytes: number
}
export const usualLimits: FetchLimits = { answerMs: 30_000, idleMs: 60_000, bytes: 4 * 2 ** 30 }
const mostRedirects = 3

const formats: Readonly<Record<string, Format>> = {
  'text/csv': 'csv',
  'application/csv': 'csv',
  'application/json': 'json',
  'application/x-ndjson': 'json',
  'application/ndjson': 'json',
  'application/jsonl': 'json',
  'application/jsonlines': 'json',
}
/** Types that say nothing: there the name decides. */
const anything = new Set(['', 'application/octet-stream', 'text/plain', 'binary/octet-stream'])

/**
 * Asks for the address of the settings or of an operator's command, never for one that a user has entered. Redirects
 * are followed on the same host only, and never from https to http, so that the server cannot send us elsewhere.
 */
export async function fetchBytes(address: URL, signal: AbortSignal, limits: FetchLimits): Promise<{ format: Format; bytes: AsyncIterable<Uint8Array> }> {
  const stalled = new AbortController()
  const patience = patienceOf(stalled)
  const both = AbortSignal.any([signal, stalled.signal])
  try {
    patience.wait(limits.answerMs)
    const { response, url } = await follow(address, both)
    patience.stop()
    if (!response.ok || response.body === null) throw unreadable(`The server of the directory answered with status ${String(response.status)}.`)
    const type = (response.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
    const format = formats[type] ?? (anything.has(type) ? formatOfName(url.pathname) : null)
    if (format === null) throw unreadable(`The server of the directory answered with ${type === '' ? 'no content type' : `the content type ${type.slice(0, 60)}`}; expected CSV or JSON.`)
    if (Number(response.headers.get('content-length') ?? 0) > limits.bytes) throw tooLarge(limits)
    return { format, bytes: limited(response.body, limits, patience, stalled.signal) }
  } catch (error) {
    throw explained(error, stalled.signal, signal)
  }
}

async function follow(address: URL, signal: AbortSignal): Promise<{ response: Response; url: URL }> {
  let url = new URL(address.href)
  // fetch refuses an address with a password in it.
  const authorization = address.username === '' ? undefined : `Basic ${Buffer.from(`${decodeURIComponent(address.username)}:${decodeURIComponent(address.password)}`).toString('base64')}`
  for (let hop = 0; hop <= mostRedirects; hop += 1) {
    url.username = ''
    url.password = ''
    const response = await fetch(url.href, { redirect: 'manual', signal, headers: { accept: 'text/csv, application/json, application/x-ndjson', ...(authorization === undefined ? {} : { authorization }) } })
    const location = response.headers.get('location')
    if (response.status < 300 || response.status >= 400 || location === null) return { response, url }
    await response.body?.cancel()
    const next = URL.canParse(location, url.href) ? new URL(location, url.href) : null
    const stays = next !== null && next.hostname === url.hostname && (next.protocol === 'https:' || (next.protocol === 'http:' && url.protocol === 'http:')) && (next.port === url.port || next.protocol !== url.protocol)
    if (!stays) throw unreadable('The server of the directory sends us to another host. If that is right, set its address.')
    url = next
  }
  throw unreadable('The server of the directory sends us from address to address.')
}

async function* limited(body: AsyncIterable<Uint8Array>, limits: FetchLimits, patience: Patience, stalled: AbortSignal): AsyncGenerator<Uint8Array> {
  let read = 0
  try {
    patience.wait(limits.idleMs)
    for await (const chunk of body) {
      // While these are worked off, the server does not keep us waiting.
      patience.stop()
      read += chunk.byteLength
      if (read > limits.bytes) throw tooLarge(limits)
      yield chunk
      patience.wait(limits.idleMs)
    }
  } catch (error) {
    throw explained(error, stalled, undefined)
  } finally {
    patience.stop()
  }
}

type Patience = { wait(milliseconds: number): void; stop(): void }

function patienceOf(stalled: AbortController): Patience {
  let timer: NodeJS.Timeout | undefined
  return {
    wait: (milliseconds) => {
      timer = setTimeout(() => stalled.abort(), milliseconds)
      timer.unref()
    },
    stop: () => clearTimeout(timer),
  }
}

function tooLarge({ bytes }: FetchLimits) {
  return unreadable(`The directory is larger than ${bytes.toLocaleString('en-US')} bytes.`)
}

/** A network's failure in a sentence; whatever else is thrown stays what it is. */
function explained(error: unknown, stalled: AbortSignal, stopped: AbortSignal | undefined): unknown {
  if (stopped?.aborted === true) return error
  if (stalled.aborted) return unreadable('The server of the directory did not answer in time.')
  if (!(error instanceof TypeError)) return error
  const code = error.cause instanceof Error && 'code' in error.cause ? ` (${String(error.cause.code)})` : ''
  return unreadable(`The server of the directory could not be reached, or its answer broke off${code}.`)
}
