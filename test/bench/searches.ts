import { findDuplicates } from '#src/modules/complaints/queries/find-duplicates.ts'
import { SearchAll } from '#src/modules/search/contract.ts'
import { searchComplaints } from '#src/modules/search/queries/search-complaints.ts'
import type { Clerk } from './cast.ts'
import type { Ground } from './ground.ts'
import type { Reading } from './readings.ts'

type Asked = Partial<SearchAll> & { words: string }

/** The search box: hits with passages and facets, each asked by a clerk of every agency in turn. */
export function boxReadings(ground: Ground, clerks: readonly Clerk[]): Reading[] {
  const reading = (name: string, asked: (clerk: Clerk) => Asked): Reading => ({
    work: 'search',
    name: `box: ${name}`,
    inputs: clerks.map((clerk) => {
      const input = SearchAll.parse(asked(clerk))
      return () => searchComplaints(ground.deps, clerk.actor, input)
    }),
  })
  return [
    reading('two words of a narrative', ({ words }) => ({ words, everywhere: false })),
    reading('two words of a narrative, all agencies', ({ words }) => ({ words })),
    reading('two frequent words', ({ commonWords }) => ({ words: commonWords, everywhere: false })),
    reading('two frequent words, all agencies', ({ commonWords }) => ({ words: commonWords })),
    reading('a phrase', ({ commonWords }) => ({ words: `"${commonWords}"` })),
    reading('a beginning and an exclusion', ({ words }) => ({ words: `${words.slice(0, 5)}* -${words.split(' ')[1] ?? 'loan'}`, everywhere: false })),
  ]
}

/** Likely duplicates of an open complaint of each agency. */
export async function duplicateReading(ground: Ground, clerks: readonly Clerk[]): Promise<Reading> {
  const { rows } = await ground.admin.query<{ id: string; agency_id: string }>(`
    select c.id, a.id as agency_id from agency a cross join lateral (select id from complaint where agency_id = a.id and is_open order by md5(id::text) limit 1) c`)
  const byAgency = new Map(rows.map((row) => [row.agency_id, row.id]))
  return { work: 'duplicates', name: 'likely duplicates of a complaint', inputs: clerks.map(({ actor }) => () => findDuplicates(ground.deps, actor, byAgency.get(actor.agencyId) ?? '')) }
}
