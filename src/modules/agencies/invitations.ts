import { sql } from 'kysely'
import type { Actor, PlatformActor } from '../../access/actor.ts'
import { permit } from '../../access/permissions.ts'
import { invalid, notFound } from '../../kernel/errors.ts'
import { newId } from '../../platform/new-id.ts'
import type { Tx } from '../../platform/ports.ts'
import { emailKey } from '../accounts/domain/email-key.ts'
import { orNull, unlessTaken } from '../users/index.ts'
import { factsOfNew, roleProblems, type ChosenRoles } from '../users/domain/role-rules.ts'
import type { NewAdministrator } from './onboarding-contract.ts'

/** How long an invitation's link works. */
const invitationMs = 14 * 86_400_000

export function platformOnly(actor: Actor): PlatformActor {
  permit(actor, 'platform.manage-agencies')
  if (actor.kind !== 'platform') throw notFound('agency')
  return actor
}

/**
 * Makes an invited account by the platform's hand: a user of an agency within the rules of roles (docs/rules.md 1), or,
 * with `agencyId` null, a platform administrator. `path`: where in the input the person stands ("administrator.").
 */
export async function inviteUser(tx: Tx, platform: PlatformActor, agencyId: string | null, input: NewAdministrator, roles: ChosenRoles, path = ''): Promise<{ userId: string; linkId: string }> {
  if (agencyId !== null) await requireRoles(tx, agencyId, roles)
  const key = emailKey(input.email)
  const { rows } = await sql<{ taken: boolean }>`select email_is_taken(${key}) as taken`.execute(tx.db)
  if (rows[0]?.taken === true) throw invalid({ [`${path}email`]: 'This e-mail address has an account already. Each person has one of their own.' })
  const userId = newId()
  const kind = agencyId === null ? 'platform' : 'agency'
  await tx.db.insertInto('person').values({ id: userId, kind, agency_id: agencyId, name: input.name.trim(), title: orNull(input.title), phone: orNull(input.phone) }).execute()
  await unlessTaken(
    tx.db
      .insertInto('account')
      .values({ user_id: userId, kind, agency_id: agencyId, email: input.email, email_key: key, system_roles: [...roles.systemRoles], complaints_role: roles.complaintsRole, standing: 'invited', invited_at: tx.now, created_at: tx.now })
      .execute(),
  )
  return { userId, linkId: await sendInvitation(tx, platform, agencyId, userId) }
}

/** A new link, by e-mail; one that was sent before stops working. */
export async function sendInvitation(tx: Tx, platform: PlatformActor, agencyId: string | null, userId: string): Promise<string> {
  const linkId = newId()
  await sql`select make_link(${linkId}, ${userId}, 'activation', ${new Date(tx.now.getTime() + invitationMs)}, ${tx.now})`.execute(tx.db)
  await tx.audit({ action: 'account.invited', audience: 'platform', agencyId, about: { kind: 'account', id: userId } })
  await tx.enqueue('notify-organisation', { eventId: newId(), event: 'account_invited', userId, linkId, by: platform.userId })
  return linkId
}

async function requireRoles(tx: Tx, agencyId: string, roles: ChosenRoles): Promise<void> {
  const { rows } = await sql<{ active: number; all: number }>`
    select count(*) filter (where standing = 'active')::int as active, count(*)::int as all
    from account where agency_id = ${agencyId} and standing in ('active', 'invited') and 'account_administrator' = any(system_roles)`.execute(tx.db)
  const problems = roleProblems(roles, factsOfNew('agency', rows[0] ?? { active: 0, all: 0 }, false))
  if (Object.keys(problems).length > 0) throw invalid(problems)
}
