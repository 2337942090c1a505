import { sql } from 'kysely'
import type { Actor } from '../../../access/actor.ts'
import { may, permit } from '../../../access/permissions.ts'
import { notFound } from '../../../kernel/errors.ts'
import { displayId } from '../../../kernel/ids.ts'
import { oneOf } from '../../../kernel/one-of.ts'
import type { Deps, Tx } from '../../../platform/ports.ts'
import { endedEnrollments, enrollmentStates, type EnrollmentState } from '../../enrollment/domain/enrollment-steps.ts'
import type { CompanyRecord } from '../contract.ts'

/** A company as agencies see it: details, licences, contacts filed in NMLS and named here, how far its enrollment is, its users. */
export async function readCompany(deps: Pick<Deps, 'transaction'>, actor: Actor, id: string): Promise<CompanyRecord> {
  permit(actor, 'company.view')
  return deps.transaction(actor, async (tx) => {
    const company = await tx.db
      .selectFrom('company as o')
      .leftJoin('company_contacts as k', 'k.company_id', 'o.id')
      .select([
        'o.id', 'o.number', 'o.nmls_id', 'o.name', 'o.kind', 'o.standing', 'o.source', 'o.directory_missing_since', 'o.enrollment', 'o.business_types',
        'o.street', 'o.city', 'o.state', 'o.zip', 'o.phone', 'o.website', 'k.complaints_contact_id', 'k.sa_contact_id',
        sql<number>`open_complaints_of_company(o.id)`.as('open_complaints'),
        sql<number>`(select count(*)::int from (select 1 from company_branch x where x.company_id = o.id and x.delisted_at is null limit 1000) as found)`.as('branches'),
        sql<number>`(select count(*)::int from (select 1 from company_individual x where x.company_id = o.id and x.delisted_at is null limit 1000) as found)`.as('individuals'),
      ])
      .where('o.id', '=', id)
      .executeTakeFirst()
    if (company === undefined) throw notFound('company')
    const licences = await tx.db.selectFrom('company_licence').select(['id', 'state', 'number', 'kind', 'status']).where('company_id', '=', id).orderBy('state').orderBy('number').execute()
    const nmlsContacts = await tx.db.selectFrom('nmls_contact').select(['kind', 'name', 'title', 'email', 'phone']).where('company_id', '=', id).orderBy('kind', 'desc').execute()
    const people = await peopleOf(tx, id)
    const contact = (userId: string | null) => {
      const person = people.find((one) => one.id === userId)
      return person === undefined ? null : { id: person.id, name: person.name, title: person.title, phone: person.phone, email: person.email }
    }
    const enrollment = oneOf(enrollmentStates, company.enrollment)
    const standing = oneOf(['confirmed', 'to_be_confirmed'], company.standing)
    return {
      id: company.id,
      sesId: displayId('company', company.number),
      nmlsId: company.nmls_id,
      name: company.name,
      kind: oneOf(['non-depository', 'depository'], company.kind),
      standing,
      source: oneOf(['directory', 'request', 'import'], company.source),
      missingSince: company.directory_missing_since?.toISOString() ?? null,
      enrollment,
      enrollmentBegun: await enrollmentOf(tx, id),
      businessTypes: company.business_types,
      address: [company.street, company.city, [company.state, company.zip].filter(Boolean).join(' ')].filter(Boolean).join(', '),
      phone: company.phone,
      website: company.website,
      licences,
      nmlsContacts: nmlsContacts.map((row) => ({ ...row, kind: oneOf(['contact_person', 'complaints_contact'], row.kind) })),
      complaintsContact: contact(company.complaints_contact_id),
      saContact: contact(company.sa_contact_id),
      users: people.filter((person) => person.standing === 'active').map(({ standing: _standing, ...person }) => person),
      branchCount: company.branches,
      individualCount: company.individuals,
      openComplaints: company.open_complaints,
      can: whatMayBeDone(actor, enrollment, standing),
    }
  })
}

async function peopleOf(tx: Tx, companyId: string) {
  const rows = await tx.db
    .selectFrom('account as u')
    .innerJoin('person as p', 'p.id', 'u.user_id')
    .select(['p.id', 'p.name', 'p.title', 'p.phone', 'u.email', 'u.system_roles', 'u.complaints_role', 'u.standing'])
    .where('u.company_id', '=', companyId)
    .orderBy('p.name')
    .execute()
  return rows.map((row) => ({ id: row.id, name: row.name, title: row.title, phone: row.phone, email: row.email, systemRoles: row.system_roles, complaintsRole: row.complaints_role, standing: row.standing }))
}

async function enrollmentOf(tx: Tx, companyId: string): Promise<CompanyRecord['enrollmentBegun']> {
  const row = await tx.db
    .selectFrom('enrollment as e')
    .innerJoin('agency as a', 'a.id', 'e.agency_id')
    .innerJoin('person as p', 'p.id', 'e.begun_by')
    .select(['e.begun_at', 'e.invitation_ends_at', 'a.name as agency', 'p.name as by'])
    .where('e.company_id', '=', companyId)
    .where('e.state', 'not in', endedEnrollments)
    .executeTakeFirst()
  return row === undefined ? null : { at: row.begun_at.toISOString(), agency: row.agency, by: row.by, invitationEndsAt: row.invitation_ends_at.toISOString() }
}

/** The button is gone once the company is enrolled (docs/rules.md 5). */
function whatMayBeDone(actor: Actor, enrollment: EnrollmentState, standing: CompanyRecord['standing']): CompanyRecord['can'] {
  if (!may(actor, 'company.enroll') || standing !== 'confirmed' || enrollment === 'complete') return []
  return enrollment === 'not_enrolled' ? ['enroll'] : ['remind']
}
