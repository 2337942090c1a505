import type { Actor } from '../../../access/actor.ts'
import { permit } from '../../../access/permissions.ts'
import { daysUntilReached } from '../../../platform/mail-reach.ts'
import type { Deps } from '../../../platform/ports.ts'
import { whyNotDelivered } from '../domain/why-not-delivered.ts'
import type { RefusedAddresses } from '../mail-log-contract.ts'

/** Addresses of the actor's organisation to which e-mails cannot be delivered, the latest first. */
export async function listRefusedAddresses(deps: Pick<Deps, 'transaction'>, actor: Actor): Promise<RefusedAddresses> {
  permit(actor, 'users.manage')
  if (actor.kind === 'platform') return { items: [] }
  const rows = await deps.transaction(actor, (tx) =>
    tx.db
      .selectFrom('refused_address as r')
      .leftJoin('person as p', 'p.id', 'r.user_id')
      .leftJoin('account as a', 'a.user_id', 'r.user_id')
      .select(['r.address', 'r.user_id', 'r.refused_at', 'r.smtp_code', 'r.status', 'p.name'])
      // Another address was entered since, or the account was removed.
      .where((eb) => eb.or([eb('r.user_id', 'is', null), eb.and([eb('a.standing', '<>', 'removed'), eb(eb.fn('lower', ['a.email']), '=', eb.ref('r.address_key'))])]))
      .where((eb) => eb.or([eb('r.by_report', '=', false), eb('r.tried_at', 'is', null), eb('r.tried_at', '>', new Date(tx.now.getTime() - daysUntilReached * 86_400_000))]))
      .orderBy('r.refused_at', 'desc')
      .limit(200)
      .execute(),
  )
  return {
    items: rows.map((row) => ({
      address: row.address,
      user: row.user_id === null ? null : { id: row.user_id, name: row.name ?? '' },
      refusedAt: row.refused_at.toISOString(),
      code: row.smtp_code,
      why: whyNotDelivered(row.status),
    })),
  }
}
