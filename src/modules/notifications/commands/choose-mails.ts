import { sql } from 'kysely'
import type { Actor } from '../../../access/actor.ts'
import { AppError } from '../../../kernel/errors.ts'
import type { Deps } from '../../../platform/ports.ts'
import type { MailChoice } from '../mail-log-contract.ts'

/** How the actor wants their e-mails. */
export async function readMailChoice(deps: Pick<Deps, 'transaction'>, actor: Actor): Promise<MailChoice> {
  const row = await deps.transaction(actor, (tx) => tx.db.selectFrom('account').select('mails').where('user_id', '=', actor.userId).executeTakeFirst())
  return { mails: row?.mails === 'daily' ? 'daily' : 'at_once' }
}

/** What waits for the daily e-mail already still comes with the next one. */
export async function chooseMails(deps: Pick<Deps, 'transaction'>, actor: Actor, { mails }: MailChoice): Promise<MailChoice> {
  if (actor.kind === 'platform') throw new AppError('forbidden', 'Whoever runs the system is told at once.')
  await deps.transaction(actor, async (tx) => {
    await sql`select choose_mails(${mails})`.execute(tx.db)
    await tx.audit({
      action: 'account.mails_chosen',
      audience: actor.kind,
      agencyId: actor.kind === 'agency' ? actor.agencyId : null,
      companyId: actor.kind === 'company' ? actor.companyId : null,
      about: { kind: 'account', id: actor.userId },
      details: { mails },
    })
  })
  return { mails }
}
