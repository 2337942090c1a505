import { sql } from 'kysely'
import type { Actor, CompanyActor } from '../../../access/actor.ts'
import { may, permit, type Action } from '../../../access/permissions.ts'
import { dateIn } from '../../../kernel/clock.ts'
import { notFound } from '../../../kernel/errors.ts'
import { displayId } from '../../../kernel/ids.ts'
import { oneOf } from '../../../kernel/one-of.ts'
import type { Deps, Tx } from '../../../platform/ports.ts'
import { documentsByParent, documentsOf } from '../../documents/index.ts'
import type { ReceivedRecord } from '../contract.ts'
import { companyOnly } from '../store.ts'
import { actingDeputy, deputyOf } from './acting-deputy.ts'
import { receivedRequests } from './received-requests.ts'

/** A complaint in its company's view: field for field what docs/rules.md 2 allows, read from what the database shows the company. */
export async function readReceived(deps: Deps, actor: Actor, complaintId: string): Promise<ReceivedRecord> {
  permit(actor, 'received.view-arrival')
  const reader = companyOnly(actor)
  return deps.transaction(reader, (tx) => receivedRecord(tx, reader, complaintId))
}

/** As `readReceived`, in a transaction of the company that is open already. */
export async function receivedRecord(tx: Tx, reader: CompanyActor, complaintId: string): Promise<ReceivedRecord> {
  const row = await arrivalQuery(tx, complaintId).executeTakeFirst()
  if (row === undefined) throw notFound('complaint')
  const target = { companyId: row.company_id, companyPocId: row.deputy_id ?? row.company_poc_id }
  const actions: Action[] = ['received.view', 'received.assign-poc', 'response.submit']
  return {
    id: row.complaint_id,
    number: displayId('complaint', row.number),
    status: row.company_status === null ? null : oneOf(['open', 'closed'], row.company_status),
    canceledAt: row.canceled_at?.toISOString() ?? null,
    version: row.version,
    can: actions.filter((action) => may(reader, action, target) && (action === 'received.view' || row.company_status !== 'closed')),
    agency: { id: row.agency_id, name: row.agency_name, shortName: row.agency_short_name, phone: row.agency_phone },
    agencyPoc: row.agency_poc_id === null || row.agency_poc_name === null ? null : { id: row.agency_poc_id, name: row.agency_poc_name, phone: row.agency_poc_phone },
    createdOn: row.created_at === null ? null : dateIn(row.agency_zone, row.created_at),
    deliveredAt: row.delivered_at.toISOString(),
    companyPoc: row.company_poc_id === null || row.company_poc_name === null ? null : { id: row.company_poc_id, name: row.company_poc_name },
    deputy: deputyOf(row),
    content: row.company_status === null ? null : await contentOf(tx, reader, complaintId),
  }
}

function arrivalQuery(tx: Tx, complaintId: string) {
  return tx.db
    .selectFrom('complaint_delivery as v')
    .innerJoin('agency as a', 'a.id', 'v.agency_id')
    .leftJoin('complaint as c', 'c.id', 'v.complaint_id')
    .leftJoin('person as agency_poc', 'agency_poc.id', 'c.agency_poc_id')
    .leftJoin('person as company_poc', 'company_poc.id', 'v.company_poc_id')
    .leftJoin('person as deputy', 'deputy.id', 'v.acting_poc_id')
    .select(actingDeputy)
    .select([
      'v.complaint_id', 'v.number', 'v.company_id', 'v.delivered_at', 'v.company_poc_id', 'v.version', 'c.company_status', 'c.canceled_at', 'c.created_at', 'c.agency_poc_id',
      'a.id as agency_id', 'a.name as agency_name', 'a.short_name as agency_short_name', 'a.phone as agency_phone', 'a.time_zone as agency_zone',
      'agency_poc.name as agency_poc_name', 'agency_poc.phone as agency_poc_phone', 'company_poc.name as company_poc_name',
    ])
    .where('v.complaint_id', '=', complaintId)
}

async function contentOf(tx: Tx, reader: CompanyActor, complaintId: string): Promise<NonNullable<ReceivedRecord['content']>> {
  const row = await tx.db
    .selectFrom('complaint as c')
    .innerJoin('company as o', 'o.id', 'c.company_id')
    .leftJoin('company_branch as b', 'b.id', 'c.branch_id')
    .leftJoin('company_individual as i', 'i.id', 'c.individual_id')
    .leftJoin('complaint_detail as d', 'd.complaint_id', 'c.id')
    .leftJoin('complainant as p', 'p.complaint_id', 'c.id')
    .select([
      'c.agency_id', 'c.transaction_date', 'c.transaction_city', 'c.transaction_state', 'o.name', 'o.number', 'o.nmls_id', 'o.street', 'o.city', 'o.state', 'o.zip',
      'b.name as branch', 'i.name as individual', 'd.narrative', 'p.complaint_id as complainant_of', 'p.first_name', 'p.last_name',
      sql<string>`p.street`.as('home_street'), sql<string>`p.city`.as('home_city'), sql<string | null>`p.state`.as('home_state'), sql<string>`p.zip`.as('home_zip'),
    ])
    .where('c.id', '=', complaintId)
    .executeTakeFirstOrThrow()
  const sendings = await tx.db
    .selectFrom('request_sending as s')
    .innerJoin('person as p', 'p.id', 's.sent_by')
    .select(['s.sent_at', 's.sent_by', 'p.name', 's.commentary', 's.link'])
    .where('s.complaint_id', '=', complaintId)
    .orderBy('s.sent_at', 'desc')
    .execute()
  const closures = await tx.db.selectFrom('closure').select(['id', 'closed_at', 'comments_to_company']).where('complaint_id', '=', complaintId).orderBy('closed_at', 'desc').execute()
  const closureDocuments = await documentsByParent(tx, 'closure', closures.map((closure) => closure.id))
  await tx.auditRead({ action: 'complaint.read', audience: 'company', agencyId: row.agency_id, companyId: reader.companyId, complaintId })
  return {
    subject: {
      name: row.name,
      sesId: displayId('company', row.number),
      nmlsId: row.nmls_id,
      address: [row.street, row.city, [row.state, row.zip].filter(Boolean).join(' ')].filter(Boolean).join(', '),
      branch: row.branch,
      individual: row.individual,
    },
    transactionDate: row.transaction_date,
    transactionCity: row.transaction_city,
    transactionState: row.transaction_state,
    complainant:
      row.complainant_of === null
        ? null
        : { firstName: row.first_name ?? '', lastName: row.last_name ?? '', street: row.home_street, city: row.home_city, state: row.home_state, zip: row.home_zip },
    narrative: row.narrative,
    sendings: sendings.map((sending) => ({ at: sending.sent_at.toISOString(), by: { id: sending.sent_by, name: sending.name }, commentary: sending.commentary, link: sending.link })),
    documents: await documentsOf(tx, { complaintId, purposes: ['complaint', 'introduction'] }),
    requests: await receivedRequests(tx, reader, { complaintId }),
    closures: closures.map((closure) => ({ closedAt: closure.closed_at.toISOString(), comments: closure.comments_to_company, documents: closureDocuments.get(closure.id) ?? [] })),
  }
}
