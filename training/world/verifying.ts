import { Dice } from './dice.ts'
import { brightwater } from './companies.ts'
import { dayMs } from './moments.ts'
import type { Agency, AgencyPerson, CompanyPerson, StaffedCompany } from './people.ts'
import { instant, type Rows } from './rows.ts'

/** Whose Account Administrators find the task to verify their users; the others did it in the last weeks. */
const stillToVerify: readonly string[] = ['OH-FRD', brightwater.name]

/** The last verification of each organisation's users. Chances of their own, so that the rest of the world stays the same. */
export function addVerifications(rows: Rows, { agencies, companies, now, seed }: { agencies: readonly Agency[]; companies: readonly StaffedCompany[]; now: number; seed: number }): void {
  const dice = new Dice(seed)
  for (const { id, code, people } of agencies) if (!stillToVerify.includes(code)) verified(rows, dice, { agencyId: id, companyId: null, people, at: now - dice.between(1, 26) * dayMs })
  for (const { id, name, enrollment, people } of companies) {
    if (enrollment === 'complete' && !stillToVerify.includes(name)) verified(rows, dice, { agencyId: null, companyId: id, people, at: now - dice.between(1, 80) * dayMs })
  }
}

type Verified = { agencyId: string | null; companyId: string | null; people: readonly (AgencyPerson | CompanyPerson)[]; at: number }

function verified(rows: Rows, dice: Dice, { agencyId, companyId, people, at }: Verified): void {
  const by = people.find((person) => person.systemRoles.some((role) => role === 'account_administrator'))
  if (by === undefined) return
  const openedAt = at - 2 * dayMs
  rows.add('user_verification', {
    id: dice.id(openedAt), agency_id: agencyId, company_id: companyId, opened_at: instant(openedAt), due_on: instant(openedAt + 14 * dayMs).slice(0, 10), done_at: instant(at), done_by: by.id, users_seen: people.length,
  })
}
