import { sql } from 'kysely'
import type { Actor, AgencyActor, CompanyActor } from '../../../access/actor.ts'
import { permit } from '../../../access/permissions.ts'
import { notFound } from '../../../kernel/errors.ts'
import { displayId } from '../../../kernel/ids.ts'
import type { Deps, Tx } from '../../../platform/ports.ts'
import { findComplaint, targetOf } from '../../complaints/index.ts'
import type { CompanyView } from '../company-view-contract.ts'
import type { ReceivedRecord, ReceivedRequestItem, ReceivedRequestRecord } from '../contract.ts'
import { agencyOnly } from '../store.ts'
import { receivedRecord } from './read-received.ts'
import { receivedRequestRecord } from './received-requests.ts'

/**
 * The complaint as its company sees it, for the agency that owns it. Read by the company's own queries under the company's
 * own row-level security, so that it cannot differ; nothing is changed and nothing is written in the company's name.
 * What the company has not sent is its own and is left out (docs/rules.md 2).
 */
export async function readCompanyView(deps: Deps, actor: Actor, complaintId: string): Promise<CompanyView> {
  const { complaint, company, pocId } = await open(deps, agencyOnly(actor), complaintId)
  const record = company === null || !company.delivered ? null : await asCompany(deps, readerOf(company.id, pocId, actor.timeZone), (tx, reader) => receivedRecord(tx, reader, complaintId))
  return {
    complaint: { id: complaint.id, number: displayId('complaint', complaint.number) },
    company: company === null ? null : { id: company.id, name: company.name },
    enrolled: company?.enrolled ?? false,
    record: record === null ? null : sentOnly(record),
  }
}

/** One of its requests with the answers that were sent. */
export async function readCompanyViewRequest(deps: Deps, actor: Actor, complaintId: string, requestId: string): Promise<ReceivedRequestRecord> {
  const { company, pocId } = await open(deps, agencyOnly(actor), complaintId)
  if (company === null || !company.delivered) throw notFound('request')
  const record = await asCompany(deps, readerOf(company.id, pocId, actor.timeZone), (tx, reader) => receivedRequestRecord(tx, reader, requestId))
  if (record.complaintId !== complaintId) throw notFound('request')
  return { ...record, ...withoutDraft(record), responses: record.responses.filter((response) => response.status === 'sent'), hiddenDraft: false }
}

/** What the company reads by another of its own queries, for the owning agency; null where nothing was delivered to it. */
export async function viewAsCompany<T>(deps: Deps, actor: Actor, complaintId: string, read: (tx: Tx, reader: CompanyActor) => Promise<T>): Promise<T | null> {
  const { company, pocId } = await open(deps, agencyOnly(actor), complaintId)
  return company === null || !company.delivered ? null : asCompany(deps, readerOf(company.id, pocId, actor.timeZone), read)
}

/** The agency's own part: may it look, and at whose view? Its looking is recorded in its own name. */
async function open(deps: Deps, viewer: AgencyActor, complaintId: string) {
  return deps.transaction(viewer, async (tx) => {
    const complaint = await findComplaint(tx, complaintId)
    permit(viewer, 'complaint.view-as-company', targetOf(complaint))
    const row =
      complaint.companyId === null
        ? undefined
        : await tx.db
            .selectFrom('company as o')
            .leftJoin('complaint_delivery as v', (join) => join.on('v.complaint_id', '=', complaintId))
            .select(['o.id', 'o.name', 'o.enrollment', 'v.complaint_id as delivered', sql<string | null>`coalesce(v.acting_poc_id, v.company_poc_id)`.as('poc_id')])
            .where('o.id', '=', complaint.companyId)
            .executeTakeFirst()
    await tx.auditRead({ action: 'complaint.viewed_as_company', audience: 'agency', agencyId: complaint.agencyId, complaintId })
    return {
      complaint,
      company: row === undefined ? null : { id: row.id, name: row.name, enrolled: row.enrollment === 'complete', delivered: row.delivered !== null },
      pocId: row?.poc_id ?? null,
    }
  })
}

/** Some user there must be, or the database shows nothing at all; this one is nobody's. */
const nobody = '00000000-0000-0000-0000-000000000000'

/** Sees what the Company POC sees, and may do nothing. Without a POC, restricted answers have no reader either. */
function readerOf(companyId: string, pocId: string | null, timeZone: string): CompanyActor {
  return { kind: 'company', userId: pocId ?? nobody, companyId, systemRoles: [], complaintsAccess: 'view', isComplaintsContact: false, enrolled: true, timeZone }
}

/** Reads in the company's place: the database refuses every change, and the company's audit hears nothing of it. */
function asCompany<T>(deps: Deps, reader: CompanyActor, read: (tx: Tx, reader: CompanyActor) => Promise<T>): Promise<T> {
  return deps.transaction(reader, async (tx) => {
    await sql`set transaction read only`.execute(tx.db)
    const silent = () => Promise.resolve()
    return read({ ...tx, audit: silent, auditRead: silent, enqueue: silent }, reader)
  })
}

function sentOnly(record: ReceivedRecord): ReceivedRecord {
  return { ...record, can: [], content: record.content === null ? null : { ...record.content, requests: record.content.requests.map(withoutDraft) } }
}

/** An answer that was not sent is the company's own: not even that it was begun is told. */
function withoutDraft(request: ReceivedRequestItem): ReceivedRequestItem {
  return { ...request, can: [], response: request.response?.status === 'sent' ? request.response : null }
}
