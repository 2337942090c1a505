import { sql } from 'kysely'
import type { Actor } from '../../../access/actor.ts'
import { permit } from '../../../access/permissions.ts'
import { scopeWords } from '../../../access/token-scopes.ts'
import type { Deps, Tx } from '../../../platform/ports.ts'
import type { ApiToken, OwnApiTokens } from '../contract.ts'
import { mostTokens, stateOfToken } from '../domain/tokens.ts'
import { memberOf, offeredScopes } from '../store.ts'

/** Ended ones stay in the lists for this long. */
const remembered = 30 * 86_400_000
const mostShown = 500

/** One's own tokens, and what a new one may be used for. */
export async function listOwnTokens(deps: Pick<Deps, 'transaction'>, by: Actor): Promise<OwnApiTokens> {
  const actor = memberOf(by)
  const items = await deps.transaction(actor, (tx) => readTokens(tx, actor.userId))
  return { items, most: mostTokens, scopes: offeredScopes(actor).map((scope) => ({ scope, label: scopeWords[scope].label, words: scopeWords[scope].words })) }
}

/** All tokens of the organization, for its Account Administrators. */
export async function listTokens(deps: Pick<Deps, 'transaction'>, actor: Actor): Promise<ApiToken[]> {
  permit(actor, 'integration.manage')
  return deps.transaction(actor, (tx) => readTokens(tx, null))
}

async function readTokens(tx: Tx, ownerId: string | null): Promise<ApiToken[]> {
  let query = tx.db
    .selectFrom('api_token as t')
    .innerJoin('person as p', 'p.id', 't.user_id')
    .select(['t.id', 't.name', 't.scopes', 't.user_id', 't.created_at', 't.expires_at', 't.last_used_at', 't.revoked_at', 'p.name as owner'])
    .where((eb) => eb.and([eb(eb.fn.coalesce('t.revoked_at', 't.expires_at'), '>', new Date(tx.now.getTime() - remembered))]))
    .orderBy(sql`t.revoked_at is null and t.expires_at > ${tx.now}`, 'desc')
    .orderBy('t.created_at', 'desc')
    .orderBy('t.id', 'desc')
    .limit(mostShown)
  if (ownerId !== null) query = query.where('t.user_id', '=', ownerId)
  const rows = await query.execute()
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    scopes: row.scopes,
    state: stateOfToken({ expiresAt: row.expires_at, revokedAt: row.revoked_at }, tx.now),
    owner: { id: row.user_id, name: row.owner },
    createdAt: row.created_at.toISOString(),
    expiresAt: row.expires_at.toISOString(),
    lastUsedAt: row.last_used_at?.toISOString() ?? null,
    revokedAt: row.revoked_at?.toISOString() ?? null,
  }))
}
