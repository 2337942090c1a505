import { sql } from 'kysely'
import type { Actor, AgencyActor } from '../../../access/actor.ts'
import { permit } from '../../../access/permissions.ts'
import { AppError, invalid } from '../../../kernel/errors.ts'
import { displayId, parseDisplayId } from '../../../kernel/ids.ts'
import { newId } from '../../../platform/new-id.ts'
import type { AuditEntry, Deps, Tx } from '../../../platform/ports.ts'
import type { MergeEntity, TurnEntity } from '../contract.ts'
import { entityRecord } from '../queries/read-entity.ts'
import { agencyOf, findEntity, lockEntity, requirePresent, type EntityState } from '../store.ts'

/** How many audit entries one statement takes. */
const entriesAtOnce = 1000

/**
 * Merges a duplicate, by the agency that keeps it, into any other entity. The complaints of all agencies go along; the old
 * ETN leads to the new record. Answers the ID of the record that stays.
 */
export async function mergeEntity(deps: Pick<Deps, 'transaction'>, actor: Actor, id: string, input: MergeEntity): Promise<string> {
  const keeper = agencyOf(actor)
  return deps.transaction(keeper, async (tx) => {
    const entity = await movable(tx, keeper, id, input.version)
    const target = await targetEntity(tx, entity, input.into)
    const moved = await moveComplaints(tx, entity, { entity: target.id }, { action: 'complaint.moved_to_entity', about: { kind: 'entity', id: target.id } })
    const complaints = await countEntered(tx, moved)
    await tx.audit(
      { action: 'entity.merged', audience: 'agency', agencyId: keeper.agencyId, about: { kind: 'entity', id }, details: { into: displayId('entity', target.number), complaints } },
      { action: 'entity.merged_in', audience: 'agency', agencyId: target.agency_id, about: { kind: 'entity', id: target.id }, details: { from: displayId('entity', entity.number), complaints } },
    )
    await answerOpenRequests(tx, keeper, id, `Merged into ${displayId('entity', target.number)}.`)
    return target.id
  })
}

/** An entity turns out to be a company, or became one: the complaints of all agencies go to its record and can take requests. Answers the company's ID. */
export async function turnEntity(deps: Pick<Deps, 'transaction'>, actor: Actor, id: string, input: TurnEntity): Promise<string> {
  const keeper = agencyOf(actor)
  return deps.transaction(keeper, async (tx) => {
    const entity = await movable(tx, keeper, id, input.version)
    const company = await targetCompany(tx, input.company)
    const moved = await moveComplaints(tx, entity, { company: company.id }, { action: 'complaint.moved_to_company', about: { kind: 'company', id: company.id } })
    await tx.audit({ action: 'entity.turned', audience: 'agency', agencyId: keeper.agencyId, about: { kind: 'entity', id }, details: { into: displayId('company', company.number), complaints: await countEntered(tx, moved) } })
    await answerOpenRequests(tx, keeper, id, `Became the company ${displayId('company', company.number)}.`)
    return company.id
  })
}

async function movable(tx: Tx, keeper: AgencyActor, id: string, version: number): Promise<EntityState> {
  permit(keeper, 'entity.update', { ownerAgencyId: (await findEntity(tx, id)).agencyId })
  const entity = await lockEntity(tx, id)
  requirePresent(entity)
  if (entity.version !== version) {
    throw new AppError('stale_version', 'Somebody else changed this record since you opened it. Look at what is there now.', { current: await entityRecord(tx, keeper, id) })
  }
  return entity
}

async function targetEntity(tx: Tx, entity: EntityState, text: string) {
  const number = parseDisplayId('entity', text)
  if (number === null) throw invalid({ into: 'An Entity Tracking Number looks like ETN-000012.' })
  if (number === entity.number) throw invalid({ into: 'This is the record itself. Enter the ETN of the one that stays.' })
  const row = await tx.db.selectFrom('entity').select(['id', 'number', 'agency_id', 'ended_at']).where('number', '=', number).executeTakeFirst()
  if (row === undefined) throw invalid({ into: `No Non-NMLS entity has ${displayId('entity', number)}.` })
  if (row.ended_at !== null) throw invalid({ into: `${displayId('entity', number)} was merged or became a company itself. Enter the ETN of a record that is still there.` })
  return row
}

async function targetCompany(tx: Tx, text: string) {
  const number = parseDisplayId('company', text)
  if (number === null) throw invalid({ company: 'An SES ID looks like SES-001234.' })
  const row = await tx.db.selectFrom('company').select(['id', 'number', 'standing', 'directory_missing_since']).where('number', '=', number).executeTakeFirst()
  const sesId = displayId('company', number)
  if (row === undefined) throw invalid({ company: `No company has SES ID ${sesId}. If NMLS does not know it, ask for a company account first.` })
  if (row.standing !== 'confirmed') throw invalid({ company: `${sesId} is to be confirmed itself: an import named it. Choose the company that NMLS lists, or ask for a company account.` })
  if (row.directory_missing_since !== null) throw invalid({ company: `NMLS no longer lists ${sesId}. Choose a company that it lists.` })
  return row
}

/** Rows of other agencies are moved by the database's own function; each complaint's history says so to its agency. */
async function moveComplaints(tx: Tx, entity: EntityState, to: { entity?: string; company?: string }, said: Pick<AuditEntry, 'action' | 'about'>): Promise<{ complaint_id: string; agency_id: string }[]> {
  const { rows } = await sql<{ complaint_id: string; agency_id: string }>`
    select complaint_id, agency_id from move_entity(${entity.id}, ${entity.version}, ${to.entity ?? null}, ${to.company ?? null}, ${tx.now})`.execute(tx.db)
  const entries = rows.map((row): AuditEntry => ({ ...said, audience: 'agency', agencyId: row.agency_id, companyId: to.company ?? null, complaintId: row.complaint_id, details: { from: entity.id } }))
  for (let start = 0; start < entries.length; start += entriesAtOnce) await tx.audit(...entries.slice(start, start + entriesAtOnce))
  return rows
}

/** Every agency reads how many went along: drafts, which other agencies know nothing of, are not counted. */
async function countEntered(tx: Tx, moved: readonly { complaint_id: string }[]): Promise<number> {
  const ids = moved.map((row) => row.complaint_id)
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from complaint where id = any (${ids}::uuid[]) and status <> 'draft'`.execute(tx.db)
  return rows[0]?.n ?? 0
}

/** What others still asked of a record that is no more is answered by where it went, and whoever asked is told. */
async function answerOpenRequests(tx: Tx, keeper: AgencyActor, entityId: string, answer: string): Promise<void> {
  const open = await tx.db
    .updateTable('entity_change_request')
    .set({ state: 'done', answer, decided_by: keeper.userId, decided_at: tx.now })
    .where('entity_id', '=', entityId)
    .where('state', '=', 'open')
    .returning(['id', 'requesting_agency_id'])
    .execute()
  for (const { id, requesting_agency_id } of open) {
    await tx.enqueue('notify-organisation', { eventId: newId(), event: 'entity_change_decided', agencyId: requesting_agency_id, entityId, changeRequestId: id, by: keeper.userId })
  }
}
