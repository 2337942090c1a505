import { agencySystemRoles, companySystemRoles, complaintsAccesses, complaintsRoles, type Actor } from '../../../access/actor.ts'
import { AppError } from '../../../kernel/errors.ts'
import { displayId } from '../../../kernel/ids.ts'
import type { SignedIn } from '../../../platform/http/app.ts'
import type { Deps } from '../../../platform/ports.ts'
import { termsVersion } from '../domain/terms.ts'
import { countsAsUse, endsAt, hasEnded, idleEndsAt, type SessionTimes } from '../domain/session-life.ts'
import { hashOf } from '../session-token.ts'
import { findSession, touchSession, type SessionRow } from '../store.ts'

/** Who holds this token. A session that has ended is told apart from none, as the page then offers to go on. */
export async function resolveSession(deps: Pick<Deps, 'transaction'>, token: string | undefined, options: { background: boolean }): Promise<SignedIn> {
  if (token === undefined) throw notSignedIn()
  return deps.transaction({ kind: 'nobody' }, async (tx) => {
    const row = await findSession(tx, hashOf(token))
    if (row?.state !== 'active') throw notSignedIn()
    const times: SessionTimes = { createdAt: row.created_at, lastActiveAt: row.last_active_at, endedAt: row.ended_at }
    if (row.standing !== 'active' || hasEnded(times, tx.now)) throw new AppError('session_expired', 'Your session has ended. Sign in again to go on.')
    const used = countsAsUse(times, tx.now, options.background)
    if (used) await touchSession(tx, row.id)
    return {
      actor: actorOf(row),
      sessionId: row.id,
      name: row.name,
      email: row.email,
      organisation: organisationOf(row),
      termsAccepted: row.terms_version === termsVersion,
      enrollment: row.enrollment,
      method: row.method,
      confirmedAt: row.confirmed_at ?? row.created_at,
      idleEndsAt: idleEndsAt(times, used ? tx.now : row.last_active_at),
      endsAt: endsAt(times),
    }
  })
}

function notSignedIn(): AppError {
  return new AppError('unauthenticated', 'Sign in to go on.')
}

/** Of which an actor is made: as it stands now, for a session as for a token. */
export type ActorRow = Pick<SessionRow, 'user_id' | 'time_zone' | 'agency_id' | 'company_id' | 'system_roles' | 'complaints_role' | 'enrollment' | 'is_complaints_contact'>

export function actorOf(row: ActorRow): Actor {
  const { user_id: userId, time_zone: timeZone } = row
  if (row.agency_id !== null) {
    return {
      kind: 'agency',
      userId,
      agencyId: row.agency_id,
      systemRoles: agencySystemRoles.filter((role) => row.system_roles.includes(role)),
      complaintsRole: complaintsRoles.find((role) => role === row.complaints_role) ?? null,
      timeZone,
    }
  }
  if (row.company_id !== null) {
    const enrolled = row.enrollment === 'complete'
    return {
      kind: 'company',
      userId,
      companyId: row.company_id,
      systemRoles: companySystemRoles.filter((role) => row.system_roles.includes(role)),
      // Until the enrollment is complete nothing of a complaint is open, for the database neither (docs/rules.md 5).
      complaintsAccess: enrolled ? (complaintsAccesses.find((access) => access === row.complaints_role) ?? null) : null,
      isComplaintsContact: enrolled && row.is_complaints_contact,
      enrolled,
      timeZone,
    }
  }
  return { kind: 'platform', userId, timeZone }
}

function organisationOf(row: SessionRow): SignedIn['organisation'] {
  const id = row.agency_id ?? row.company_id
  if (id === null) return null
  return { id, code: row.organisation_code ?? displayId('company', row.company_number ?? 0), name: row.organisation_name ?? '', shortName: row.organisation_short_name ?? '' }
}
