import type { Actor } from '../../../access/actor.ts'
import { permit } from '../../../access/permissions.ts'
import { AppError, notFound } from '../../../kernel/errors.ts'
import type { Deps, Tx } from '../../../platform/ports.ts'
import { finishTasks } from '../../notifications/index.ts'
import { currentVerification } from '../queries/read-verification.ts'
import { administratorOf, holdOrganisation, organisationOf, ownerOf, type Administrator } from '../store.ts'
import type { CompleteVerification, CurrentVerification } from '../verification-contract.ts'

/** "These users still belong here": the actor has looked at every one of them (docs/rules.md 5). */
export async function verifyUsers(deps: Pick<Deps, 'transaction'>, actor: Actor, input: CompleteVerification & { id: string }): Promise<CurrentVerification> {
  const administrator = administratorOf(actor)
  permit(administrator, 'users.manage')
  return deps.transaction(administrator, async (tx) => {
    // Whoever is added while this runs is either seen or waits.
    await holdOrganisation(tx, administrator)
    await requireOpen(tx, administrator, input.id)
    const current = await currentVerification(tx, administrator)
    const seen = new Set(input.seenUserIds)
    const unseen = current.verification?.users.filter(({ id }) => !seen.has(id)).length ?? 0
    if (unseen > 0) {
      throw new AppError('stale_version', `${unseen === 1 ? 'A user was' : `${String(unseen)} users were`} added since you opened the page. Look at the list again, then verify.`, { current })
    }
    const users = current.verification?.users.length ?? 0
    await tx.db.updateTable('user_verification').set({ done_at: tx.now, done_by: administrator.userId, users_seen: users }).where('id', '=', input.id).execute()
    await finishTasks(tx, { kind: 'verify_users' })
    await tx.audit({ action: 'users.verified', audience: 'platform', ...organisationOf(administrator), about: { kind: 'user_verification', id: input.id }, details: { users } })
    return currentVerification(tx, administrator)
  })
}

async function requireOpen(tx: Tx, actor: Administrator, id: string): Promise<void> {
  const row = await tx.db.selectFrom('user_verification').select(['agency_id', 'company_id', 'done_at']).where('id', '=', id).executeTakeFirst()
  const owner = ownerOf(actor)
  if (row === undefined || row.agency_id !== owner.agency_id || row.company_id !== owner.company_id) throw notFound('verification')
  permit(actor, 'users.manage', { ownerAgencyId: row.agency_id, companyId: row.company_id })
  if (row.done_at !== null) throw new AppError('conflict', 'The users were verified already. There is nothing more to do.')
}
