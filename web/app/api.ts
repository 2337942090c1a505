import type { ZodType, output } from 'zod'

/*
 * The web's only way to the API. Every answer is parsed with the contract's schema.
 *   api.get('/complaints', ComplaintPage, { search: { view: 'open' } })
 *   api.post(`/complaints/${id}/closures`, body, ComplaintRecord, { idempotencyKey: newIdempotencyKey() })
 *   api.upload(`/users/${id}/confidentiality-agreements`, file, Agreement)
 *   api.delete('/session')                                     // no schema: nothing is expected back
 * Refusals are thrown as ApiProblem. An ended session opens the sign-in over the page; the request is then repeated.
 */
export type SearchParams = Record<string, string | number | boolean | readonly (string | number)[] | null | undefined>
export type RequestOptions = {
  search?: SearchParams
  signal?: AbortSignal
  /** Sent without the person's doing (polling, refetch on focus): does not extend the session's idle time. */
  background?: boolean
  idempotencyKey?: string
  /** Of an upload: how many of its bytes have been sent. */
  onProgress?: (sent: number) => void
  /** The sign-in's own requests: their 401 means "not right", not "ended". */
  withoutSession?: boolean
}

/** RFC 9457 problem as the server sends it. `code` is the end of its type: "stale_version". */
export class ApiProblem extends Error {
  readonly code: string
  readonly status: number
  readonly title: string
  readonly fields: Readonly<Record<string, string>>
  readonly retryAfterSeconds: number | undefined
  /** With stale_version: the record as it stands now. */
  readonly current: unknown

  constructor(status: number, body: Readonly<Record<string, unknown>>) {
    const title = textOf(body.title) ?? 'The server could not do this'
    super(textOf(body.detail) ?? title)
    this.name = 'ApiProblem'
    this.status = status
    this.title = title
    this.code = (textOf(body.type) ?? 'unknown').split('/').at(-1) ?? 'unknown'
    this.fields = isRecord(body.fields) ? Object.fromEntries(Object.entries(body.fields).flatMap(([path, text]) => (typeof text === 'string' ? [[path, text]] : []))) : {}
    this.retryAfterSeconds = typeof body.retryAfterSeconds === 'number' ? body.retryAfterSeconds : undefined
    this.current = body.current
  }
}

/** Resolves when somebody has signed in again; rejects when they left instead. Set by the session dialog. */
type SessionKeeper = () => Promise<void>
let keeper: SessionKeeper | undefined
let asked: Promise<void> | undefined
export function setSessionKeeper(next: SessionKeeper | undefined): void {
  keeper = next
}

export const api = {
  get: <S extends ZodType>(path: string, schema: S, options?: RequestOptions) => call('GET', path, undefined, schema, options),
  post: <S extends ZodType>(path: string, body: unknown, schema?: S, options?: RequestOptions) => call('POST', path, body, schema, options),
  put: <S extends ZodType>(path: string, body: unknown, schema?: S, options?: RequestOptions) => call('PUT', path, body, schema, options),
  patch: <S extends ZodType>(path: string, body: unknown, schema?: S, options?: RequestOptions) => call('PATCH', path, body, schema, options),
  /** One file, its bytes as they are; its name travels in a header. */
  upload: <S extends ZodType>(path: string, file: File, schema?: S, options?: RequestOptions) => call('POST', path, file, schema, options),
  /** A file that the answer is, whole or not at all: an answer that breaks off is an error. */
  download: async (path: string, body: unknown, options: RequestOptions = {}) => (await send('POST', path, body, options)).blob(),
  delete: <S extends ZodType>(path: string, schema?: S, options?: RequestOptions) => call('DELETE', path, undefined, schema, options),
}

/** One key for each press of a button: a repeated request then does its work once. */
export function newIdempotencyKey(): string {
  return crypto.randomUUID()
}

/** An address of the API, for downloads (`<a href download>`). */
export function apiPath(path: string, search: SearchParams = {}): string {
  const params = new URLSearchParams()
  for (const [name, value] of Object.entries(search)) {
    for (const one of Array.isArray(value) ? value : [value]) if (one !== undefined && one !== null && one !== '') params.append(name, String(one))
  }
  const query = params.toString()
  return `/api/v1${path}${query ? `?${query}` : ''}`
}

async function call<S extends ZodType>(method: string, path: string, body: unknown, schema: S | undefined, options: RequestOptions = {}): Promise<output<S>> {
  const response = await send(method, path, body, options)
  const parsed: unknown = response.status === 204 ? undefined : await response.json()
  return (schema ? schema.parse(parsed) : parsed) as output<S>
}

async function send(method: string, path: string, body: unknown, options: RequestOptions): Promise<Response> {
  const headers = new Headers({ Accept: 'application/json' })
  if (body instanceof File) {
    headers.set('Content-Type', 'application/octet-stream')
    headers.set('X-File-Name', encodeURIComponent(body.name))
  } else if (body !== undefined) headers.set('Content-Type', 'application/json')
  if (options.background) headers.set('X-SES-Background', '1')
  if (options.idempotencyKey) headers.set('Idempotency-Key', options.idempotencyKey)
  const address = apiPath(path, options.search)
  const response =
    body instanceof File && options.onProgress
      ? await sendFile(address, method, headers, body, options)
      : await fetch(address, { method, headers, credentials: 'same-origin', signal: options.signal, body: body === undefined || body instanceof File ? body : JSON.stringify(body) })
  if (response.ok) return response

  const problem = await problemOf(response)
  const ended = (problem.code === 'session_expired' || problem.code === 'unauthenticated') && !options.withoutSession
  if (!ended || !keeper) throw problem
  // Several requests may fail at once: the dialog opens once for all of them.
  asked ??= keeper().finally(() => {
    asked = undefined
  })
  await asked.catch(() => {
    throw problem
  })
  return send(method, path, body, options)
}

/** As fetch, which cannot say how much it has sent. */
function sendFile(address: string, method: string, headers: Headers, file: File, { signal, onProgress }: RequestOptions): Promise<Response> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open(method, address)
    headers.forEach((value, name) => request.setRequestHeader(name, value))
    request.upload.onprogress = ({ loaded }) => onProgress?.(loaded)
    request.onload = () => resolve(new Response(request.status === 204 ? null : request.responseText, { status: request.status }))
    request.onerror = () => reject(new TypeError('The connection was lost.'))
    request.onabort = () => reject(new DOMException('The upload was stopped.', 'AbortError'))
    signal?.addEventListener('abort', () => request.abort(), { once: true })
    request.send(file)
  })
}

async function problemOf(response: Response): Promise<ApiProblem> {
  const body: unknown = await response.json().catch(() => null)
  return new ApiProblem(response.status, isRecord(body) ? body : { detail: `The server answered with an error (${String(response.status)}). Try again.` })
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value ? value : undefined
}
