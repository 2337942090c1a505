import { sql, type SqlBool } from 'kysely'
import { z } from 'zod'
import type { Actor, AgencyActor } from '../../../access/actor.ts'
import { may, permit } from '../../../access/permissions.ts'
import { notFound } from '../../../kernel/errors.ts'
import { oneOf } from '../../../kernel/one-of.ts'
import { openCursor } from '../../../platform/open-cursor.ts'
import type { Deps, Tx } from '../../../platform/ports.ts'
import { findDetailed } from '../../complaints/index.ts'
import { documentsByParent } from '../../documents/index.ts'
import type { DocumentItem } from '../../documents/contract.ts'
import type { ListResearch, ResearchEntry } from '../contract.ts'
import { channels, parties, researchKinds } from '../domain/research-words.ts'
import { agencyOnly } from '../store.ts'

const Cursor = z.object({ on: z.iso.date(), at: z.string().max(8), id: z.uuid() })
/** As the index sorts: of one day, by the time of day where it is known. */
const timeOfDay = sql<string>`coalesce(r.happened_at_time, '00:00'::time)`

/** The notes of a complaint, newest first by when it took place. The reading is recorded. */
export async function listResearch(deps: Deps, actor: Actor, complaintId: string, input: ListResearch): Promise<{ items: ResearchEntry[]; next: string | null }> {
  permit(actor, 'complaint.view-detail')
  const reader = agencyOnly(actor)
  return deps.transaction(reader, async (tx) => {
    const complaint = await findDetailed(tx, complaintId)
    const after = input.cursor === undefined ? null : openCursor(deps.cursors, input.cursor, Cursor)
    let query = noteQuery(tx)
      .where('r.complaint_id', '=', complaintId)
      .orderBy('r.happened_on', 'desc')
      .orderBy(timeOfDay, 'desc')
      .orderBy('r.id', 'desc')
      .limit(input.limit + 1)
    if (input.kind !== undefined) query = query.where('r.kind', '=', input.kind)
    if (input.channel !== undefined) query = query.where('r.channel', '=', input.channel)
    if (input.party !== undefined) query = query.where('r.party', '=', input.party)
    if (after !== null) query = query.where(sql<SqlBool>`(r.happened_on, ${timeOfDay}, r.id) < (${after.on}::date, ${after.at}::time, ${after.id}::uuid)`)
    const rows = await query.execute()
    const shown = rows.slice(0, input.limit)
    if (shown.length > 0) await tx.auditRead({ action: 'research.read', audience: 'agency', agencyId: complaint.agencyId, complaintId })
    const documents = await documentsByParent(tx, 'research', shown.map((row) => row.id))
    const last = shown.at(-1)
    return {
      items: shown.map((row) => present(row, reader, documents.get(row.id) ?? [])),
      next: rows.length > input.limit && last !== undefined ? deps.cursors.seal({ on: last.happened_on, at: last.sort_time, id: last.id }) : null,
    }
  })
}

export async function readResearch(deps: Deps, actor: Actor, id: string): Promise<ResearchEntry> {
  permit(actor, 'complaint.view-detail')
  const reader = agencyOnly(actor)
  return deps.transaction(reader, async (tx) => {
    const row = await noteQuery(tx).where('r.id', '=', id).executeTakeFirst()
    if (row === undefined) throw notFound('note')
    await tx.auditRead({ action: 'research.read', audience: 'agency', agencyId: row.agency_id, complaintId: row.complaint_id })
    return present(row, reader, (await documentsByParent(tx, 'research', [id])).get(id) ?? [])
  })
}

/** The note as it stands, for whoever writes it. */
export async function noteOf(tx: Tx, reader: AgencyActor, id: string): Promise<ResearchEntry> {
  const row = await noteQuery(tx).where('r.id', '=', id).executeTakeFirst()
  if (row === undefined) throw notFound('note')
  return present(row, reader, (await documentsByParent(tx, 'research', [id])).get(id) ?? [])
}

function noteQuery(tx: Tx) {
  return tx.db
    .selectFrom('research_entry as r')
    .innerJoin('person as author', 'author.id', 'r.created_by')
    .leftJoin('person as editor', 'editor.id', 'r.updated_by')
    .select([
      'r.id', 'r.complaint_id', 'r.agency_id', 'r.kind', 'r.channel', 'r.party', 'r.with_whom', 'r.happened_on', 'r.happened_at_time', 'r.text', 'r.letter_id',
      'r.created_by', 'author.name as created_by_name', 'r.created_at', 'r.updated_by', 'editor.name as updated_by_name', 'r.updated_at', 'r.version',
      sql<string>`${timeOfDay}::text`.as('sort_time'),
    ])
    .where('r.removed_at', 'is', null)
}
type NoteRow = NonNullable<Awaited<ReturnType<ReturnType<typeof noteQuery>['executeTakeFirst']>>>

function present(row: NoteRow, reader: AgencyActor, documents: DocumentItem[]): ResearchEntry {
  return {
    id: row.id,
    complaintId: row.complaint_id,
    kind: oneOf(researchKinds, row.kind),
    channel: row.channel === null ? null : oneOf(channels, row.channel),
    party: row.party === null ? null : oneOf(parties, row.party),
    withWhom: row.with_whom,
    happenedOn: row.happened_on,
    happenedAt: row.happened_at_time?.slice(0, 5) ?? null,
    text: row.text,
    letterId: row.letter_id,
    createdBy: { id: row.created_by, name: row.created_by_name },
    createdAt: row.created_at.toISOString(),
    updatedBy: row.updated_by === null || row.updated_by_name === null ? null : { id: row.updated_by, name: row.updated_by_name },
    updatedAt: row.updated_at?.toISOString() ?? null,
    documents,
    version: row.version,
    canChange: row.letter_id === null && may(reader, 'research.add', { ownerAgencyId: row.agency_id }),
  }
}
