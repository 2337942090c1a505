import { addDays, workingDayFrom } from '#src/kernel/calendar.ts'
import { displayId } from '#src/kernel/ids.ts'
import { plan } from '#src/modules/notifications/domain/plan.ts'
import { notify, openTasks, type Setting } from './carrying-out.ts'
import { brightwater } from './companies.ts'
import { Dice } from './dice.ts'
import { agencyFacts, companyFacts, factsOf, requestFact } from './facts.ts'
import type { StaffedCompany } from './people.ts'
import { instant, type Row, type Rows } from './rows.ts'
import { complaintFact } from './sharing.ts'
import { text, type ToldComplaint } from './told.ts'

/** What is overdue at Ohio and Brightwater was told of on the first working day after the due date. The reminders to come are the program's own work. */
export function addReminders(rows: Rows, told: readonly ToldComplaint[], { companies, now, seed }: { companies: readonly StaffedCompany[]; now: number; seed: number }): void {
  const setting: Setting = { dice: new Dice(seed), rows, now }
  const requests = Map.groupBy(rows.of('information_request').filter(({ status }) => status === 'sent_to_company'), (request) => text(request['complaint_id']))
  const deliveries = new Map(rows.of('complaint_delivery').map((delivery) => [text(delivery['complaint_id']), delivery]))
  for (const complaint of told) {
    const company = companies.find(({ id }) => id === complaint.row['company_id'])
    if (company === undefined || (complaint.agency.code !== 'OH-FRD' && company.name !== brightwater.name)) continue
    const late = (requests.get(complaint.id) ?? []).filter((request) => text(request['due_on']) < complaint.moments.today)
    if (late.length > 0) remind(setting, complaint, company, { late, open: requests.get(complaint.id) ?? [], delivery: deliveries.get(complaint.id) })
  }
}

type Waiting = { late: readonly Row[]; open: readonly Row[]; delivery: Row | undefined }

function remind(setting: Setting, complaint: ToldComplaint, company: StaffedCompany, { late, open, delivery }: Waiting): void {
  const { dice, rows, now } = setting
  const { moments, agency } = complaint
  const due = late.map((request) => text(request['due_on'])).sort()
  const day = workingDayFrom(addDays(due.at(-1) ?? moments.today, 1))
  // Today's are the job's.
  if (day >= moments.today) return
  const at = Math.min(now, moments.on(day))
  const number = (request: Row) => displayId('request', Number(request['number']))
  for (const request of late) {
    const id = text(request['id'])
    rows.add('request_reminder', { id: dice.id(at), request_id: id, complaint_id: complaint.id, agency_id: agency.id, company_id: company.id, sent_by: null, sent_at: instant(at), kind: 'overdue', due_on: text(request['due_on']), nth: 1 })
    rows.add('audit_entry', {
      id: dice.id(at), at: instant(at), organisation_id: agency.id, action: 'information_request.reminded_by_system', actor_id: null, actor_kind: 'system', actor_organisation_id: null, agency_id: agency.id, company_id: company.id,
      complaint_id: complaint.id, about_kind: 'information_request', about_id: id, audience: 'both', details: { number: number(request), kind: 'overdue' },
    })
  }
  const fact = (request: Row) => requestFact({ id: text(request['id']), status: 'sent_to_company', dueOn: text(request['due_on']), quickLooked: false })
  const acting = text(delivery?.['acting_poc_id'] ?? delivery?.['company_poc_id']) || null
  const planned = plan(factsOf({
    event: 'request_overdue', by: null, today: moments.today, complaint: complaintFact(complaint), agency: agencyFacts(agency), company: companyFacts(company, acting), requests: late.map(fact), requestsWithCompany: open.map(fact),
  }))
  const of = { eventId: dice.id(at), at, complaintId: complaint.id, agencyId: agency.id, companyId: company.id }
  openTasks(setting, planned.open, of)
  notify(setting, planned.tell, of)
}
