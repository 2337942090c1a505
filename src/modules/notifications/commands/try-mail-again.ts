import type { Actor } from '../../../access/actor.ts'
import { permit } from '../../../access/permissions.ts'
import { AppError, notFound } from '../../../kernel/errors.ts'
import type { Deps } from '../../../platform/ports.ts'

/**
 * An operator's decision to send an e-mail (again) that failed, came back, may or may not have arrived, or waits for its next attempt.
 * To whoever may not see any more what it is about it is not sent all the same.
 */
export async function tryMailAgain(deps: Pick<Deps, 'transaction'>, actor: Actor, mailId: string): Promise<void> {
  permit(actor, 'platform.operate')
  await deps.transaction(actor, async (tx) => {
    const mail = await tx.db.selectFrom('mail').select('state').where('id', '=', mailId).executeTakeFirst()
    if (mail === undefined) throw notFound('e-mail')
    const taken = await tx.db.updateTable('mail').set({ state: 'waiting' }).where('id', '=', mailId).where('state', 'in', ['failed', 'uncertain', 'waiting', 'bounced']).executeTakeFirst()
    if (taken.numUpdatedRows === 0n) throw new AppError('conflict', 'This e-mail was sent meanwhile, or is being sent. Look at the list again.')
    await tx.audit({ action: 'mail.sent-again', audience: 'platform', about: { kind: 'mail', id: mailId } })
    await tx.enqueue('send-mail', { mailId }, { key: `mail:${mailId}` })
  })
}
