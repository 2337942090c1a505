import { sql } from 'kysely'
import { AppError } from '../../../kernel/errors.ts'
import { agencySystemRoles, complaintsRoles, type AgencyActor } from '../../../access/actor.ts'
import type { Deps } from '../../../platform/ports.ts'

export type Importer = { actor: AgencyActor; name: string; agencyName: string }

/**
 * For whom an import from the command line counts: an operator is no user of the agency, so complaints are
 * entered in the name of one who may. Without `email`, the agency's first Complaint Supervisor.
 */
export async function findImporter(deps: Deps, agencyCode: string, email?: string): Promise<Importer> {
  return deps.transaction({ kind: 'job' }, async ({ db }) => {
    const agency = await db.selectFrom('agency').select(['id', 'name', 'time_zone']).where('code', '=', agencyCode.trim().toUpperCase()).executeTakeFirst()
    if (agency === undefined) {
      const known = await db.selectFrom('agency').select('code').orderBy('code').limit(60).execute()
      throw new AppError('not_found', `No agency has the code ${agencyCode}. There are: ${known.map((row) => row.code).join(', ') || 'none yet'}.`)
    }
    const { rows } = await sql<UserRow>`
      select a.user_id, p.name, a.complaints_role, a.system_roles
      from account a join person p on p.id = a.user_id
      where a.agency_id = ${agency.id} and a.standing = 'active' and a.complaints_role in ('supervisor', 'manager')
        and (${email ?? null}::text is null and a.complaints_role = 'supervisor' or lower(a.email) = lower(${email ?? null}::text))
      order by a.created_at, a.user_id limit 1`.execute(db)
    const user = rows[0]
    if (user === undefined) throw nobody(agency.name, email)
    return { actor: actorOf(user, agency), name: user.name, agencyName: agency.name }
  })
}

/** Whoever began an import in the web, with the roles that they hold now; null when they may not import any more. */
export async function importerNow(deps: Pick<Deps, 'transaction'>, agencyId: string, userId: string): Promise<AgencyActor | null> {
  return deps.transaction({ kind: 'job' }, async ({ db }) => {
    const { rows } = await sql<UserRow & { time_zone: string }>`
      select a.user_id, p.name, a.complaints_role, a.system_roles, g.time_zone
      from account a join person p on p.id = a.user_id join agency g on g.id = a.agency_id
      where a.user_id = ${userId} and a.agency_id = ${agencyId} and a.standing = 'active' and a.complaints_role in ('supervisor', 'manager')`.execute(db)
    const user = rows[0]
    return user === undefined ? null : actorOf(user, { id: agencyId, time_zone: user.time_zone })
  })
}

type UserRow = { user_id: string; name: string; complaints_role: string; system_roles: string[] }

function actorOf(user: UserRow, agency: { id: string; time_zone: string }): AgencyActor {
  return {
    kind: 'agency',
    userId: user.user_id,
    agencyId: agency.id,
    timeZone: agency.time_zone,
    complaintsRole: complaintsRoles.find((role) => role === user.complaints_role) ?? null,
    systemRoles: agencySystemRoles.filter((role) => user.system_roles.includes(role)),
  }
}

function nobody(agency: string, email: string | undefined): AppError {
  return email === undefined
    ? new AppError('not_found', `${agency} has no active Complaint Supervisor in whose name complaints could be entered. Name a user with --as.`)
    : new AppError('not_found', `${agency} has no active Complaint Supervisor or Manager with the e-mail address ${email}.`)
}
