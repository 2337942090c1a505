import { sql, type SqlBool } from 'kysely'
import type { Actor, CompanyActor } from '../../../access/actor.ts'
import { permit } from '../../../access/permissions.ts'
import { dateIn } from '../../../kernel/clock.ts'
import { notFound } from '../../../kernel/errors.ts'
import { displayId } from '../../../kernel/ids.ts'
import { oneOf } from '../../../kernel/one-of.ts'
import { openCursor } from '../../../platform/open-cursor.ts'
import type { Deps, Tx } from '../../../platform/ports.ts'
import { findByWords, type Found } from '../../complaints/index.ts'
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
    const found = await findByWords(tx, input.words, { everywhere: false, ranked: true })
    const rows = await readRows(tx, found)
    const matches = rows.map((row) => matchOf(row, actor, found))
    const after = input.cursor === undefined ? null : openCursor(deps.cursors, input.cursor, SearchCursor)
    const kept = matches.filter((match) => passes(match, input.filters))
    const { page, next } = pageOfMatches(kept, input.sort, after?.sort === input.sort ? after : null, input.limit)
    const counts = { ...countFacets(matches, input.filters), product: [], company: [] }
    const [items, facets] = await Promise.all([hitsOf(tx, actor, input.words, page, rows), labelFacets(tx, counts)])
    return { items, next: next === null ? null : deps.cursors.seal(next), total: kept.length, lookedAtMost: found.atMost, facets }
  })
}

type Row = { id: string; number: number; agency_id: string; name: string; short_name: string; subject_name: string; company_status: string | null; delivered_at: Date }

async function readRows(tx: Tx, found: Found): Promise<Row[]> {
  if (found.ids.length === 0) return []
  return tx.db
    .selectFrom('complaint_delivery as v')
    .innerJoin('complaint as c', 'c.id', 'v.complaint_id')
    .innerJoin('agency as a', 'a.id', 'v.agency_id')
    .select(['c.id', 'c.number', 'c.agency_id', 'a.name', 'a.short_name', 'c.subject_name', 'c.company_status', 'v.delivered_at'])
    .where(sql<SqlBool>`v.complaint_id = any(${found.ids}::uuid[])`)
    .execute()
}

function matchOf(row: Row, actor: CompanyActor, found: Found): Match {
  const hit = found.hits.get(row.id)
  return {
    id: row.id,
    relevance: hit?.relevance ?? 0,
    at: row.delivered_at.toISOString(),
    values: { status: [row.company_status ?? 'open'], agency: [row.agency_id], product: [], company: [], year: [dateIn(actor.timeZone, row.delivered_at).slice(0, 4)], place: placesOf(hit?.places ?? 0) },
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
