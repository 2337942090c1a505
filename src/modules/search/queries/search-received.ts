import { sql } from 'kysely'
import type { Actor, CompanyActor } from '../../../access/actor.ts'
import { permit } from '../../../access/permissions.ts'
import { dateIn } from '../../../kernel/clock.ts'
import { notFound } from '../../../kernel/errors.ts'
import { displayId } from '../../../kernel/ids.ts'
import { oneOf } from '../../../kernel/one-of.ts'
import { openCursor } from '../../../platform/open-cursor.ts'
import type { Deps, Tx } from '../../../platform/ports.ts'
import { foundByWords, newestFound, type FoundRow } from '../../complaints/index.ts'
import type { HitPage, SearchReceived } from '../contract.ts'
import { countFacets, pageOfMatches, passes, placesOf, type Match } from '../domain/facets.ts'
import { auditPassages, findPassages } from './find-passages.ts'
import { labelFacets } from './label-facets.ts'
import { readCompanySources } from './read-sources.ts'
import { SearchCursor } from './search-complaints.ts'

/** Complaints that the actor's company received and in which the words stand, as far as the whole company may read them. */
export async function searchReceived(deps: Deps, actor: Actor, input: SearchReceived): Promise<HitPage> {
  permit(actor, 'received.view')
  if (actor.kind !== 'company') throw notFound('page')
  return deps.transaction(actor, async (tx) => {
    const { rows, atMost } = await findRows(tx, input.words)
    const matches = rows.map((row) => matchOf(row, actor))
    const after = input.cursor === undefined ? null : openCursor(deps.cursors, input.cursor, SearchCursor)
    const kept = matches.filter((match) => passes(match, input.filters))
    const { page, next } = pageOfMatches(kept, input.sort, after?.sort === input.sort ? after : null, input.limit)
    const counts = { ...countFacets(matches, input.filters), product: [], company: [] }
    const [items, facets] = await Promise.all([hitsOf(tx, actor, input.words, page, rows), labelFacets(tx, counts)])
    return { items, next: next === null ? null : deps.cursors.seal(next), total: kept.length, lookedAtMost: atMost, facets }
  })
}

type Row = { id: string; number: number; agency_id: string; name: string; short_name: string; subject_name: string; company_status: string | null; delivered_at: Date; relevance: number; places: number }

async function findRows(tx: Tx, words: string): Promise<{ rows: Row[]; atMost: number | null }> {
  const { rows } = await sql<FoundRow & Omit<Row, 'id'> & { id: string | null }>`
    select f.*, c.id, c.number, c.agency_id, a.name, a.short_name, c.subject_name, c.company_status, v.delivered_at
    from ${await foundByWords(tx, words, { everywhere: false, ranked: true })} f
    left join (complaint_delivery v join complaint c on c.id = v.complaint_id join agency a on a.id = v.agency_id) on v.complaint_id = f.complaint_id`.execute(tx.db)
  const { hits, atMost } = newestFound(rows)
  return { rows: hits.flatMap((hit) => (hit.id === null ? [] : [{ ...hit, id: hit.id }])), atMost }
}

function matchOf(row: Row, actor: CompanyActor): Match {
  return {
    id: row.id,
    relevance: row.relevance,
    at: row.delivered_at.toISOString(),
    values: { status: [row.company_status ?? 'open'], agency: [row.agency_id], product: [], company: [], year: [dateIn(actor.timeZone, row.delivered_at).slice(0, 4)], place: placesOf(row.places) },
  }
}

async function hitsOf(tx: Tx, actor: CompanyActor, words: string, page: readonly Match[], rows: readonly Row[]): Promise<HitPage['items']> {
  if (page.length === 0) return []
  const shown = page.flatMap(({ id }) => rows.filter((row) => row.id === id))
  const sources = await readCompanySources(tx, shown.map(({ id }) => id))
  for (const row of shown) sources.set(row.id, [{ where: 'Its number', text: displayId('complaint', row.number), id: `c${String(row.number)}`, basic: true }, ...(sources.get(row.id) ?? [])])
  const passages = await findPassages(tx, words, sources)
  await auditPassages(tx, actor, shown.filter((row) => passages.get(row.id)?.showsDetail === true).map((row) => ({ id: row.id, agencyId: row.agency_id, companyId: actor.companyId })))
  return shown.map((row) => ({
    id: row.id,
    number: displayId('complaint', row.number),
    status: oneOf(['open', 'closed'], row.company_status ?? 'open'),
    agency: { id: row.agency_id, name: row.name, shortName: row.short_name },
    subjectName: row.subject_name,
    product: null,
    date: dateIn(actor.timeZone, row.delivered_at),
    isOwn: true,
    passages: passages.get(row.id)?.passages ?? [],
  }))
}
