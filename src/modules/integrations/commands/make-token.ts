import { randomBytes } from 'node:crypto'
import { AppError, invalid } from '../../../kernel/errors.ts'
import type { SignedIn } from '../../../platform/http/app.ts'
import { newId } from '../../../platform/new-id.ts'
import type { Deps } from '../../../platform/ports.ts'
import { requireConfirmed } from '../../accounts/index.ts'
import type { MadeApiToken, MakeApiToken } from '../contract.ts'
import { mostTokens } from '../domain/tokens.ts'
import { hashOfToken } from '../resolve-token.ts'
import { memberOf, offeredScopes, organisationOf, ownerOf } from '../store.ts'

/** A token in one's own name. Asks for a fresh confirmation: whoever found an open session must not leave with a key. */
export async function makeToken(deps: Deps, signedIn: SignedIn, input: MakeApiToken): Promise<MadeApiToken> {
  const actor = memberOf(signedIn.actor)
  requireConfirmed(signedIn, deps.clock.now())
  const offered = offeredScopes(actor)
  if (input.scopes.some((scope) => !offered.includes(scope))) throw invalid({ scopes: offered.length === 0 ? 'With your role a token could do nothing.' : `Choose from: ${offered.join(', ')}.` })
  const token = `ses_${randomBytes(32).toString('base64url')}`
  return deps.transaction(actor, async (tx) => {
    const { count } = await tx.db
      .selectFrom('api_token')
      .select(({ fn }) => fn.countAll<string>().as('count'))
      .where('user_id', '=', actor.userId)
      .where('revoked_at', 'is', null)
      .where('expires_at', '>', tx.now)
      .executeTakeFirstOrThrow()
    if (Number(count) >= mostTokens) throw new AppError('conflict', `You have ${String(mostTokens)} tokens. Revoke one that is not used any more first.`)
    const id = newId()
    const expires = new Date(tx.now.getTime() + input.days * 86_400_000)
    await tx.db
      .insertInto('api_token')
      .values({ id, user_id: actor.userId, ...organisationOf(actor), token_hash: hashOfToken(token), name: input.name.trim(), scopes: input.scopes, created_at: tx.now, expires_at: expires })
      .execute()
    await tx.audit({ action: 'api_token.made', audience: 'platform', ...ownerOf(actor), about: { kind: 'api_token', id }, details: { scopes: input.scopes, days: input.days } })
    return { id, token }
  })
}
