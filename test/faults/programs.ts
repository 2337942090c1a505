import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import type { Actor } from '#src/access/actor.ts'
import { hashPassword, sealTotpSecret } from '#src/modules/accounts/index.ts'
import { codeAt } from '#src/modules/accounts/one-time-codes.ts'
import { newId } from '#src/platform/new-id.ts'
import { startProgram, type Program } from '#test/world/program.ts'
import type { World } from '#test/world/test-world.ts'

/** Several programs, whole or in one role each, on the world's database. One that was killed is missing until it is started anew. */
export class Programs {
  readonly #world: World
  readonly #folder: string
  readonly #env: Readonly<Record<string, string>>
  readonly #running = new Map<string, Program>()

  constructor(world: World, folder: string, env: Readonly<Record<string, string>>) {
    this.#world = world
    this.#folder = folder
    // The key with which the world seals what it stores.
    this.#env = { SECRETS_KEY: Buffer.alloc(32, 7).toString('base64'), ...env }
  }

  async start(name: string, { env = {}, dataDir = name }: { env?: Readonly<Record<string, string>>; dataDir?: string } = {}): Promise<void> {
    const { appUrl, adminUrl } = this.#world.db
    this.#running.set(name, await startProgram({ dataDir: join(this.#folder, dataDir), database: { appUrl, adminUrl }, env: { ...this.#env, ...env } }))
  }

  async kill(name: string): Promise<void> {
    const program = this.#running.get(name)
    this.#running.delete(name)
    await program?.kill9()
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#running.values()].map((program) => program.stop()))
  }

  /** The address of this one, or while it is gone of another. */
  urlOf(name: string): string {
    const [first] = this.#running.values()
    const url = (this.#running.get(name) ?? first)?.url
    if (url === undefined) throw new Error('No program runs.')
    return url
  }
}

type Request = { method?: string; body?: object | Uint8Array<ArrayBuffer>; headers?: Record<string, string> }

/** Somebody who is signed in, and whose browser asks again where an answer did not come: the same program, or another. */
export class Person {
  readonly #programs: Programs
  readonly #cookie: string
  readonly program: string

  private constructor(programs: Programs, program: string, cookie: string) {
    this.#programs = programs
    this.program = program
    this.#cookie = cookie
  }

  static async signIn(world: World, programs: Programs, program: string, actor: Actor): Promise<Person> {
    const [password, secret] = ['correct horse battery staple', 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP']
    await world.rows('insert into credential (user_id, password_hash, second_factor) values ($1, $2, $3)', [actor.userId, await hashPassword(password), sealTotpSecret(world.deps.secrets, secret)])
    const post = (path: string, body: object, cookie: string) => fetch(`${programs.urlOf(program)}/api/v1/session${path}`, { method: 'POST', headers: { 'content-type': 'application/json', cookie }, body: JSON.stringify(body) })
    const first = cookieOf(await post('', { email: await world.emailOf(actor.userId), password }, ''))
    const second = await post('/second-factor', { code: codeAt(secret, new Date()) }, first)
    if (!second.ok) throw new Error(`Signing in failed: ${await second.text()}`)
    return new Person(programs, program, cookieOf(second))
  }

  async json<T>(schema: z.ZodType<T>, path: string, request: Request = {}, signal?: AbortSignal): Promise<T> {
    return schema.parse(JSON.parse(new TextDecoder().decode(await this.whole(path, request, signal))))
  }

  /** All of the answer's body. What broke off is asked for again; a POST under the same Idempotency-Key. */
  async whole(path: string, { method = 'GET', body, headers = {} }: Request = {}, signal?: AbortSignal): Promise<Uint8Array> {
    const key = newId()
    for (;;) {
      try {
        const response = await this.send(`/api/v1${path}`, { method, body, headers: { ...headers, ...(method === 'POST' && { 'idempotency-key': key }) } }, signal)
        const bytes = new Uint8Array(await response.arrayBuffer())
        // Carried out by a program that was killed before it could say so: under this key it is not done twice.
        const isDone = response.status === 409 && new TextDecoder().decode(bytes).includes('was carried out already')
        // Unavailable: it is being stopped, and says so.
        if (!response.ok && response.status !== 503 && !isDone) throw new Refused(`${method} ${path}: ${String(response.status)} ${new TextDecoder().decode(bytes)}`)
        if (response.ok || isDone) return bytes
      } catch (error) {
        if (error instanceof Refused || signal?.aborted === true) throw error
      }
      await sleep(20)
    }
  }

  /** Uploads a file in pieces, going on where a program that took over says that the other stopped. Returns the document's ID. */
  async upload(target: { purpose: string; targetId: string; filename: string }, bytes: Uint8Array<ArrayBuffer>): Promise<string> {
    const metadata = Object.entries(target).map(([name, value]) => `${name} ${Buffer.from(value).toString('base64')}`).join(',')
    const tus = { 'tus-resumable': '1.0.0' }
    const location = await this.#again(async () => (await this.send('/uploads', { method: 'POST', headers: { ...tus, 'upload-length': String(bytes.length), 'upload-metadata': metadata } })).headers.get('location'))
    await this.#again(async () => {
      const offset = Number((await this.send(location, { method: 'HEAD', headers: tus })).headers.get('upload-offset') ?? NaN)
      if (offset === bytes.length) return true
      if (Number.isNaN(offset)) return null
      await this.send(location, { method: 'PATCH', headers: { ...tus, 'upload-offset': String(offset), 'content-type': 'application/offset+octet-stream' }, body: bytes.slice(offset, offset + 40_000) })
      return null
    })
    return location.slice(location.lastIndexOf('/') + 1)
  }

  async send(path: string, { method = 'GET', body, headers = {} }: Request = {}, signal?: AbortSignal): Promise<Response> {
    const json = body !== undefined && !(body instanceof Uint8Array)
    return fetch(this.#programs.urlOf(this.program) + path, {
      method, signal: signal ?? null,
      headers: { cookie: this.#cookie, ...(json && { 'content-type': 'application/json' }), ...headers },
      ...(body !== undefined && { body: body instanceof Uint8Array ? body : JSON.stringify(body) }),
    })
  }

  async #again<T>(work: () => Promise<T | null>): Promise<T> {
    for (;;) {
      const result = await work().catch(() => null)
      if (result !== null) return result
      await sleep(20)
    }
  }
}

/** Answered, and not what was asked for. */
class Refused extends Error {
  override name = 'Refused'
}

function cookieOf(response: Response): string {
  return response.headers.getSetCookie().map((cookie) => cookie.split(';')[0]).join('; ')
}

const Items = z.object({ items: z.array(z.unknown()) })

/** A page on which a complaint stands open. It reads anew when it is told to, by the stream of events, and never otherwise. */
export class OpenPage {
  readonly #person: Person
  readonly #complaintId: string
  readonly #closed = new AbortController()
  readonly #following: Promise<void>
  #wanted = 0
  /** How often the stream was opened: at first, and after each break. */
  opened = 0
  shows = { requests: -1, notifications: -1 }

  constructor(person: Person, complaintId: string) {
    this.#person = person
    this.#complaintId = complaintId
    this.#following = this.#follow()
  }

  async close(): Promise<void> {
    this.#closed.abort()
    await this.#following
  }

  async #follow(): Promise<void> {
    while (!this.#closed.signal.aborted) {
      try {
        const response = await this.#person.send(`/api/v1/events?complaints=${this.#complaintId}`, {}, this.#closed.signal)
        if (response.status !== 200 || response.body === null) throw new Error(`Events: ${String(response.status)}`)
        this.opened += 1
        let rest = ''
        for await (const piece of response.body.pipeThrough(new TextDecoderStream())) {
          const events = (rest + piece).split('\n\n')
          rest = events.pop() ?? ''
          if (events.some((event) => /^event: (hello|news|again)$/m.test(event))) this.#read().catch(() => undefined)
        }
      } catch {
        // Broken, refused or closed: opened again, unless the page is closed.
      }
      await sleep(20)
    }
  }

  async #read(): Promise<void> {
    const turn = (this.#wanted += 1)
    const signal = this.#closed.signal
    const requests = (await this.#person.json(Items, `/complaints/${this.#complaintId}/information-requests`, {}, signal)).items.length
    const notifications = (await this.#person.json(Items, '/notifications?limit=200', {}, signal)).items.length
    // A later reading knows more.
    if (turn === this.#wanted) this.shows = { requests, notifications }
  }
}
