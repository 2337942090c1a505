import { sql } from 'kysely'
import type { Actor, CompanyActor } from '../../../access/actor.ts'
import { permit } from '../../../access/permissions.ts'
import { notFound } from '../../../kernel/errors.ts'
import { displayId } from '../../../kernel/ids.ts'
import { oneOf } from '../../../kernel/one-of.ts'
import type { Deps, Tx } from '../../../platform/ports.ts'
import { roleWords } from '../../accounts/domain/role-words.ts'
import type { CompanyProfile } from '../profile-contract.ts'

/** The profile of the actor's own company, for its Account Administrators. */
export async function readCompanyProfile(deps: Deps, actor: Actor): Promise<CompanyProfile> {
  const reader = administratorOfCompany(actor)
  return deps.transaction(reader, (tx) => companyProfile(tx, reader))
}

/** Not there for agencies: they have a profile of their own. */
export function administratorOfCompany(actor: Actor): CompanyActor {
  if (actor.kind !== 'company') throw notFound('profile')
  permit(actor, 'profile.manage', { companyId: actor.companyId })
  return actor
}

export async function companyProfile(tx: Tx, reader: CompanyActor): Promise<CompanyProfile> {
  const row = await tx.db
    .selectFrom('company as c')
    .leftJoin('company_contacts as k', 'k.company_id', 'c.id')
    .select([
      'c.id', 'c.number', 'c.nmls_id', 'c.name', 'c.street', 'c.city', 'c.state', 'c.zip', 'c.phone', 'c.version', 'c.email_domains', 'c.time_zone', 'k.complaints_contact_id', 'k.sa_contact_id', 'k.extra_addresses',
      sql<number>`(select count(*)::int from account a where a.company_id = c.id and a.standing <> 'removed' and c.email_domains <> '{}' and not 'third_party' = any(a.system_roles) and split_part(a.email_key, '@', 2) <> all(c.email_domains))`.as('outside_domains'),
    ])
    .where('c.id', '=', reader.companyId)
    .executeTakeFirstOrThrow()
  const colleagues = await tx.db
    .selectFrom('account as a')
    .innerJoin('person as p', 'p.id', 'a.user_id')
    .select(['a.user_id', 'p.name', 'a.system_roles', 'a.complaints_role', 'a.standing'])
    .where('a.company_id', '=', reader.companyId)
    .where('a.standing', 'in', ['active', 'invited'])
    .orderBy('p.name')
    .limit(500)
    .execute()
  return {
    id: row.id,
    sesId: displayId('company', row.number),
    nmlsId: row.nmls_id,
    name: row.name,
    address: [row.street, row.city, [row.state, row.zip].filter(Boolean).join(' ')].filter(Boolean).join(', '),
    phone: row.phone,
    version: row.version,
    complaintsContactId: row.complaints_contact_id,
    saContactId: row.sa_contact_id,
    extraAddresses: row.extra_addresses ?? [],
    emailDomains: row.email_domains,
    timeZone: row.time_zone,
    colleagues: colleagues.map((user) => {
      const { complaintsRole, standing, thirdParty } = { complaintsRole: user.complaints_role, standing: oneOf(['active', 'invited'], user.standing), thirdParty: user.system_roles.includes('third_party') }
      return {
        id: user.user_id,
        name: user.name,
        roles: roleWords({ kind: 'company', systemRoles: user.system_roles, complaintsRole, isComplaintsContact: row.complaints_contact_id === user.user_id }),
        standing,
        mayBeComplaintsContact: standing === 'active' && complaintsRole === 'manage',
        mayBeSaContact: standing === 'active' && !thirdParty,
      }
    }),
    outsideDomains: row.outside_domains,
  }
}
