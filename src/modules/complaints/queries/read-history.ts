import { sql, type RawBuilder, type SqlBool } from 'kysely'
import { z } from 'zod'
import type { Actor } from '../../../access/actor.ts'
import { notFound } from '../../../kernel/errors.ts'
import { displayId } from '../../../kernel/ids.ts'
import { openCursor } from '../../../platform/open-cursor.ts'
import type { Deps, Tx } from '../../../platform/ports.ts'
import { kindOf, otherReadings, subjectsOf, type HistoryKind } from '../domain/history-kinds.ts'
import { historySentence } from '../domain/history-sentence.ts'
import type { HistoryEntry, ListHistory } from '../history-contract.ts'

// The database's own microseconds: entries of one transaction share them, and none is skipped between two pages.
const Cursor = z.object({ at: z.string().max(40), id: z.uuid() })
const Details = z.record(z.string(), z.unknown())

export type HistoryInput = Partial<Omit<ListHistory, 'limit'>> & { limit: number }

/** What happened to a complaint, newest first, from the audit: each side's own doings and what it was told. Without readings unless asked for. */
export async function readHistory(deps: Deps, actor: Actor, complaintId: string, input: HistoryInput): Promise<{ items: HistoryEntry[]; next: string | null }> {
  return deps.transaction(actor, async (tx) => {
    const scope = await requireVisible(tx, complaintId)
    const page = await historyPage(deps, tx, actor, complaintId, input)
    // A company's own reading is of the complaint, and recorded there.
    if (actor.kind === 'agency' && page.items.length > 0) await tx.auditRead({ action: 'history.read', audience: 'agency', agencyId: scope.agencyId, complaintId })
    return page
  })
}

/** The complaint whose history it is. It is detail: of a complaint whose basic information alone is visible, an agency finds none. */
export async function requireVisible(tx: Tx, complaintId: string): Promise<{ agencyId: string; number: number }> {
  const visible = await tx.db.selectFrom('complaint').select(['agency_id', 'number']).where('id', '=', complaintId).executeTakeFirst()
  const detail = tx.actor.kind !== 'agency' || (await tx.db.selectFrom('complaint_detail').select('complaint_id').where('complaint_id', '=', complaintId).executeTakeFirst()) !== undefined
  if (visible === undefined || !detail) throw notFound('complaint')
  return { agencyId: visible.agency_id, number: visible.number }
}

/** One page of the history; the reading is not recorded here. */
export async function historyPage(deps: Pick<Deps, 'cursors'>, tx: Tx, actor: Actor, complaintId: string, input: HistoryInput): Promise<{ items: HistoryEntry[]; next: string | null }> {
  const after = input.cursor === undefined ? null : openCursor(deps.cursors, input.cursor, Cursor)
  let query = tx.db
    .selectFrom('audit_entry as e')
    .leftJoin('person as p', 'p.id', 'e.actor_id')
    .leftJoin('agency as a', 'a.id', 'e.actor_organisation_id')
    .leftJoin('company as o', 'o.id', 'e.actor_organisation_id')
    .select(['e.id', 'e.at', sql<string>`e.at::text`.as('exact'), 'e.action', 'e.actor_kind', 'e.about_kind', 'e.about_id', 'e.details', 'p.name as by', 'a.name as agency', 'o.name as company'])
    .where('e.complaint_id', '=', complaintId)
    .where(ofKinds(input.kind))
    .orderBy('e.at', 'desc')
    .orderBy('e.id', 'desc')
    .limit(input.limit + 1)
  if (input.side !== undefined) query = input.side === 'system' ? query.where('e.actor_kind', 'not in', ['agency', 'company']) : query.where('e.actor_kind', '=', input.side)
  if (input.by !== undefined) query = query.where('e.actor_id', '=', input.by)
  if (input.from !== undefined) query = query.where(sql<SqlBool>`e.at >= (${input.from}::date::timestamp at time zone ${actor.timeZone})`)
  if (input.to !== undefined) query = query.where(sql<SqlBool>`e.at < ((${input.to}::date + 1)::timestamp at time zone ${actor.timeZone})`)
  if (after !== null) query = query.where(sql<SqlBool>`(e.at, e.id) < (${after.at}::timestamptz, ${after.id}::uuid)`)
  const rows = await query.execute()
  const shown = rows.slice(0, input.limit)
  const names = await namesOf(tx, shown)
  const requests = await requestsOfAnswers(tx, shown)
  const last = shown.at(-1)
  return {
    items: shown.map((row) => ({
      id: row.id,
      at: row.at.toISOString(),
      action: row.action,
      kind: kindOf(row.action),
      sentence: historySentence(row.action, Details.catch({}).parse(row.details)),
      about: aboutOf(row, requests),
      what: row.about_id === null ? null : (names.get(row.about_id) ?? null),
      by: row.by ?? 'The system',
      organisation: row.agency ?? row.company,
      side: row.actor_kind === 'agency' || row.actor_kind === 'company' ? row.actor_kind : 'system',
    })),
    next: rows.length > input.limit && last !== undefined ? deps.cursors.seal({ at: last.exact, id: last.id }) : null,
  }
}

// Literals, not parameters: only so does the planner see that the index without readings serves.
const literals = (words: readonly string[]) => sql.join(words.map((word) => sql.lit(word)))
const deedsOnly = sql<SqlBool>`e.action not like '%.read' and e.action not in (${literals(otherReadings)})`
const subject = sql<string>`split_part(e.action, '.', 1)`
const byKind: Record<HistoryKind, RawBuilder<SqlBool>> = {
  reading: sql<SqlBool>`(e.action like '%.read' or e.action in (${literals(otherReadings)}))`,
  status: sql<SqlBool>`(${deedsOnly} and ${subject} not in (${literals(Object.values(subjectsOf).flat())}))`,
  requests: sql<SqlBool>`(${deedsOnly} and ${subject} in (${literals(subjectsOf.requests)}))`,
  documents: sql<SqlBool>`(${deedsOnly} and ${subject} in (${literals(subjectsOf.documents)}))`,
  research: sql<SqlBool>`(${deedsOnly} and ${subject} in (${literals(subjectsOf.research)}))`,
  violations: sql<SqlBool>`(${deedsOnly} and ${subject} in (${literals(subjectsOf.violations)}))`,
  letters: sql<SqlBool>`(${deedsOnly} and ${subject} in (${literals(subjectsOf.letters)}))`,
  discussion: sql<SqlBool>`(${deedsOnly} and ${subject} in (${literals(subjectsOf.discussion)}))`,
}

function ofKinds(kinds: readonly HistoryKind[] | undefined): RawBuilder<SqlBool> {
  if (kinds === undefined || kinds.length === 0) return deedsOnly
  const wanted = sql<SqlBool>`(${sql.join([...new Set(kinds)].map((kind) => byKind[kind]), sql` or `)})`
  return kinds.includes('reading') ? wanted : sql<SqlBool>`(${deedsOnly} and ${wanted})`
}

type About = { about_kind: string | null; about_id: string | null }

/** An answer has no page of its own: it stands with its request. */
function aboutOf({ about_kind, about_id }: About, requests: ReadonlyMap<string, string>): HistoryEntry['about'] {
  if (about_kind === null || about_id === null) return null
  const requestId = about_kind === 'response' ? requests.get(about_id) : undefined
  return requestId === undefined ? { kind: about_kind, id: about_id } : { kind: 'information_request', id: requestId }
}

async function requestsOfAnswers(tx: Tx, rows: readonly About[]): Promise<Map<string, string>> {
  const ids = rows.flatMap((row) => (row.about_kind === 'response' && row.about_id !== null ? [row.about_id] : []))
  if (ids.length === 0) return new Map()
  const answers = await tx.db.selectFrom('response').select(['id', 'request_id']).where('id', 'in', ids).execute()
  return new Map(answers.map((answer) => [answer.id, answer.request_id]))
}

/** What the entries are about, by ID, as far as the reader may know: one query for each kind, however many there are. */
async function namesOf(tx: Tx, rows: readonly About[]): Promise<Map<string, string>> {
  const idsOf = (kind: string) => [...new Set(rows.flatMap((row) => (row.about_kind === kind && row.about_id !== null ? [row.about_id] : [])))]
  const documentIds = idsOf('document')
  const requestIds = idsOf('information_request')
  const letterIds = idsOf('letter')
  const documents = documentIds.length === 0 ? [] : await tx.db.selectFrom('document').select(['id', 'original_name']).where('id', 'in', documentIds).execute()
  const requests = requestIds.length === 0 ? [] : await tx.db.selectFrom('information_request').select(['id', 'number']).where('id', 'in', requestIds).execute()
  const letters = letterIds.length === 0 ? [] : await tx.db.selectFrom('letter').select(['id', 'subject']).where('id', 'in', letterIds).execute()
  return new Map([...letters.map((row) => [row.id, row.subject] as const), ...documents.map((row) => [row.id, row.original_name] as const), ...requests.map((row) => [row.id, displayId('request', row.number)] as const)])
}
