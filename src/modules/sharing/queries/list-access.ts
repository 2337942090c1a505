import { sql, type SqlBool } from 'kysely'
import { z } from 'zod'
import type { Actor, AgencyActor } from '../../../access/actor.ts'
import { may, permit } from '../../../access/permissions.ts'
import { notFound } from '../../../kernel/errors.ts'
import { displayId } from '../../../kernel/ids.ts'
import { oneOf } from '../../../kernel/one-of.ts'
import { openCursor } from '../../../platform/open-cursor.ts'
import type { CursorCodec, Deps, Tx } from '../../../platform/ports.ts'
import { statuses } from '../../complaints/domain/lifecycle.ts'
import type { AccessRequest, ListAccess, SharingCounts } from '../access-contract.ts'
import { decideObstacle } from '../domain/access-rules.ts'
import { accessStates, type AccessState } from '../domain/sharing-states.ts'

// The database's own microseconds, so that none is skipped between two pages.
const Position = z.tuple([z.string().max(40), z.uuid()])

/** One tab of the report on access, what changed last first. */
export async function listAccess(deps: Deps, actor: Actor, asked: ListAccess): Promise<{ items: AccessRequest[]; next: string | null }> {
  const reader = sharingReader(actor)
  return deps.transaction(reader, (tx) => accessPage(tx, reader, deps.cursors, asked))
}

export async function accessPage(tx: Tx, reader: AgencyActor, cursors: CursorCodec, asked: ListAccess): Promise<{ items: AccessRequest[]; next: string | null }> {
  const after = asked.cursor === undefined ? null : openCursor(cursors, asked.cursor, Position)
  let query = accesses(tx).select(sql<string>`x.changed_at::text`.as('exact')).orderBy('x.changed_at', 'desc').orderBy('x.id', 'desc').limit(asked.limit + 1)
  const isOwners = asked.tab === 'incoming' || asked.tab === 'decisions'
  query = query.where(isOwners ? 'x.asked_agency_id' : 'x.requesting_agency_id', '=', reader.agencyId)
  // Written as the partial indexes have it.
  if (asked.tab === 'incoming' || asked.tab === 'outgoing') query = query.where(sql<SqlBool>`x.state = 'requested'`)
  if (asked.tab === 'decisions') query = query.where('x.decided_at', 'is not', null)
  if (asked.tab === 'history') query = query.where(sql<SqlBool>`x.state <> 'requested'`)
  if (asked.state !== undefined) query = query.where('x.state', '=', stored(asked.state))
  if (asked.agencyId !== undefined) query = query.where(isOwners ? 'x.requesting_agency_id' : 'x.asked_agency_id', '=', asked.agencyId)
  if (asked.from !== undefined) query = query.where(sql<SqlBool>`x.changed_at >= (${asked.from}::date::timestamp at time zone ${reader.timeZone})`)
  if (asked.to !== undefined) query = query.where(sql<SqlBool>`x.changed_at < ((${asked.to}::date + 1)::timestamp at time zone ${reader.timeZone})`)
  if (after !== null) query = query.where(sql<SqlBool>`(x.changed_at, x.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`)
  const rows = await query.execute()
  const shown = rows.slice(0, asked.limit)
  const last = shown.at(-1)
  return { items: shown.map((row) => presentAccess(row, reader)), next: rows.length > asked.limit && last !== undefined ? cursors.seal([last.exact, last.id]) : null }
}

/** How much waits, for whoever decides and for whoever asked. */
export async function countSharing(deps: Deps, actor: Actor): Promise<SharingCounts> {
  const reader = sharingReader(actor)
  return deps.transaction(reader, async (tx) => {
    const own = reader.agencyId
    const { rows } = await sql<{ access_in: number; access_out: number; referrals_in: number; referrals_out: number }>`select
      (select count(*)::int from complaint_access where asked_agency_id = ${own} and state = 'requested') as access_in,
      (select count(*)::int from complaint_access where requesting_agency_id = ${own} and state = 'requested') as access_out,
      (select count(*)::int from referral where to_agency_id = ${own} and state = 'pending') as referrals_in,
      (select count(*)::int from referral where from_agency_id = ${own} and state = 'pending') as referrals_out`.execute(tx.db)
    const [row] = rows
    return { access: { incoming: row?.access_in ?? 0, outgoing: row?.access_out ?? 0 }, referrals: { incoming: row?.referrals_in ?? 0, outgoing: row?.referrals_out ?? 0 } }
  })
}

export function sharingReader(actor: Actor): AgencyActor {
  permit(actor, 'complaint.view')
  if (actor.kind !== 'agency') throw notFound('page')
  return actor
}

/** Requests and accesses that the actor's agency takes part in, with the names that stand in them. */
export function accesses(tx: Tx) {
  return tx.db
    .selectFrom('complaint_access as x')
    .innerJoin('complaint as c', 'c.id', 'x.complaint_id')
    .innerJoin('agency as o', 'o.id', 'x.asked_agency_id')
    .innerJoin('agency as q', 'q.id', 'x.requesting_agency_id')
    .leftJoin('person as r', 'r.id', 'x.requested_by')
    .leftJoin('person as d', 'd.id', 'x.decided_by')
    .leftJoin('person as e', 'e.id', 'x.ended_by')
    .select([
      'x.id', 'x.complaint_id', 'x.agency_id', 'x.asked_agency_id', 'x.requesting_agency_id', 'x.state', 'x.comments', 'x.requested_by', 'x.requested_at', 'x.decided_by', 'x.decided_at', 'x.decision_comments',
      'x.ended_by', 'x.ended_at', 'x.end_comments', 'x.ended_by_referral', 'x.changed_at', 'c.number', 'c.subject_name', 'c.status', 'o.name as owner_name', 'o.short_name as owner_short', 'q.name as asker_name', 'q.short_name as asker_short',
      'r.name as requested_by_name', 'd.name as decided_by_name', 'e.name as ended_by_name',
    ])
}
type Row = Awaited<ReturnType<ReturnType<typeof accesses>['execute']>>[number]

export function presentAccess(row: Row, reader: AgencyActor): AccessRequest {
  const person = (id: string | null, name: string | null) => (id === null ? null : { id, name: name ?? '' })
  return {
    id: row.id,
    complaint: { id: row.complaint_id, number: displayId('complaint', row.number), subjectName: row.subject_name, status: row.status },
    owner: { id: row.asked_agency_id, name: row.owner_name, shortName: row.owner_short },
    requester: { id: row.requesting_agency_id, name: row.asker_name, shortName: row.asker_short },
    state: shownState(row.state),
    comments: row.comments ?? '',
    requestedBy: person(row.requested_by, row.requested_by_name),
    requestedAt: row.requested_at.toISOString(),
    // Access from before this system has a remover and no decision.
    decidedBy: row.decided_at === null ? null : person(row.decided_by, row.decided_by_name),
    decidedAt: row.decided_at?.toISOString() ?? null,
    decisionComments: row.decision_comments ?? '',
    endedBy: person(row.ended_by, row.ended_by_name),
    endedAt: row.ended_at?.toISOString() ?? null,
    endComments: row.end_comments,
    endedByReferral: row.ended_by_referral !== null,
    changedAt: row.changed_at.toISOString(),
    can: actionsOn(row, reader),
  }
}

function actionsOn(row: Row, reader: AgencyActor): AccessRequest['can'] {
  const target = { ownerAgencyId: row.agency_id }
  if (row.agency_id === reader.agencyId) {
    if (!may(reader, 'complaint.decide-access', target)) return []
    if (row.state === 'accepted') return ['revoke']
    return row.state === 'requested' && decideObstacle(oneOf(statuses, row.status)) === null ? ['accept', 'reject'] : []
  }
  return row.state === 'requested' && row.requesting_agency_id === reader.agencyId && may(reader, 'complaint.withdraw-access-request', target) ? ['withdraw'] : []
}

function shownState(text: string): AccessState {
  return text === 'cancelled' ? 'canceled' : oneOf(accessStates, text)
}

function stored(state: AccessState): string {
  return state === 'canceled' ? 'cancelled' : state
}
