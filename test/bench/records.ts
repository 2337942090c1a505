import type { CompanyActor } from '#src/access/actor.ts'
import { startComplaint } from '#src/modules/complaints/commands/start-complaint.ts'
import { submitComplaint } from '#src/modules/complaints/commands/submit-complaint.ts'
import type { ComplaintFields } from '#src/modules/complaints/contract.ts'
import { readComplaint } from '#src/modules/complaints/queries/read-complaint.ts'
import { saveDraft } from '#src/modules/information-requests/commands/save-draft.ts'
import { submitResponse } from '#src/modules/information-requests/commands/submit-response.ts'
import { about } from './bare.ts'
import type { Clerk } from './cast.ts'
import type { Ground } from './ground.ts'
import { sideBySide, type Effort, type Row } from './readings.ts'

/** Takes each item once; half of them for the program, half for the bare client. */
function taker<T>(items: readonly T[], of: string): () => T {
  let next = 0
  return () => {
    const item = items[next]
    next += 1
    if (item === undefined) throw new Error(`There are not enough ${of} to measure with: ${String(items.length)}.`)
    return item
  }
}

const needed = (effort: Effort) => 2 * effort.rounds * (effort.samples + effort.warmUp) + 1

/** The record of a complaint that the reader has not just read: the reading is written into the audit each time. */
export async function timeRecord(ground: Ground, clerks: readonly Clerk[], effort: Effort): Promise<Row> {
  const { rows } = await ground.admin.query<{ id: string; agency_id: string; company_id: string }>(
    "select id, agency_id, company_id from complaint where status <> 'draft' order by md5(id::text) limit $1", [needed(effort)])
  const byAgency = new Map(clerks.map(({ actor }) => [actor.agencyId, actor]))
  const targets = rows.flatMap(({ id, agency_id, company_id }) => {
    const actor = byAgency.get(agency_id)
    return actor === undefined ? [] : [{ id, companyId: company_id, actor }]
  })
  const take = taker(targets, 'complaints')
  const since = Date.now()
  const model = take()
  const recording = await ground.recorder.note(() => readComplaint(ground.deps, model.actor, model.id))
  return sideBySide({ work: 'record', name: 'record, first reading' }, ground, effort,
    () => {
      const { actor, id } = take()
      return readComplaint(ground.deps, actor, id)
    },
    () => {
      const other = take()
      return ground.bare.repeat(about(recording, new Map([[model.id, other.id], [model.companyId, other.companyId], [model.actor.agencyId, other.actor.agencyId], [model.actor.userId, other.actor.userId]]), since))
    })
}

/** A complaint entered as the form does it: a draft with all that is known, then its submission. */
export async function timeEntering(ground: Ground, clerks: readonly Clerk[], effort: Effort): Promise<Row> {
  const { rows } = await ground.admin.query<{ product_id: number; issue_id: number }>("select parent_id as product_id, id as issue_id from category where level = 'issue' and not retired limit 1")
  const label = rows[0]
  const first = clerks[0]
  if (label === undefined || first === undefined) throw new Error('There is no category or no clerk.')
  const fields = ({ companyId }: Clerk): ComplaintFields => ({
    subject: { kind: 'company', companyId },
    receivedOn: '2026-01-02',
    receivedVia: 'mail',
    productId: label.product_id,
    issueId: label.issue_id,
    narrative: 'The servicer did not credit my payment of October, raised my escrow and did not answer three letters. '.repeat(10),
    transactionDate: '2025-10-05',
    transactionCity: 'Toledo',
    transactionState: 'OH',
    complainant: { firstName: 'Yolanda', lastName: 'Pruitt', street: '1418 Larkfield Ave', city: 'Toledo', state: 'OH', zip: '43612', email: 'y.pruitt@mail.example' },
  })
  const enter = async (clerk: Clerk): Promise<void> => {
    const id = await startComplaint(ground.deps, clerk.actor, fields(clerk))
    await submitComplaint(ground.deps, clerk.actor, id, { version: 1, review: 'bypass' })
  }
  const since = Date.now()
  const recording = await ground.recorder.note(() => enter(first))
  const clerkAt = (index: number): Clerk => clerks[index % clerks.length] ?? first
  return sideBySide({ work: 'enter', name: 'enter a complaint: start and submit' }, ground, effort,
    (index) => enter(clerkAt(index)),
    (index) => {
      const { actor, companyId } = clerkAt(index)
      return ground.bare.repeat(about(recording, new Map([[first.actor.agencyId, actor.agencyId], [first.actor.userId, actor.userId], [first.companyId, companyId]]), since))
    })
}

type Answer = { requestId: string; responseId: string; complaintId: string; agencyId: string; poc: CompanyActor; version: number }

/** Answers that are written and wait for their submission. */
export async function timeSubmitting(ground: Ground, effort: Effort): Promise<Row> {
  const answers = await writeAnswers(ground, needed(effort))
  const take = taker(answers, 'requests with a Company POC')
  const submit = (answer: Answer) => submitResponse(ground.deps, answer.poc, answer.requestId, { version: answer.version })
  const model = take()
  const since = Date.now()
  const recording = await ground.recorder.note(() => submit(model))
  return sideBySide({ work: 'submit', name: 'submit a response' }, ground, effort,
    () => submit(take()),
    () => {
      const other = take()
      return ground.bare.repeat(about(recording, new Map([
        [model.requestId, other.requestId], [model.responseId, other.responseId], [model.complaintId, other.complaintId],
        [model.agencyId, other.agencyId], [model.poc.companyId, other.poc.companyId], [model.poc.userId, other.poc.userId],
      ]), since))
    })
}

async function writeAnswers(ground: Ground, count: number): Promise<Answer[]> {
  const { rows } = await ground.admin.query<{ id: string; complaint_id: string; agency_id: string; company_id: string; poc_id: string }>(`
    select r.id, r.complaint_id, r.agency_id, r.company_id, v.company_poc_id as poc_id
    from information_request r join complaint_delivery v on v.complaint_id = r.complaint_id
    where r.status = 'sent_to_company' and v.company_poc_id is not null order by md5(r.id::text) limit $1`, [count])
  for (const row of rows) {
    const poc = companyUser(row.company_id, row.poc_id)
    await saveDraft(ground.deps, poc, row.id, { version: 0, text: 'We reviewed the account, corrected the payment and refunded the fee.', links: [], restricted: false })
  }
  const written = await ground.admin.query<{ id: string; request_id: string; version: number }>("select id, request_id, version from response where status = 'draft'")
  const drafts = new Map(written.rows.map((draft) => [draft.request_id, draft]))
  return rows.flatMap((row) => {
    const draft = drafts.get(row.id)
    return draft === undefined ? [] : [{ requestId: row.id, responseId: draft.id, complaintId: row.complaint_id, agencyId: row.agency_id, poc: companyUser(row.company_id, row.poc_id), version: draft.version }]
  })
}

function companyUser(companyId: string, userId: string): CompanyActor {
  return { kind: 'company', companyId, userId, complaintsAccess: 'manage', systemRoles: [], isComplaintsContact: false, enrolled: true, timeZone: 'America/New_York' }
}
