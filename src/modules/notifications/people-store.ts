import type { Tx } from '../../platform/ports.ts'
import type { AgencyFacts, PersonFact } from './domain/facts.ts'

/** The active users of an organisation. */
export async function peopleOf(tx: Tx, side: 'agency_id' | 'company_id', organisationId: string): Promise<PersonFact[]> {
  const rows = await tx.db
    .selectFrom('account')
    .innerJoin('person', 'person.id', 'account.user_id')
    .select(['account.user_id', 'person.name', 'account.email', 'account.complaints_role', 'account.system_roles'])
    .where(`account.${side}`, '=', organisationId)
    .where('account.standing', '=', 'active')
    .orderBy('account.user_id')
    .execute()
  return rows.map(personOf)
}

/** An agency with its active users. */
export async function agencyFacts(tx: Tx, agencyId: string): Promise<AgencyFacts> {
  const agency = await tx.db.selectFrom('agency').select(['name', 'extra_addresses']).where('id', '=', agencyId).executeTakeFirstOrThrow()
  return { id: agencyId, name: agency.name, extraAddresses: agency.extra_addresses, people: await peopleOf(tx, 'agency_id', agencyId) }
}

export function personOf(row: { user_id: string; name: string; email: string; complaints_role: string | null; system_roles: string[] }): PersonFact {
  return { id: row.user_id, name: row.name, email: row.email, complaintsRole: row.complaints_role, administers: row.system_roles.includes('account_administrator') }
}
