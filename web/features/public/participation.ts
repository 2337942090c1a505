import { queryOptions } from '@tanstack/react-query'
import type { Component } from '#src/modules/agencies/domain/components.ts'
import { Participation } from '#src/modules/agencies/participation-contract.ts'
import { stateName } from '../../agency/states.ts'
import { api } from '../../app/api.ts'

/** Which states' agencies take part, in what, since when. */
export type StateEntry = Participation['items'][number]
export type AgencyEntry = StateEntry['agencies'][number]
export type Level = 'both' | 'complaints' | 'activities' | 'none'

export const participationQuery = queryOptions({
  queryKey: ['participation'],
  queryFn: ({ signal }) => api.get('/participation', Participation, { signal, withoutSession: true }),
  staleTime: 300_000,
})

/** In what the agencies of a state take part today, all together. */
export function levelOf(entry: StateEntry | undefined): Level {
  const taking = new Set(entry?.agencies.flatMap(({ components }) => components.filter(({ upcoming }) => !upcoming).map(({ component }) => component)))
  const [complaints, activities] = [taking.has('complaints'), taking.has('supervisory_activities')]
  if (complaints && activities) return 'both'
  return complaints ? 'complaints' : activities ? 'activities' : 'none'
}

export const levels: readonly Level[] = ['both', 'complaints', 'activities', 'none']
export const levelWords: Record<Level, { words: string; letters: string }> = {
  both: { words: 'Complaints and Supervisory Activities', letters: 'C + S' },
  complaints: { words: 'Complaints', letters: 'C' },
  activities: { words: 'Supervisory Activities', letters: 'S' },
  none: { words: 'Not yet', letters: '' },
}
export const componentWords: Record<Component, string> = { complaints: 'Complaints', supervisory_activities: 'Supervisory Activities' }

/** An agency of the whole country has no state. */
export function jurisdictionName(code: string): string {
  return code === 'US' ? 'Whole country (federal)' : stateName(code)
}

/** Where each state's tile stands: its row of the map is a line, its column the place in it. Small states get the same room. */
const rows = [
  'AK .. .. .. .. .. .. .. .. .. ME',
  '.. .. .. .. .. .. .. .. .. VT NH',
  'WA ID MT ND MN IL WI MI NY RI MA',
  'OR NV WY SD IA IN OH PA NJ CT ..',
  'CA UT CO NE MO KY WV VA MD DE ..',
  '.. AZ NM KS AR TN NC SC DC .. ..',
  '.. .. .. OK LA MS AL GA .. .. ..',
  'HI .. .. TX .. .. .. .. FL .. ..',
]
export type Tile = { code: string; row: number; column: number }
export const tiles: readonly Tile[] = rows.flatMap((line, row) => line.split(' ').flatMap((code, column) => (code === '..' ? [] : [{ code, row: row + 1, column: column + 1 }])))
/** By name: the states and DC, then whatever else takes part: territories, agencies of the whole country. */
export function jurisdictions(items: readonly StateEntry[]): string[] {
  const states = tiles.map(({ code }) => code).toSorted((a, b) => jurisdictionName(a).localeCompare(jurisdictionName(b)))
  return [...states, ...beyondMap(items).map(({ state }) => state)]
}

/** Who takes part from where the map has no shape. */
export function beyondMap(items: readonly StateEntry[]): StateEntry[] {
  return items.filter(({ state }) => !tiles.some(({ code }) => code === state))
}
