import { sql } from 'kysely'
import type { Actor, AgencyActor } from '../../../access/actor.ts'
import { may } from '../../../access/permissions.ts'
import { displayId } from '../../../kernel/ids.ts'
import { oneOf } from '../../../kernel/one-of.ts'
import type { Deps, Tx } from '../../../platform/ports.ts'
import { findComplaint, targetOf } from '../../complaints/index.ts'
import type { ComplaintSight, Reader } from '../access-contract.ts'
import { askObstacle } from '../domain/access-rules.ts'
import { accesses, presentAccess, sharingReader } from './list-access.ts'

/**
 * Who can see a complaint, since when and why. Whoever reads its detail learns of all; others of the owner, of every
 * agency's basic information, and of their own requests.
 */
export async function readSight(deps: Deps, actor: Actor, complaintId: string): Promise<ComplaintSight> {
  const reader = sharingReader(actor)
  return deps.transaction(reader, async (tx) => {
    const found = await findComplaint(tx, complaintId)
    const basics = await tx.db
      .selectFrom('complaint as c')
      .innerJoin('agency as a', 'a.id', 'c.agency_id')
      .leftJoin('complaint_detail as d', 'd.complaint_id', 'c.id')
      .select(['c.number', 'c.subject_name', 'c.created_at', 'a.id as agency_id', 'a.name', 'a.short_name', 'd.complaint_id as detail_of'])
      .where('c.id', '=', complaintId)
      .executeTakeFirstOrThrow()
    const rows = await accesses(tx).where('x.complaint_id', '=', complaintId).orderBy('x.changed_at', 'desc').orderBy('x.id', 'desc').limit(200).execute()
    const requests = rows.map((row) => presentAccess(row, reader))
    const readsDetail = basics.detail_of !== null
    const current = requests.find((one) => one.requester.id === reader.agencyId && (one.state === 'requested' || one.state === 'accepted'))
    const owner = { id: basics.agency_id, name: basics.name, shortName: basics.short_name }
    const isOwn = owner.id === reader.agencyId
    const mayAsk = may(reader, 'complaint.request-access', targetOf(found))
    const obstacle = isOwn ? null : askObstacle(found.status, current?.state === 'requested' || current?.state === 'accepted' ? current.state : null)
    const everybody: Reader = { ...nobody, reason: 'every_agency', sees: 'basic', since: basics.created_at.toISOString() }
    return {
      complaint: { id: complaintId, number: displayId('complaint', basics.number), subjectName: basics.subject_name, status: found.status, owner, isOwn },
      readsDetail,
      restricted: readsDetail ? await isRestricted(tx, complaintId, isOwn) : null,
      readers: [
        ...(readsDetail ? [...(await agenciesOf(tx, reader, complaintId, new Map(requests.filter((one) => one.state === 'accepted').map((one) => [one.requester.id, one.id])))), ...(await companyOf(tx, complaintId))] : [{ ...nobody, reason: 'owner' as const, agency: owner, sees: 'all' as const, since: null }]),
        ...(found.status === 'draft' ? [] : [everybody]),
      ],
      requests,
      canAsk: mayAsk && obstacle === null,
      whyNotAsk: isOwn || obstacle === null ? (isOwn || mayAsk ? null : 'Complaint Supervisors and Managers can ask for access.') : obstacle,
    }
  })
}

const nobody = { agency: null, company: null, until: null, by: null, from: null, isReader: false, accessId: null }
const seenBy = { owner: 'all', access: 'detail', former_owner: 'basic' } as const

async function agenciesOf(tx: Tx, reader: AgencyActor, complaintId: string, accessOf: ReadonlyMap<string, string>): Promise<Reader[]> {
  const { rows } = await sql<{ reason: string; agency_id: string; name: string; short_name: string; since: Date; until: Date | null; by: string | null; from_id: string | null; from_name: string | null; from_short: string | null }>`
    select s.reason, s.agency_id, a.name, a.short_name, s.since, s.until, p.name as by, f.id as from_id, f.name as from_name, f.short_name as from_short
    from agencies_that_read(${complaintId}) s
    join agency a on a.id = s.agency_id
    left join person p on p.id = s.decided_by
    left join agency f on f.id = s.from_agency_id
    order by case s.reason when 'owner' then 0 when 'access' then 1 else 2 end, s.since, s.agency_id`.execute(tx.db)
  return rows.map((row) => {
    const reason = oneOf(['owner', 'access', 'former_owner'], row.reason)
    return {
      ...nobody,
      reason,
      agency: { id: row.agency_id, name: row.name, shortName: row.short_name },
      sees: seenBy[reason],
      since: row.since.toISOString(),
      until: row.until?.toISOString() ?? null,
      by: row.by,
      from: row.from_id === null ? null : { id: row.from_id, name: row.from_name ?? '', shortName: row.from_short ?? '' },
      isReader: row.agency_id === reader.agencyId,
      accessId: reason === 'access' ? (accessOf.get(row.agency_id) ?? null) : null,
    }
  })
}

async function companyOf(tx: Tx, complaintId: string): Promise<Reader[]> {
  const row = await tx.db
    .selectFrom('complaint_delivery as v')
    .innerJoin('company as k', 'k.id', 'v.company_id')
    .leftJoin('person as p', 'p.id', 'v.company_poc_id')
    .select(['k.id', 'k.name', 'v.delivered_at', 'p.name as poc'])
    .where('v.complaint_id', '=', complaintId)
    .executeTakeFirst()
  return row === undefined ? [] : [{ ...nobody, reason: 'company', company: { id: row.id, name: row.name, poc: row.poc }, sees: 'company_part', since: row.delivered_at.toISOString() }]
}

/** A restricted complainant is no row for others: that there is none tells them so. */
async function isRestricted(tx: Tx, complaintId: string, isOwn: boolean): Promise<boolean> {
  const row = await tx.db.selectFrom('complainant').select('restricted').where('complaint_id', '=', complaintId).executeTakeFirst()
  return row === undefined ? !isOwn : row.restricted
}
