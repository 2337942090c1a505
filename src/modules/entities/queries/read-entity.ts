import { sql } from 'kysely'
import type { Actor, AgencyActor } from '../../../access/actor.ts'
import { may, permit } from '../../../access/permissions.ts'
import { notFound } from '../../../kernel/errors.ts'
import { displayId } from '../../../kernel/ids.ts'
import { oneOf } from '../../../kernel/one-of.ts'
import type { Deps, Tx } from '../../../platform/ports.ts'
import { changeStates, type ChangeRequestItem, type EntityRecord } from '../contract.ts'
import { agencyOf } from '../store.ts'

/** An entity's record, as every agency's complaints users see it. */
export async function readEntity(deps: Pick<Deps, 'transaction'>, actor: Actor, id: string): Promise<EntityRecord> {
  permit(actor, 'entity.view')
  const reader = agencyOf(actor)
  return deps.transaction(reader, (tx) => entityRecord(tx, reader, id))
}

export async function entityRecord(tx: Tx, actor: AgencyActor, id: string): Promise<EntityRecord> {
  const row = await recordQuery(tx, id).executeTakeFirst()
  if (row === undefined) throw notFound('entity')
  const formerly = await tx.db.selectFrom('entity').select('number').where('merged_into', '=', id).orderBy('number').limit(50).execute()
  return {
    id: row.id,
    etn: displayId('entity', row.number),
    name: row.name,
    agency: { id: row.agency_id, name: row.agency_name, shortName: row.short_name },
    businessType: row.business_type,
    phone: row.phone,
    website: row.website,
    openComplaints: row.open_complaints,
    version: row.version,
    otherNames: row.other_names,
    street: row.street,
    city: row.city,
    state: row.state,
    zip: row.zip,
    email: row.email,
    people: row.people,
    description: row.description,
    createdBy: row.created_by === null || row.creator === null ? null : { id: row.created_by, name: row.creator },
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
    movedTo: movedTo(row),
    formerly: formerly.map(({ number }) => displayId('entity', number)),
    changeRequests: await changeRequests(tx, id),
    can: row.ended_at === null ? whatMayBeDone(actor, row.agency_id) : [],
  }
}

function recordQuery(tx: Tx, id: string) {
  return tx.db
    .selectFrom('entity as e')
    .innerJoin('agency as a', 'a.id', 'e.agency_id')
    .leftJoin('entity as m', 'm.id', 'e.merged_into')
    .leftJoin('company as o', 'o.id', 'e.company_id')
    .leftJoin('person as p', 'p.id', 'e.created_by')
    .leftJoin('person as ender', 'ender.id', 'e.ended_by')
    .select([
      'e.id', 'e.number', 'e.agency_id', 'a.name as agency_name', 'a.short_name', 'e.name', 'e.other_names', 'e.business_type', 'e.street', 'e.city', 'e.state', 'e.zip', 'e.phone', 'e.email',
      'e.website', 'e.people', 'e.description', 'e.created_by', 'p.name as creator', 'e.created_at', 'e.updated_at', 'e.version', 'e.ended_at', 'ender.name as ended_by_name',
      'm.id as merged_id', 'm.number as merged_number', 'm.name as merged_name', 'o.id as company_id', 'o.number as company_number', 'o.name as company_name',
      sql<number>`open_complaints_of_entity(e.id)`.as('open_complaints'),
    ])
    .where('e.id', '=', id)
}
type Row = NonNullable<Awaited<ReturnType<ReturnType<typeof recordQuery>['executeTakeFirst']>>>

function movedTo(row: Row): EntityRecord['movedTo'] {
  if (row.ended_at === null) return null
  const when = { at: row.ended_at.toISOString(), by: row.ended_by_name }
  if (row.merged_id !== null && row.merged_number !== null) return { kind: 'entity', id: row.merged_id, number: displayId('entity', row.merged_number), name: row.merged_name ?? '', ...when }
  if (row.company_id !== null && row.company_number !== null) return { kind: 'company', id: row.company_id, number: displayId('company', row.company_number), name: row.company_name ?? '', ...when }
  return null
}

async function changeRequests(tx: Tx, entityId: string): Promise<ChangeRequestItem[]> {
  const rows = await tx.db
    .selectFrom('entity_change_request as r')
    .innerJoin('agency as a', 'a.id', 'r.requesting_agency_id')
    .innerJoin('person as p', 'p.id', 'r.requested_by')
    .leftJoin('person as d', 'd.id', 'r.decided_by')
    .select(['r.id', 'a.id as agency_id', 'a.name as agency_name', 'a.short_name', 'r.requested_by', 'p.name as requested_by_name', 'r.requested_at', 'r.wish', 'r.state', 'r.answer', 'r.decided_by', 'd.name as decided_by_name', 'r.decided_at'])
    .where('r.entity_id', '=', entityId)
    .orderBy(sql`r.state <> 'open'`)
    .orderBy('r.requested_at', 'desc')
    .limit(20)
    .execute()
  return rows.map((row) => ({
    id: row.id,
    agency: { id: row.agency_id, name: row.agency_name, shortName: row.short_name },
    requestedBy: { id: row.requested_by, name: row.requested_by_name },
    requestedAt: row.requested_at.toISOString(),
    wish: row.wish,
    state: oneOf(changeStates, row.state),
    answer: row.answer,
    decidedBy: row.decided_by === null || row.decided_by_name === null ? null : { id: row.decided_by, name: row.decided_by_name },
    decidedAt: row.decided_at?.toISOString() ?? null,
  }))
}

function whatMayBeDone(actor: AgencyActor, keeper: string): EntityRecord['can'] {
  const target = { ownerAgencyId: keeper }
  const keeps: EntityRecord['can'] = may(actor, 'entity.update', target) ? ['update', 'decide', 'merge', 'turn'] : []
  const asks: EntityRecord['can'] = may(actor, 'entity.request-change', target) ? ['request-change'] : []
  return [...keeps, ...asks, ...(may(actor, 'complaint.enter') ? (['complain'] as const) : [])]
}
