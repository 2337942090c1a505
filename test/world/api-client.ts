import { z } from 'zod'
import { NextStep, TrainingAccount } from '#src/modules/accounts/contract.ts'

/** What the API answered. `body` is the JSON, or null where there is none. */
export type Answer = { status: number; headers: Headers; body: unknown }

/** Somebody who is signed in over HTTP, as a script is. The address may change, as when the program starts anew. */
export class ApiClient {
  url: string
  readonly account: TrainingAccount
  readonly #cookie: string

  constructor(url: string, account: TrainingAccount, cookie: string) {
    this.url = url
    this.account = account
    this.#cookie = cookie
  }

  get headers(): { cookie: string } {
    return { cookie: this.#cookie }
  }

  get(path: string): Promise<Answer> {
    return this.#send('GET', path)
  }

  post(path: string, body: object): Promise<Answer> {
    return this.#send('POST', path, body)
  }

  put(path: string, body: object): Promise<Answer> {
    return this.#send('PUT', path, body)
  }

  delete(path: string): Promise<Answer> {
    return this.#send('DELETE', path)
  }

  async #send(method: string, path: string, body?: object): Promise<Answer> {
    const response = await fetch(`${this.url}/api/v1${path}`, {
      method,
      headers: { ...this.headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
      body: body === undefined ? undefined : JSON.stringify(body),
    })
    return answerOf(response)
  }

  /** tus as spelled on the wire. */
  upload(method: 'POST' | 'PATCH' | 'HEAD' | 'DELETE', path: string, headers: Record<string, string>, body?: Uint8Array<ArrayBuffer>): Promise<Response> {
    return fetch(this.url + path, { method, headers: { 'tus-resumable': '1.0.0', ...headers, ...this.headers }, body })
  }
}

/** The people of the training world, as the sign-in page lists them. */
export async function trainingAccounts(url: string): Promise<TrainingAccount[]> {
  const response = await fetch(`${url}/api/v1/training/accounts`)
  return z.array(TrainingAccount).parse(await response.json())
}

/** Signs in with password and code. Once per user and half-minute: a used code is refused. */
export async function signIn(url: string, account: TrainingAccount): Promise<ApiClient> {
  const first = await post(`${url}/api/v1/session`, { email: account.email, password: account.password })
  if (first.status !== 200 || NextStep.parse(first.body).next !== 'second_factor') throw new Error(`${account.email} could not sign in: ${String(first.status)} ${JSON.stringify(first.body)}`)
  const second = await post(`${url}/api/v1/session/second-factor`, { code: account.code }, cookieOf(first))
  if (second.status !== 200) throw new Error(`The code of ${account.email} was refused: ${String(second.status)} ${JSON.stringify(second.body)}`)
  return new ApiClient(url, account, cookieOf(second))
}

async function post(url: string, body: object, cookie = ''): Promise<Answer> {
  return answerOf(await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json', ...(cookie !== '' && { cookie }) }, body: JSON.stringify(body) }))
}

async function answerOf(response: Response): Promise<Answer> {
  const text = await response.text()
  const isJson = response.headers.get('content-type')?.includes('json') === true
  return { status: response.status, headers: response.headers, body: isJson && text !== '' ? JSON.parse(text) : null }
}

function cookieOf(answer: Answer): string {
  return answer.headers.getSetCookie().map((cookie) => cookie.split(';')[0]).join('; ')
}
