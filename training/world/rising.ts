import { addDays } from '#src/kernel/calendar.ts'
import type { StaffedCompany } from './people.ts'
import type { Rows } from './rows.ts'
import { text, type ToldComplaint } from './told.ts'

const about = 'Foxglove Screening & Reports LLC'
const most = 18

/**
 * In the last full month many complain about one company, so that the market has an unusual rise to point out: those about
 * others of its kind that no company was told of.
 */
export function addRise(rows: Rows, told: readonly ToldComplaint[], companies: readonly StaffedCompany[]): void {
  const company = companies.find(({ name }) => name === about)
  const today = told.find(({ agency }) => agency.code === 'OH-FRD')?.moments.today
  if (company === undefined || today === undefined) return
  const alike = new Set(companies.filter(({ family }) => family === company.family).map(({ id }) => id))
  const busy = new Set([...rows.of('information_request'), ...rows.of('related_record')].map((row) => row['complaint_id']))
  const lastDay = addDays(`${today.slice(0, 7)}-01`, -1)
  const month = lastDay.slice(0, 7)
  const moved = told.filter(({ id, row }) => text(row['received_on']).startsWith(month) && alike.has(text(row['company_id'])) && row['status'] !== 'draft' && row['status'] !== 'canceled' && row['first_sent_at'] === null && !busy.has(id))
  const ids = new Set(moved.slice(0, most).map(({ id }) => id))
  for (const { id, row } of moved) if (ids.has(id)) Object.assign(row, { subject_kind: 'company', company_id: company.id, branch_id: null, individual_id: null, subject_name: company.name })
  for (const entry of rows.of('audit_entry')) if (entry['company_id'] !== null && ids.has(text(entry['complaint_id']))) entry['company_id'] = company.id
}
