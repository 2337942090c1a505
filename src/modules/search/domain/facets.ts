/** By what search results are narrowed. A company's results have neither product nor company. */
export const facetNames = ['status', 'agency', 'product', 'company', 'year', 'place'] as const
export type FacetName = (typeof facetNames)[number]
export type Filters = { readonly [name in FacetName]?: readonly string[] | undefined }

/** A match with its value for each facet; places may be several. `at`: sorts as text. */
export type Match = { id: string; relevance: number; at: string; values: Record<FacetName, readonly string[]> }
export type FacetCounts = Record<FacetName, { value: string; count: number }[]>

const mostValues = 8

export function passes(match: Match, filters: Filters): boolean {
  return activeOf(filters).every((name) => isChosen(match, filters, name))
}

function activeOf(filters: Filters): FacetName[] {
  return facetNames.filter((name) => (filters[name]?.length ?? 0) > 0)
}

function isChosen(match: Match, filters: Filters, name: FacetName): boolean {
  return match.values[name].some((value) => filters[name]?.includes(value) === true)
}

/** How many matches each value would leave: counted with the filters of the other facets. A chosen value stays, even with none. */
export function countFacets(matches: readonly Match[], filters: Filters): FacetCounts {
  const countsOf = (name: FacetName) => {
    const others = activeOf(filters).filter((other) => other !== name)
    const counts = new Map<string, number>((filters[name] ?? []).map((value) => [value, 0]))
    for (const match of matches) {
      if (others.every((other) => isChosen(match, filters, other))) for (const value of match.values[name]) counts.set(value, (counts.get(value) ?? 0) + 1)
    }
    const ranked = [...counts].map(([value, count]) => ({ value, count })).sort((a, b) => b.count - a.count || (a.value < b.value ? 1 : -1))
    return ranked.filter(({ value }, index) => index < mostValues || filters[name]?.includes(value) === true)
  }
  return { status: countsOf('status'), agency: countsOf('agency'), product: countsOf('product'), company: countsOf('company'), year: countsOf('year').sort((a, b) => (a.value < b.value ? 1 : -1)), place: countsOf('place') }
}

type SortBy = 'relevance' | 'newest' | 'oldest'
type Position = { sort: SortBy; key: string | number; id: string }

/** A page of the matches in order, after a position; ties are broken by the ID, so that none is lost or repeated. */
export function pageOfMatches(matches: readonly Match[], sort: SortBy, after: Position | null, limit: number): { page: Match[]; next: Position | null } {
  const keyOf = (match: Match) => (sort === 'relevance' ? match.relevance : match.at)
  const compare = (a: { key: string | number; id: string }, b: { key: string | number; id: string }) => {
    const order = a.key === b.key ? (a.id === b.id ? 0 : a.id < b.id ? 1 : -1) : a.key < b.key ? 1 : -1
    return sort === 'oldest' ? -order : order
  }
  const ordered = matches
    .map((match) => ({ match, key: keyOf(match), id: match.id }))
    .filter((one) => after === null || compare(one, after) > 0)
    .sort(compare)
  const page = ordered.slice(0, limit)
  const last = page.at(-1)
  return { page: page.map(({ match }) => match), next: ordered.length > limit && last !== undefined ? { sort, key: last.key, id: last.id } : null }
}

export const placeLabels = { subject: 'Subject, number or category', complainant: 'Complainant', description: 'Description', exchange: 'Requests, answers, notes, documents' } as const
type Place = keyof typeof placeLabels

const bits: readonly [number, Place][] = [[1, 'subject'], [2, 'complainant'], [4, 'description'], [8, 'exchange']]
const placesBySum = Array.from({ length: 16 }, (_, sum) => bits.flatMap(([bit, place]) => ((sum & bit) === 0 ? [] : [place])))

/** The sum that the database gives → places. */
export function placesOf(sum: number): readonly Place[] {
  return placesBySum[sum] ?? []
}
