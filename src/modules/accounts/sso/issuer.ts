import {
  allowInsecureRequests,
  authorizationCodeGrant,
  AuthorizationResponseError,
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
  ClientError,
  ClientSecretBasic,
  ClientSecretPost,
  Configuration,
  discovery,
  enableNonRepudiationChecks,
  fetchUserInfo,
  None,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
  ResponseBodyError,
  type ClientAuth,
  type ServerMetadata,
} from 'openid-client'
import { z } from 'zod'
import { SignOnFailure } from './sign-on-failure.ts'

export type SsoSettings = { issuer: string; clientId: string; clientSecret: string | undefined }

/** What this sign-on must find again in the answer. */
export const Checks = z.object({ state: z.string(), nonce: z.string(), verifier: z.string() })
export type Checks = z.infer<typeof Checks>

/** Whom the issuer vouches for, from the verified ID token. `email` is null unless the issuer says that it is verified. */
export type Identity = { issuer: string; subject: string; email: string | null; amr: string[]; acr: string | null }

export type Issuer = {
  /** The address to which the browser is sent, and what to check when it comes back. */
  begin(): Promise<{ address: string; checks: Checks }>
  /** Exchanges the code of the answer. Throws SignOnFailure. */
  identify(answer: URL, checks: Checks): Promise<Identity>
}

const timeout = 8 // seconds, for each request to the issuer
const metadataLife = 10 * 60_000

/**
 * The one OpenID Connect issuer of this installation (openid-client): authorization code with PKCE S256, state and
 * nonce; the ID token's signature is checked against keys read anew for every sign-on, so that keys which the issuer
 * rotated a moment ago are known and those that it withdrew are not.
 */
export function openIssuer(settings: SsoSettings, options: { redirectUri: string; allowHttp: boolean }): Issuer {
  const insecure = options.allowHttp && settings.issuer.startsWith('http:')
  let known: { metadata: ServerMetadata; readAt: number } | undefined

  async function metadata(): Promise<ServerMetadata> {
    if (known !== undefined && performance.now() - known.readAt < metadataLife) return known.metadata
    const found = await discovery(new URL(settings.issuer), settings.clientId, undefined, undefined, { timeout, execute: insecure ? [allowInsecureRequests] : [] })
    known = { metadata: found.serverMetadata(), readAt: performance.now() }
    return known.metadata
  }

  async function configuration(): Promise<Configuration> {
    const server = await metadata()
    const config = new Configuration(server, settings.clientId, undefined, clientAuthentication(settings.clientSecret, server))
    config.timeout = timeout
    if (insecure) allowInsecureRequests(config)
    enableNonRepudiationChecks(config)
    return config
  }

  return {
    async begin() {
      const config = await configuration().catch(explain)
      const checks = { state: randomState(), nonce: randomNonce(), verifier: randomPKCECodeVerifier() }
      const address = buildAuthorizationUrl(config, {
        redirect_uri: options.redirectUri,
        scope: 'openid email profile',
        state: checks.state,
        nonce: checks.nonce,
        code_challenge: await calculatePKCECodeChallenge(checks.verifier),
        code_challenge_method: 'S256',
      })
      return { address: address.href, checks }
    },

    async identify(answer, checks) {
      const config = await configuration().catch(explain)
      const tokens = await authorizationCodeGrant(config, answer, {
        expectedState: checks.state,
        expectedNonce: checks.nonce,
        pkceCodeVerifier: checks.verifier,
        idTokenExpected: true,
      }).catch(explain)
      const claims = Claims.safeParse(tokens.claims())
      if (!claims.success) throw new SignOnFailure('sso_failed', 'claims_not_readable')
      const { sub, iss, amr, acr } = claims.data
      // An issuer may keep the e-mail address out of the ID token and tell it on request.
      const about = claims.data.email === undefined ? await userInfo(config, tokens.access_token, sub) : claims.data
      return { issuer: iss, subject: sub, email: verifiedEmail(about), amr, acr }
    },
  }
}

const Email = z.object({
  email: z.string().max(254).optional().catch(undefined),
  email_verified: z.unknown().optional(),
  // Entra ID has no email_verified; this optional claim of it says that the address lies in a domain that the tenant owns.
  xms_edov: z.unknown().optional(),
})
const Claims = Email.extend({
  iss: z.string().max(500),
  sub: z.string().min(1).max(255),
  amr: z.array(z.string()).catch([]),
  acr: z.string().nullable().catch(null),
})

async function userInfo(config: Configuration, accessToken: string, subject: string): Promise<z.infer<typeof Email>> {
  if (config.serverMetadata().userinfo_endpoint === undefined) return Email.parse({})
  return Email.parse(await fetchUserInfo(config, accessToken, subject).catch(explain))
}

function verifiedEmail({ email, email_verified: verified, xms_edov: ownDomain }: z.infer<typeof Email>): string | null {
  if (email === undefined || email.trim() === '') return null
  return verified === true || (verified === undefined && (ownDomain === true || ownDomain === 1 || ownDomain === '1' || ownDomain === 'true')) ? email : null
}

function clientAuthentication(secret: string | undefined, server: ServerMetadata): ClientAuth {
  if (secret === undefined) return None()
  return server.token_endpoint_auth_methods_supported?.includes('client_secret_post') === true ? ClientSecretPost(secret) : ClientSecretBasic(secret)
}

/** What the library says, as one of our problems. The claims that its causes carry are left behind. */
function explain(error: unknown): never {
  if (error instanceof SignOnFailure) throw error
  if (error instanceof AuthorizationResponseError) {
    const passing = error.error === 'temporarily_unavailable' || error.error === 'server_error'
    throw new SignOnFailure(error.error === 'access_denied' ? 'sso_denied' : passing ? 'sso_unavailable' : 'sso_failed', error.error)
  }
  if (error instanceof ResponseBodyError) throw new SignOnFailure(error.status >= 500 ? 'sso_unavailable' : 'sso_failed', error.error)
  if (error instanceof ClientError) {
    const away = error.code === 'OAUTH_TIMEOUT' || error.code === 'OAUTH_ABORT' || error.code === 'OAUTH_RESPONSE_IS_NOT_CONFORM' || error.code === 'OAUTH_RESPONSE_IS_NOT_JSON'
    throw new SignOnFailure(away ? 'sso_unavailable' : 'sso_failed', error.code ?? 'client_error')
  }
  // fetch: the issuer cannot be reached.
  if (error instanceof TypeError) throw new SignOnFailure('sso_unavailable', 'not_reached')
  throw error
}
