import { sql } from 'kysely'
import type { Actor } from '../../../access/actor.ts'
import { permit } from '../../../access/permissions.ts'
import { AppError, notFound } from '../../../kernel/errors.ts'
import { oneOf } from '../../../kernel/one-of.ts'
import type { Deps } from '../../../platform/ports.ts'
import type { WithdrawInvitation } from '../contract.ts'
import { endedEnrollments, enrollmentStates, requireWithdrawable } from '../domain/enrollment-steps.ts'
import { readStatusIn } from '../queries/read-status.ts'
import { agencyOnly } from '../store.ts'

/**
 * Takes an invitation back that nobody has used: the link and the account behind it end, and another person can be
 * invited at once. Nobody is mailed, as the address may be a stranger's. Answers whose company it is.
 */
export async function withdrawInvitation(deps: Pick<Deps, 'transaction'>, actor: Actor, enrollmentId: string, input: WithdrawInvitation): Promise<{ companyId: string }> {
  const user = agencyOnly(actor)
  return deps.transaction(user, async (tx) => {
    const found = await tx.db
      .selectFrom('enrollment as e')
      .innerJoin('agency as g', 'g.id', 'e.agency_id')
      .select(['e.id', 'e.company_id', 'e.agency_id', 'e.first_user_id', 'e.state', 'e.version', 'g.name as agency'])
      .where('e.id', '=', enrollmentId)
      .executeTakeFirst()
    if (found === undefined) throw notFound('enrollment')
    permit(user, 'company.enroll')
    if (found.agency_id !== user.agencyId) throw new AppError('forbidden', `${found.agency} sent this invitation. Only it can withdraw it.`)
    requireWithdrawable(oneOf([...enrollmentStates, ...endedEnrollments], found.state))
    if (found.version !== input.version) {
      throw new AppError('stale_version', 'The enrollment went on since you opened it. Look at what is there now.', { current: await readStatusIn(tx, user, found.company_id) })
    }
    const { rows } = await sql<{ done: boolean }>`select withdraw_invitation(${found.id}, ${input.reason?.trim() || null}, ${tx.now}) as done`.execute(tx.db)
    if (rows[0]?.done !== true) throw new AppError('conflict', 'The first user has used the invitation meanwhile. It cannot be withdrawn any more.')
    await tx.audit({ action: 'enrollment.withdrawn', audience: 'agency', agencyId: user.agencyId, companyId: found.company_id, about: { kind: 'enrollment', id: found.id }, details: { firstUser: found.first_user_id } })
    return { companyId: found.company_id }
  })
}
