import { sql, type SqlBool } from 'kysely'
import { z } from 'zod'
import type { Actor, AgencyActor } from '../../../access/actor.ts'
import { permit } from '../../../access/permissions.ts'
import { notFound } from '../../../kernel/errors.ts'
import { displayId } from '../../../kernel/ids.ts'
import { oneOf } from '../../../kernel/one-of.ts'
import { openCursor } from '../../../platform/open-cursor.ts'
import type { Deps, Tx } from '../../../platform/ports.ts'
import { statuses } from '../../complaints/domain/lifecycle.ts'
import { foundByWords, newestFound, type FoundRow } from '../../complaints/index.ts'
import type { Hit, HitPage, SearchAll } from '../contract.ts'
import { countFacets, pageOfMatches, passes, placesOf, type Match } from '../domain/facets.ts'
import { auditPassages, findPassages } from './find-passages.ts'
import { labelFacets } from './label-facets.ts'
import { readAgencySources } from './read-sources.ts'

export const SearchCursor = z.object({ sort: z.enum(['relevance', 'newest', 'oldest']), key: z.union([z.string(), z.number()]), id: z.uuid() })

/** Complaints in which the words stand, of all agencies or the own, with facets and where the words were found. */
export async function searchComplaints(deps: Deps, actor: Actor, input: SearchAll): Promise<HitPage> {
  permit(actor, 'complaint.view')
  if (actor.kind !== 'agency') throw notFound('page')
  return deps.transaction(actor, async (tx) => {
    const { matches, atMost } = await findMatches(tx, actor, input)
    const after = input.cursor === undefined ? null : openCursor(deps.cursors, input.cursor, SearchCursor)
    const kept = matches.filter((match) => passes(match, input.filters))
    const { page, next } = pageOfMatches(kept, input.sort, after?.sort === input.sort ? after : null, input.limit)
    // What does not wait for one another travels together.
    const [items, facets] = await Promise.all([hitsOf(tx, actor, input.words, page), labelFacets(tx, countFacets(matches, input.filters))])
    return { items, next: next === null ? null : deps.cursors.seal(next), total: kept.length, lookedAtMost: atMost, facets }
  })
}

type MatchRow = FoundRow & { id: string | null; status: string; agency_id: string; company_id: string | null; entity_id: string | null; product_id: number | null; received_on: string | null }

/** The own complaints come before the basic information of others, whose few words would always weigh more. */
async function findMatches(tx: Tx, actor: AgencyActor, { words, everywhere }: SearchAll): Promise<{ matches: Match[]; atMost: number | null }> {
  const { rows } = await sql<MatchRow>`
    select f.*, c.id, c.status, c.agency_id, c.company_id, c.entity_id, c.product_id, c.received_on
    from ${await foundByWords(tx, words, { everywhere, ranked: true })} f left join complaint c on c.id = f.complaint_id`.execute(tx.db)
  const { hits, atMost } = newestFound(rows)
  const matches = hits.filter(({ id }) => id !== null).map((row): Match => {
    const firm = row.company_id ?? row.entity_id
    return {
      id: row.complaint_id,
      relevance: row.relevance + (row.agency_id === actor.agencyId ? 1 : 0),
      at: row.received_on ?? '',
      values: {
        status: [row.status],
        agency: [row.agency_id],
        product: row.product_id === null ? [] : [String(row.product_id)],
        company: firm === null ? [] : [firm],
        year: row.received_on === null ? [] : [row.received_on.slice(0, 4)],
        place: placesOf(row.places),
      },
    }
  })
  return { matches, atMost }
}

async function hitsOf(tx: Tx, actor: AgencyActor, words: string, page: readonly Match[]): Promise<Hit[]> {
  if (page.length === 0) return []
  const ids = page.map(({ id }) => id)
  const [rows, sources] = await Promise.all([rowsOf(tx, ids), readAgencySources(tx, ids, page.some((match) => match.values.place.includes('exchange')))])
  const byId = new Map(rows.map((row) => [row.id, row]))
  for (const row of rows) sources.set(row.id, [{ where: 'Its number', text: displayId('complaint', row.number), id: `c${String(row.number)}`, basic: true }, ...(sources.get(row.id) ?? [])])
  const passages = await findPassages(tx, words, sources)
  await auditPassages(tx, actor, rows.filter((row) => passages.get(row.id)?.showsDetail === true).map((row) => ({ id: row.id, agencyId: row.agency_id, companyId: row.company_id })))
  return page.flatMap(({ id }) => {
    const row = byId.get(id)
    if (row === undefined) return []
    return [{
      id,
      number: displayId('complaint', row.number),
      status: oneOf(statuses, row.status),
      agency: { id: row.agency_id, name: row.name, shortName: row.short_name },
      subjectName: row.subject_name,
      product: row.product,
      date: row.received_on,
      isOwn: row.agency_id === actor.agencyId,
      passages: passages.get(id)?.passages ?? [],
    }]
  })
}

function rowsOf(tx: Tx, ids: readonly string[]) {
  return tx.db
    .selectFrom('complaint as c')
    .innerJoin('agency as a', 'a.id', 'c.agency_id')
    .leftJoin('category as p', 'p.id', 'c.product_id')
    .select(['c.id', 'c.number', 'c.status', 'c.agency_id', 'a.name', 'a.short_name', 'c.subject_name', 'c.company_id', 'c.received_on', 'p.name as product'])
    .where(sql<SqlBool>`c.id = any(${ids}::uuid[])`)
    .execute()
}
