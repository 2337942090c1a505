import type { Deps } from '../../../platform/ports.ts'
import { newToken } from '../session-token.ts'
import type { Issuer } from './issuer.ts'
import { beginSignOn } from './store.ts'
import { pathOfThisSite } from './path-of-this-site.ts'

/** Remembers for this browser what the issuer's answer must contain. @returns where to send it, and its cookie's value */
export async function startSignOn(deps: Deps, issuer: Issuer, to: string | undefined): Promise<{ address: string; token: string }> {
  const { address, checks } = await issuer.begin()
  const { token, hash } = newToken()
  const sealed = deps.secrets.seal('sign-on', JSON.stringify({ checks, to: pathOfThisSite(to) }))
  await deps.transaction({ kind: 'nobody' }, (tx) => beginSignOn(tx, hash, sealed))
  return { address, token }
}
