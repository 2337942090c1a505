import { sql, type SqlBool } from 'kysely'
import { z } from 'zod'
import type { Actor, AgencyActor } from '../../../access/actor.ts'
import { may, permit } from '../../../access/permissions.ts'
import { notFound } from '../../../kernel/errors.ts'
import { displayId } from '../../../kernel/ids.ts'
import { oneOf } from '../../../kernel/one-of.ts'
import { openCursor } from '../../../platform/open-cursor.ts'
import type { CursorCodec, Deps, Tx } from '../../../platform/ports.ts'
import { findComplaint } from '../../complaints/index.ts'
import type { ListReferrals, ReceiverList, Referral } from '../contract.ts'
import { referralStates } from '../domain/sharing-states.ts'

// The database's own microseconds, so that none is skipped between two pages.
const Position = z.tuple([z.string().max(40), z.uuid()])

/** What the agency sent or received, newest first; decided ones by their decision. */
export async function listReferrals(deps: Deps, actor: Actor, asked: ListReferrals): Promise<{ items: Referral[]; next: string | null }> {
  const reader = readerOf(actor)
  return deps.transaction(reader, (tx) => referralPage(tx, reader, deps.cursors, asked))
}

export async function referralPage(tx: Tx, reader: AgencyActor, cursors: CursorCodec, asked: Omit<ListReferrals, 'direction'> & { direction?: ListReferrals['direction'] }): Promise<{ items: Referral[]; next: string | null }> {
  const after = asked.cursor === undefined ? null : openCursor(cursors, asked.cursor, Position)
  const isIncoming = asked.tab === undefined ? asked.direction !== 'outgoing' : asked.tab === 'incoming' || asked.tab === 'decisions'
  const at = asked.tab === 'decisions' || asked.tab === 'history' ? sql.ref<Date>('r.decided_at') : sql.ref<Date>('r.sent_at')
  let query = referrals(tx)
    .select(sql<string>`${at}::text`.as('exact'))
    .where(isIncoming ? 'r.to_agency_id' : 'r.from_agency_id', '=', reader.agencyId)
    .orderBy(at, 'desc')
    .orderBy('r.id', 'desc')
    .limit(asked.limit + 1)
  // Written as the partial indexes have it.
  if (asked.tab === 'incoming' || asked.tab === 'outgoing') query = query.where(sql<SqlBool>`r.state = 'pending'`)
  if (asked.tab === 'decisions' || asked.tab === 'history') query = query.where(sql<SqlBool>`r.state <> 'pending'`)
  // What the sender took back, or canceled, was no decision of the receiver.
  if (asked.tab === 'decisions') query = query.where('r.state', 'in', ['accepted', 'rejected'])
  if (asked.state !== undefined) query = query.where('r.state', '=', asked.state)
  if (asked.agencyId !== undefined) query = query.where(isIncoming ? 'r.from_agency_id' : 'r.to_agency_id', '=', asked.agencyId)
  if (asked.from !== undefined) query = query.where(sql<SqlBool>`${at} >= (${asked.from}::date::timestamp at time zone ${reader.timeZone})`)
  if (asked.to !== undefined) query = query.where(sql<SqlBool>`${at} < ((${asked.to}::date + 1)::timestamp at time zone ${reader.timeZone})`)
  if (after !== null) query = query.where(sql<SqlBool>`(${at}, r.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`)
  const rows = await query.execute()
  const shown = rows.slice(0, asked.limit)
  const last = shown.at(-1)
  return { items: shown.map((row) => present(row, reader)), next: rows.length > asked.limit && last !== undefined ? cursors.seal([last.exact, last.id]) : null }
}

/** All referrals of one complaint that the actor's agency sent or received, newest first. */
export async function referralsOf(deps: Deps, actor: Actor, complaintId: string): Promise<Referral[]> {
  const reader = readerOf(actor)
  const rows = await deps.transaction(reader, async (tx) => {
    await findComplaint(tx, complaintId)
    return referrals(tx).where('r.complaint_id', '=', complaintId).orderBy('r.sent_at', 'desc').orderBy('r.id', 'desc').limit(200).execute()
  })
  return rows.map((row) => present(row, reader))
}

/** Agencies with somebody who can decide on a referral, by name. */
export async function listReceivers(deps: Deps, actor: Actor): Promise<z.infer<typeof ReceiverList>> {
  permit(actor, 'complaint.refer')
  const reader = readerOf(actor)
  return deps.transaction(reader, async (tx) => {
    const rows = await tx.db
      .selectFrom('agency')
      .select(['id', 'name', 'short_name', 'state'])
      .where('id', '<>', reader.agencyId)
      .where(sql<boolean>`id in (select agencies_that_decide())`)
      .orderBy('name')
      .execute()
    return { items: rows.map((row) => ({ id: row.id, name: row.name, shortName: row.short_name, state: row.state })) }
  })
}

function readerOf(actor: Actor): AgencyActor {
  permit(actor, 'complaint.view')
  if (actor.kind !== 'agency') throw notFound('page')
  return actor
}

function referrals(tx: Tx) {
  return tx.db
    .selectFrom('referral as r')
    .innerJoin('complaint as c', 'c.id', 'r.complaint_id')
    .innerJoin('agency as f', 'f.id', 'r.from_agency_id')
    .innerJoin('agency as t', 't.id', 'r.to_agency_id')
    .innerJoin('person as s', 's.id', 'r.sent_by')
    .leftJoin('person as d', 'd.id', 'r.decided_by')
    .select([
      'r.id', 'r.complaint_id', 'r.from_agency_id', 'r.to_agency_id', 'r.state', 'r.comments', 'r.sent_by', 'r.sent_at', 'r.decided_by', 'r.decided_at', 'r.decision_comments',
      'c.number', 'c.subject_name', 'f.name as from_name', 'f.short_name as from_short', 't.name as to_name', 't.short_name as to_short', 's.name as sent_by_name', 'd.name as decided_by_name',
    ])
}
type Row = Awaited<ReturnType<ReturnType<typeof referrals>['execute']>>[number]

function present(row: Row, reader: AgencyActor): Referral {
  return {
    id: row.id,
    complaint: { id: row.complaint_id, number: displayId('complaint', row.number), subjectName: row.subject_name },
    from: { id: row.from_agency_id, name: row.from_name, shortName: row.from_short },
    to: { id: row.to_agency_id, name: row.to_name, shortName: row.to_short },
    state: oneOf(referralStates, row.state),
    comments: row.comments,
    sentBy: { id: row.sent_by, name: row.sent_by_name },
    sentAt: row.sent_at.toISOString(),
    decidedBy: row.decided_by === null ? null : { id: row.decided_by, name: row.decided_by_name ?? '' },
    decidedAt: row.decided_at?.toISOString() ?? null,
    decisionComments: row.decision_comments,
    can: actionsOn(row, reader),
  }
}

function actionsOn(row: Row, reader: AgencyActor): Referral['can'] {
  if (row.state !== 'pending') return []
  if (row.to_agency_id === reader.agencyId) return may(reader, 'complaint.decide-referral') ? ['accept', 'reject'] : []
  return may(reader, 'complaint.refer', { ownerAgencyId: row.from_agency_id }) ? ['withdraw'] : []
}
