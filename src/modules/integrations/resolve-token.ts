import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { tokenScopes } from '../../access/token-scopes.ts'
import { AppError } from '../../kernel/errors.ts'
import type { Bearer } from '../../platform/http/app.ts'
import { networkOf } from '../../platform/http/network-of.ts'
import type { Deps, Tx } from '../../platform/ports.ts'
import { termsVersion } from '../accounts/domain/terms.ts'
import { actorOf, type ActorRow } from '../accounts/index.ts'

type TokenRow = ActorRow & { id: string; scopes: string[]; standing: string; terms_version: string | null }

const nobody = { kind: 'nobody' } as const
// Wrong tokens of an address before it has to wait, ever longer.
const free = 20

export function hashOfToken(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}

/**
 * As whom a token acts: its maker, with the roles of this moment. Wrong tokens are counted by address; a right one is never
 * held up by them, as systems share their addresses with strangers.
 * @throws unauthenticated, too_many_attempts, terms_required
 */
export async function resolveToken(deps: Pick<Deps, 'transaction'>, token: string, address: string): Promise<Bearer> {
  const { row, wait } = await deps.transaction(nobody, async (tx) => {
    const row = /^ses_[\w-]{43}$/.test(token) ? await findToken(tx, hashOfToken(token)) : undefined
    return { row, wait: row === undefined ? await countWrongToken(tx, address) : 0 }
  })
  if (wait > 0) throw new AppError('too_many_attempts', `Too many wrong tokens from this address. Try again in ${String(wait)} seconds.`, { retryAfterSeconds: wait })
  const actor = row === undefined ? null : actorOf(row)
  if (row === undefined || row.standing !== 'active' || actor === null || actor.kind === 'platform') {
    throw new AppError('unauthenticated', 'This API token does not work: it is wrong, was revoked or has expired. Make a new one in your account.')
  }
  if (row.terms_version !== termsVersion) throw new AppError('terms_required', 'Whoever made this API token must sign in and accept the terms of use first.')
  const acting = { id: row.id, scopes: tokenScopes.filter((scope) => row.scopes.includes(scope)) }
  return { actor: { ...actor, token: acting }, token: acting }
}

async function findToken(tx: Tx, hash: Buffer): Promise<TokenRow | undefined> {
  return (await sql<TokenRow>`select * from find_api_token(${hash}, ${tx.now})`.execute(tx.db)).rows[0]
}

async function countWrongToken(tx: Tx, address: string): Promise<number> {
  const key = createHash('sha256').update(`api token ${networkOf(address)}`).digest()
  return (await sql<{ wait: number }>`select count_sign_in_attempt(${key}, ${free}, ${tx.now}) as wait`.execute(tx.db)).rows[0]?.wait ?? 0
}
