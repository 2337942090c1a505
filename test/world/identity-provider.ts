import { generateKeyPairSync, randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import Provider, { type Configuration, type JWK } from 'oidc-provider'
import { freePort } from './program.ts'

/** Somebody whom the identity provider knows. */
export type Identity = { sub: string; email?: string; email_verified?: boolean; name?: string; amr?: string[] }

export const client = { id: 'state-examination-system', secret: 'a-secret-for-tests-only-0123456789' }

export type IdentityProviderOptions = {
  redirectUri: string
  /** Keeps the e-mail address out of the ID token, to be asked for at the UserInfo endpoint. */
  claimsOnRequestOnly?: boolean
}

/**
 * A real OpenID Connect provider (oidc-provider) on a port of its own. Whoever is `next` is signed in without a
 * question; with nobody next a page asks who it is, as in a browser.
 */
export class IdentityProvider {
  readonly url: string
  readonly people = new Map<string, Identity>()
  next: Identity | 'refuses' | null = null
  /** Serves these as its keys instead of those that it signs with. */
  falseKeys: { keys: object[] } | null = null
  readonly #port: number
  readonly #options: IdentityProviderOptions
  #server: Server | null = null

  constructor(port: number, options: IdentityProviderOptions) {
    this.#port = port
    this.#options = options
    this.url = `http://127.0.0.1:${String(port)}`
  }

  /** Starts with new keys, so that stopping and starting again is a rotation. */
  async start(): Promise<void> {
    const provider = new Provider(this.url, this.#configuration())
    provider.use(async (context, next) => {
      await next()
      if (this.falseKeys !== null && context.path === '/jwks') context.body = this.falseKeys
    })
    const handle = provider.callback()
    const server = createServer((request, response) => {
      const interaction = /^\/interaction\/([\w-]+)/.exec(request.url ?? '')
      void (interaction === null ? handle(request, response) : this.#interact(provider, request, response))
    })
    await new Promise<void>((resolve) => server.listen(this.#port, '127.0.0.1', resolve))
    this.#server = server
  }

  async stop(): Promise<void> {
    this.#server?.closeAllConnections()
    await new Promise((resolve) => (this.#server === null ? resolve(null) : this.#server.close(resolve)))
    this.#server = null
  }

  add(identity: Omit<Identity, 'sub'> & { sub?: string }): Identity {
    const known = { sub: randomUUID(), ...identity }
    this.people.set(known.sub, known)
    return known
  }

  async #interact(provider: Provider, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chosen = request.method === 'POST' ? new URLSearchParams(await text(request)).get('who') : null
    const who = chosen === null ? this.next : chosen === 'refuses' ? 'refuses' : (this.people.get(chosen) ?? null)
    if (who === null) {
      response.setHeader('content-type', 'text/html; charset=utf-8').end(page([...this.people.values()]))
      return
    }
    const result = who === 'refuses' ? { error: 'access_denied', error_description: 'Refused.' } : { login: { accountId: who.sub, amr: who.amr, remember: false } }
    await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false })
  }

  #configuration(): Configuration {
    return {
      clients: [{ client_id: client.id, client_secret: client.secret, redirect_uris: [this.#options.redirectUri], token_endpoint_auth_method: 'client_secret_post' }],
      claims: { openid: ['sub', 'amr'], email: ['email', 'email_verified'], profile: ['name'], acr: null, auth_time: null, iss: null, sid: null },
      conformIdTokenClaims: this.#options.claimsOnRequestOnly === true,
      cookies: { keys: [randomUUID()] },
      features: { devInteractions: { enabled: false } },
      interactions: { url: (_context, interaction) => `/interaction/${interaction.uid}` },
      jwks: { keys: [newKey()] },
      findAccount: (_context, sub) => {
        const identity = this.people.get(sub)
        return identity && { accountId: sub, claims: () => ({ ...identity }) }
      },
      // Whoever signs in here agrees to what is asked: the provider belongs to the same organisation.
      loadExistingGrant: async (context) => {
        const { client: of, session, provider } = context.oidc
        const grant = new provider.Grant({ clientId: of?.clientId, accountId: session?.accountId })
        grant.addOIDCScope('openid email profile')
        await grant.save()
        return grant
      },
    }
  }
}

export async function startIdentityProvider(options: IdentityProviderOptions): Promise<IdentityProvider> {
  const provider = new IdentityProvider(await freePort(), options)
  await provider.start()
  return provider
}

export function newKey(): JWK {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  return { ...privateKey.export({ format: 'jwk' }), kty: 'RSA', kid: randomUUID(), use: 'sig', alg: 'RS256' }
}

function page(people: readonly Identity[]): string {
  const buttons = people.map(({ sub, name, email }) => `<button name="who" value="${sub}">${name ?? email ?? sub}</button>`).join('')
  return `<!doctype html><html lang="en"><title>Identity provider</title><h1>Who are you?</h1><form method="post">${buttons}<button name="who" value="refuses">Cancel</button></form></html>`
}
