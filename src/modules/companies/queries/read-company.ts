import { sql } from 'kysely'
import type { Actor } from '../../../access/actor.ts'
import { permit } from '../../../access/permissions.ts'
import { notFound } from '../../../kernel/errors.ts'
import { displayId } from '../../../kernel/ids.ts'
import { oneOf } from '../../../kernel/one-of.ts'
import type { Deps } from '../../../platform/ports.ts'
import type { CompanyRecord } from '../contract.ts'

/** A company as agencies see it: details, branches and individuals, contacts filed in NMLS, its users here. */
export async function readCompany(deps: Deps, actor: Actor, id: string): Promise<CompanyRecord> {
  permit(actor, 'company.view')
  return deps.transaction(actor, async (tx) => {
    const company = await tx.db
      .selectFrom('company as o')
      .leftJoin('company_contacts as k', 'k.company_id', 'o.id')
      .leftJoin('person as contact', 'contact.id', 'k.complaints_contact_id')
      .select([
        'o.id', 'o.number', 'o.nmls_id', 'o.name', 'o.kind', 'o.standing', 'o.enrollment', 'o.business_types', 'o.street', 'o.city', 'o.state', 'o.zip', 'o.phone', 'o.website',
        'contact.id as contact_id', 'contact.name as contact_name',
        sql<number>`(select count(*)::int from (select 1 from complaint x where x.company_id = o.id and x.status <> 'draft' and x.is_open limit 1000) as found)`.as('open_complaints'),
      ])
      .where('o.id', '=', id)
      .executeTakeFirst()
    if (company === undefined) throw notFound('company')
    const branches = await tx.db.selectFrom('company_branch').select(['id', 'nmls_id', 'name', 'city', 'state']).where('company_id', '=', id).orderBy('name').limit(500).execute()
    const individuals = await tx.db.selectFrom('company_individual').select(['id', 'nmls_id', 'name', 'city', 'state']).where('company_id', '=', id).orderBy('name').limit(500).execute()
    const contacts = await tx.db.selectFrom('nmls_contact').select(['kind', 'name', 'title', 'email', 'phone']).where('company_id', '=', id).orderBy('kind').execute()
    const users = await tx.db
      .selectFrom('account as u')
      .innerJoin('person as p', 'p.id', 'u.user_id')
      .select(['p.id', 'p.name', 'p.title', 'u.email', 'u.system_roles', 'u.complaints_role'])
      .where('u.company_id', '=', id)
      .where('u.standing', '=', 'active')
      .orderBy('p.name')
      .execute()
    const place = (row: { city: string | null; state: string | null }) => [row.city, row.state].filter(Boolean).join(', ')
    return {
      id: company.id,
      sesId: displayId('company', company.number),
      nmlsId: company.nmls_id,
      name: company.name,
      kind: oneOf(['non-depository', 'depository'], company.kind),
      standing: oneOf(['confirmed', 'to_be_confirmed'], company.standing),
      enrollment: company.enrollment,
      businessTypes: company.business_types,
      address: [company.street, company.city, [company.state, company.zip].filter(Boolean).join(' ')].filter(Boolean).join(', '),
      phone: company.phone,
      website: company.website,
      branches: branches.map((row) => ({ id: row.id, nmlsId: row.nmls_id, name: row.name, place: place(row) })),
      individuals: individuals.map((row) => ({ id: row.id, nmlsId: row.nmls_id, name: row.name, place: place(row) })),
      nmlsContacts: contacts.map((row) => ({ ...row, kind: oneOf(['contact_person', 'complaints_contact'], row.kind) })),
      complaintsContact: company.contact_id === null || company.contact_name === null ? null : { id: company.contact_id, name: company.contact_name },
      users: users.map((row) => ({ id: row.id, name: row.name, title: row.title, email: row.email, systemRoles: row.system_roles, complaintsRole: row.complaints_role })),
      openComplaints: company.open_complaints,
    }
  })
}
