import { addDays } from '#src/kernel/calendar.ts'
import { brightwater } from './companies.ts'
import { record } from './context.ts'
import { Dice } from './dice.ts'
import { dayMs } from './moments.ts'
import type { StaffedCompany } from './people.ts'
import { instant, type Rows } from './rows.ts'
import { text, type ToldComplaint } from './told.ts'

const home = 'OH-FRD'

type Story = { kind: string; status: 'draft' | 'issued' | 'acknowledged'; /** Days since it was issued, or asked to be approved. */ ago: number; /** Days from its issue to the due date. */ days: number; subject: string; body: string }

/** One that waits at the company, one acknowledged, one overdue, and one that a Supervisor is asked to approve. */
const stories: readonly Story[] = [
  { kind: 'correction', status: 'issued', ago: 3, days: 15, subject: 'Request to correct the crediting of payments', body: 'From what you sent us it appears that payments which arrived in time were credited late. Please correct the accounts concerned, and tell us in this system how you did.' },
  { kind: 'findings', status: 'acknowledged', ago: 24, days: 15, subject: 'Our findings on the escrow analysis', body: 'We found that the escrow analysis used a tax bill of the year before. You have corrected it. No further step is asked of you.' },
  { kind: 'caution', status: 'issued', ago: 30, days: 15, subject: 'Letter of caution: notices of late fees', body: 'We draw your attention to notices of late fees that reached borrowers after the fee was charged. We ask you to look at your procedures.' },
  { kind: 'cease', status: 'draft', ago: 1, days: 15, subject: 'Please stop charging for payoff statements', body: 'We believe that the fee for payoff statements is not permitted. We ask you to stop charging it, and to tell us in writing what you have done.' },
]

/** Letters of Ohio to Brightwater on complaints that it has. Their PDFs are made when the program starts (issuing jobs). */
export function addLetters(rows: Rows, told: readonly ToldComplaint[], { companies, now, seed }: { companies: readonly StaffedCompany[]; now: number; seed: number }): void {
  const dice = new Dice(seed)
  const company = companies.find(({ name }) => name === brightwater.name)
  const pocs = new Map(rows.of('complaint_delivery').map((delivery) => [text(delivery['complaint_id']), text(delivery['company_poc_id'])]))
  if (company === undefined) return
  const sentAt = (complaint: ToldComplaint) => Date.parse(text(complaint.row['first_sent_at']))
  const ours = told.filter(({ id, agency, row }) => agency.code === home && row['status'] === 'in_progress' && row['company_id'] === company.id && pocs.get(id) !== '')
  const taken = new Set<ToldComplaint>()
  // The oldest letter chooses first: its complaint was sent long enough before, so that it was not the first that came.
  stories.toSorted((one, other) => other.ago - one.ago).forEach((story) => {
    const old = ours.filter((candidate) => sentAt(candidate) < now - (story.ago + 2) * dayMs)
    // Where there are fewer such complaints than letters, one has two.
    const complaint = old.find((candidate) => !taken.has(candidate)) ?? old[0]
    if (complaint !== undefined) taken.add(complaint)
    const manager = complaint?.agency.people.find(({ complaintsRole }) => complaintsRole === 'manager')
    const supervisor = complaint?.agency.people.find(({ complaintsRole }) => complaintsRole === 'supervisor')
    const poc = company.people.find(({ id }) => id === pocs.get(complaint?.id ?? ''))
    if (complaint === undefined || manager === undefined || supervisor === undefined || poc === undefined) return
    const at = complaint.moments.before(story.ago)
    const isOut = story.status !== 'draft'
    const dueOn = isOut ? addDays(complaint.moments.dateOf(at), story.days) : null
    const acknowledgedAt = story.status === 'acknowledged' ? complaint.moments.after(at, 1, 3) : null
    const id = dice.id(at)
    rows.add('letter', {
      id, complaint_id: complaint.id, agency_id: complaint.agency.id, side: 'company', company_id: company.id, kind: story.kind, status: story.status, addressee: company.name, subject: story.subject,
      body: `To ${company.name}:\n\n${story.body}\n\n${manager.name}\n${complaint.agency.name}`, created_by: manager.id, created_at: instant(at - 3_600_000), updated_at: instant(at), version: isOut ? 4 : 3, owner_only: false,
      approval_asked_by: manager.id, approval_asked_at: instant(at - 1_800_000), approved_by: isOut ? supervisor.id : null, approved_at: isOut ? instant(at - 900_000) : null, return_note: '',
      issued_by: isOut ? manager.id : null, issued_at: isOut ? instant(at) : null, due_on: dueOn, original_due_on: dueOn, delivered_at: isOut ? instant(at) : null,
      acknowledged_by: acknowledgedAt === null ? null : poc.id, acknowledged_at: acknowledgedAt === null ? null : instant(acknowledgedAt), acknowledgment: acknowledgedAt === null ? '' : 'We received your letter and have passed it to our servicing department.', withdraw_reason: '',
      soon_told_for: dueOn !== null && story.ago >= story.days - 3 ? dueOn : null, overdue_told_for: dueOn !== null && story.ago > story.days ? dueOn : null,
    })
    const scene = { dice, rows, ...complaint, company }
    const about = { kind: 'letter', id }
    const details = { to: 'company' }
    record(scene, complaint, at - 3_600_000, { action: 'letter.drafted', audience: 'agency', by: manager, company: false, about, details })
    record(scene, complaint, at - 1_800_000, { action: 'letter.approval_asked', audience: 'agency', by: manager, company: false, about, details })
    if (isOut) {
      record(scene, complaint, at - 900_000, { action: 'letter.approved', audience: 'agency', by: supervisor, company: false, about, details })
      record(scene, complaint, at, { action: 'letter.issued', audience: 'agency', by: manager, company: false, about, details })
    }
    if (acknowledgedAt !== null) record(scene, complaint, acknowledgedAt, { action: 'letter.acknowledged', audience: 'both', by: poc, about })
  })
}

/** After the rows: the tasks of letters, which no other task has a column for, and the jobs that make their PDFs. */
export const finishLetters = `
  with added as (
    insert into task (id, event_id, kind, agency_id, company_id, complaint_id, letter_id, due_on, created_at)
    select gen_random_uuid(), l.id, case l.status when 'draft' then 'approve_letter' else 'acknowledge_letter' end, case l.status when 'draft' then l.agency_id end, case l.status when 'issued' then l.company_id end,
           l.complaint_id, l.id, case l.status when 'issued' then l.due_on end, coalesce(l.issued_at, l.approval_asked_at)
    from letter l where l.side = 'company' and l.status in ('draft', 'issued')
    returning id, agency_id, complaint_id
  ), held as (
    insert into task_holder (task_id, user_id)
    select t.id, a.user_id from added t join account a on a.agency_id = t.agency_id and a.complaints_role = 'supervisor' and a.standing = 'active'
    union all
    select t.id, coalesce(d.acting_poc_id, d.company_poc_id) from added t join complaint_delivery d on d.complaint_id = t.complaint_id where t.agency_id is null
  )
  select enqueue('issue-letter', jsonb_build_object('letterId', l.id), 'issue-letter:' || l.id) from letter l where l.side = 'company' and l.delivered_at is not null`
