import { randomInt } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import type { Actor } from '#src/access/actor.ts'
import { composeApp, composeParts, type Parts } from '#src/app.ts'
import { loadConfig, type Config } from '#src/config.ts'
import { hashPassword, sealTotpSecret } from '#src/modules/accounts/index.ts'
import { codeAt } from '#src/modules/accounts/one-time-codes.ts'
import type { App } from '#src/platform/http/app.ts'
import type { World } from './test-world.ts'

export const password = 'correct horse battery staple'
export const totpSecret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'

let passwordHash: Promise<string> | undefined

/** The program's own application, as main.ts composes it, over the world's database and clock. */
export class Site {
  readonly world: World
  readonly app: App
  readonly parts: Parts
  readonly lines: string[]
  /** An address of its own, so that no site waits for another's failed attempts. */
  readonly remoteAddress = `10.${randomInt(256)}.${randomInt(256)}.${randomInt(256)}`
  readonly #folder: string

  constructor(world: World, app: App, parts: Parts, lines: string[], folder: string) {
    this.world = world
    this.app = app
    this.parts = parts
    this.lines = lines
    this.#folder = folder
  }

  /** Gives a user of the world a password and a second factor; answers their e-mail address. */
  async credentials(actor: Actor, options: { secondFactor?: boolean; forTraining?: boolean } = {}): Promise<string> {
    passwordHash ??= hashPassword(password)
    const sealed = options.secondFactor === false ? null : sealTotpSecret(this.parts.deps.secrets, totpSecret)
    await this.world.rows('insert into credential (user_id, password_hash, second_factor, for_training) values ($1, $2, $3, $4)', [actor.userId, await passwordHash, sealed, options.forTraining ?? false])
    return this.world.emailOf(actor.userId)
  }

  /** The code that the authenticator app shows now. */
  code(secret = totpSecret): string {
    return codeAt(secret, this.world.clock.now())
  }

  async post(url: string, payload: object | undefined, headers: Record<string, string> = {}) {
    return this.app.inject({ method: 'POST', url: `/api/v1${url}`, payload, headers, remoteAddress: this.remoteAddress })
  }

  async get(url: string, headers: Record<string, string> = {}) {
    return this.app.inject({ method: 'GET', url: url.startsWith('/api') ? url : `/api/v1${url}`, headers, remoteAddress: this.remoteAddress })
  }

  /** Signs in through both steps and answers the cookie header. The code's time step is then used. */
  async signIn(email: string): Promise<{ cookie: string }> {
    const first = await this.post('/session', { email, password })
    const second = await this.post('/session/second-factor', { code: this.code() }, cookieOf(first))
    if (second.statusCode !== 200) throw new Error(`Signing in failed: ${second.body}`)
    return cookieOf(second)
  }

  async close(): Promise<void> {
    await this.app.close()
    await this.parts.database.close()
    await rm(this.#folder, { recursive: true, force: true })
  }
}

/** What a browser would send back. */
export function cookieOf(response: { cookies: { name: string; value: string }[] }): { cookie: string } {
  return { cookie: response.cookies.map(({ name, value }) => `${name}=${value}`).join('; ') }
}

export async function openSite(world: World, settings: Partial<Config> = {}): Promise<Site> {
  const folder = await mkdtemp(join(tmpdir(), 'ses-site-'))
  const lines: string[] = []
  const log = pino({ level: 'info' }, { write: (line: string) => lines.push(line) })
  const config: Config = { ...loadConfig({ SES_DATA_DIR: folder, PUBLIC_URL: 'http://ses.example' }), ...settings }
  const parts = await composeParts({ config, databaseUrl: world.db.appUrl, clock: world.clock, log, connections: 8 })
  return new Site(world, await composeApp(parts), parts, lines, folder)
}
