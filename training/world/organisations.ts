import { nameKey } from '#src/kernel/text.ts'
import { termsVersion } from '#src/modules/accounts/domain/terms.ts'
import type { SecretBox } from '#src/platform/ports.ts'
import { trainingPasswordHash, trainingTotpSecret } from '../accounts.ts'
import { supervising } from './agencies.ts'
import type { StaffedCompany, Agency, AgencyPerson, CompanyPerson } from './people.ts'
import { businessTypes } from './companies.ts'
import { Dice } from './dice.ts'
import { dayMs } from './moments.ts'
import { fictionalPhone, mailName, personName } from './names.ts'
import { instant, type Row, type Rows } from './rows.ts'

/** Agencies, companies and their people, as rows. Accounts are made one after another, in the order in which sign-in shows them. */
export function addOrganisations(rows: Rows, { agencies, companies, secrets, dice, now }: { agencies: readonly Agency[]; companies: readonly StaffedCompany[]; secrets: SecretBox; dice: Dice; now: number }): void {
  const beginning = now - 600 * dayMs
  let second = 0
  const account = (person: AgencyPerson | CompanyPerson): void => {
    second += 1
    const createdAt = instant(beginning + second * 1000)
    const agencyId = person.kind === 'agency' ? person.agencyId : null
    const companyId = person.kind === 'company' ? person.companyId : null
    rows.add('person', { id: person.id, kind: person.kind, agency_id: agencyId, company_id: companyId, name: person.name, title: person.title, phone: person.phone, created_at: createdAt })
    rows.add('account', {
      user_id: person.id, kind: person.kind, agency_id: agencyId, company_id: companyId, email: person.email, email_key: person.email.toLowerCase(), system_roles: person.systemRoles,
      complaints_role: person.complaintsRole, standing: 'active', last_sign_in_at: dice.chance(0.9) ? instant(now - dice.between(0.02, 20) * dayMs) : null, created_at: createdAt,
      terms_version: termsVersion, terms_accepted_at: createdAt, invited_at: null, ...thirdPartyOf(person.systemRoles),
    })
    rows.add('credential', credentialOf(secrets, person, createdAt))
  }
  for (const agency of agencies) {
    rows.add('agency', {
      id: agency.id, code: agency.code, name: agency.name, short_name: agency.shortName, state: agency.state, time_zone: agency.timeZone, phone: fictionalPhone(dice, agency.areaCode),
      email: `complaints@${agency.people[0]?.email.split('@')[1] ?? 'agency.example'}`, request_due_days: agency.dueDays, components: agency.code in supervising ? ['complaints', 'supervisory_activities'] : ['complaints'], participates_since: agency.since, created_at: instant(beginning),
    })
    agency.people.forEach(account)
  }
  for (const company of byImportance(companies)) {
    addCompany(rows, company, dice, beginning)
    company.people.forEach(account)
  }
}

/** Who runs the training system: sees no complaint, onboards agencies and decides on company accounts. */
export function addPlatformAdministrator(rows: Rows, { secrets, now, seed }: { secrets: SecretBox; now: number; seed: number }): void {
  const at = now - 600 * dayMs
  const createdAt = instant(at)
  const person = { id: new Dice(seed).id(at), email: 'ola.brandvold@ses.example' }
  rows.add('person', { id: person.id, kind: 'platform', agency_id: null, company_id: null, name: 'Ola Brandvold', title: 'Platform administrator', phone: null, created_at: createdAt })
  rows.add('account', {
    user_id: person.id, kind: 'platform', agency_id: null, company_id: null, email: person.email, email_key: person.email, system_roles: [], complaints_role: null, standing: 'active', last_sign_in_at: null,
    created_at: createdAt, terms_version: termsVersion, terms_accepted_at: createdAt, invited_at: null, ...thirdPartyOf([]),
  })
  rows.add('credential', credentialOf(secrets, person, createdAt))
}

/** Outside counsel has a firm; nobody else. */
function thirdPartyOf(systemRoles: readonly string[]): Row {
  return systemRoles.includes('third_party') ? { third_party_firm: 'Trent & Vale LLP', third_party_kind: 'law_firm' } : { third_party_firm: null, third_party_kind: null }
}

function credentialOf(secrets: SecretBox, person: { id: string; email: string }, changedAt: string): Row {
  return {
    user_id: person.id, password_hash: trainingPasswordHash, second_factor: secrets.seal('second-factor', trainingTotpSecret(person.email)), second_factor_pending: null, second_factor_step: 0,
    for_training: true, changed_at: changedAt,
  }
}

/** The company of the job aids stands first, then those with people. */
function byImportance(companies: readonly StaffedCompany[]): StaffedCompany[] {
  return companies.toSorted((a, b) => b.people.length - a.people.length || a.number - b.number)
}

function addCompany(rows: Rows, company: StaffedCompany, dice: Dice, beginning: number): void {
  rows.add('company', {
    id: company.id, number: company.number, nmls_id: company.nmlsId, name: company.name, name_key: nameKey(company.name), kind: company.kind, business_types: [...businessTypes[company.family]],
    street: company.street, city: company.place.city, state: company.place.state, zip: company.place.zip, phone: company.phone, website: `https://www.${company.domain}`,
    standing: 'confirmed', enrollment: company.enrollment, time_zone: 'America/New_York', created_at: instant(beginning),
  })
  for (const branch of company.branches) {
    rows.add('company_branch', {
      id: branch.id, company_id: company.id, nmls_id: branch.nmlsId, name: branch.name, street: branch.street, city: branch.place.city, state: branch.place.state, zip: branch.place.zip, created_at: instant(beginning),
    })
  }
  for (const person of company.individuals) {
    rows.add('company_individual', {
      id: person.id, company_id: company.id, nmls_id: person.nmlsId, name: person.name, name_key: nameKey(person.name), city: person.place.city, state: person.place.state, created_at: instant(beginning),
    })
  }
  const contact = company.people.find((person) => person.isComplaintsContact)
  for (const [kind, title] of [['contact_person', 'Licensing manager'], ['complaints_contact', 'Consumer complaints']] as const) {
    const name = personName(dice)
    const known = kind === 'complaints_contact' ? contact : undefined
    rows.add('nmls_contact', {
      id: dice.id(beginning), company_id: company.id, kind, name: known?.name ?? `${name.first} ${name.last}`, title: known?.title ?? title,
      email: known?.email ?? `${mailName(name)}@${company.domain}`, phone: known?.phone ?? fictionalPhone(dice, company.place.areaCode),
    })
  }
  rows.add('company_contacts', {
    company_id: company.id, complaints_contact_id: contact?.id ?? null, sa_contact_id: company.people.find((person) => person.systemRoles.includes('leader'))?.id ?? null,
    extra_addresses: company.enrollment === 'complete' ? [`complaints@${company.domain}`] : [],
  })
}
