import type { CategoryIndex } from '#src/modules/complaints/index.ts'
import type { Agency, AgencyPerson, CompanyPerson, StaffedCompany } from './people.ts'
import type { Dice } from './dice.ts'
import type { Moments } from './moments.ts'
import { instant, type Rows } from './rows.ts'

/** All that the story of one complaint is told with. */
export type Stage = {
  dice: Dice
  rows: Rows
  moments: Moments
  now: number
  categories: CategoryIndex
  agency: Agency
  otherAgencies: readonly Agency[]
  company: StaffedCompany
  nextRequestNumber: () => number
}

export type Complaint = { id: string; number: number; createdAt: number; restricted: boolean; poc: AgencyPerson }

type Entry = {
  action: string
  audience: 'agency' | 'company' | 'both'
  by: AgencyPerson | CompanyPerson
  company?: boolean
  about?: { kind: string; id: string }
  details?: Record<string, string | number>
}

type Scene = { dice: Dice; rows: Rows; agency: Agency; company: { id: string } | null }

/** An entry of the complaint's history, as the command would have written it. */
export function record({ dice, rows, agency, company }: Scene, complaint: Pick<Complaint, 'id'>, at: number, entry: Entry): void {
  rows.add('audit_entry', {
    id: dice.id(at),
    at: instant(at),
    organisation_id: agency.id,
    action: entry.action,
    actor_id: entry.by.id,
    actor_kind: entry.by.kind,
    actor_organisation_id: entry.by.kind === 'agency' ? entry.by.agencyId : entry.by.companyId,
    agency_id: agency.id,
    company_id: entry.company === false ? null : (company?.id ?? null),
    complaint_id: complaint.id,
    about_kind: entry.about?.kind ?? null,
    about_id: entry.about?.id ?? null,
    audience: entry.audience,
    details: entry.details ?? {},
  })
}
