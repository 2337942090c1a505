import { queryOptions } from '@tanstack/react-query'
import { Participation } from '#src/modules/agencies/contract.ts'
import { api } from '../../app/api.ts'

/** Which states' agencies take part, in what, since when. */
export type StateEntry = Participation['items'][number]
export type Level = 'both' | 'complaints' | 'activities' | 'none'

export const participationQuery = queryOptions({
  queryKey: ['participation'],
  queryFn: ({ signal }) => api.get('/public/participation', Participation, { signal, withoutSession: true }),
  staleTime: 300_000,
})

/** In what the agencies of a state take part, all together. */
export function levelOf(entry: StateEntry | undefined): Level {
  const components = new Set(entry?.agencies.flatMap((agency) => agency.components))
  const [complaints, activities] = [components.has('complaints'), components.has('supervisory_activities')]
  if (complaints && activities) return 'both'
  return complaints ? 'complaints' : activities ? 'activities' : 'none'
}

export const levelWords: Record<Level, { words: string; letters: string }> = {
  both: { words: 'Complaints and Supervisory Activities', letters: 'C + S' },
  complaints: { words: 'Complaints', letters: 'C' },
  activities: { words: 'Supervisory Activities', letters: 'S' },
  none: { words: 'Not yet', letters: '' },
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

export const stateNames: Readonly<Record<string, string>> = {
  AL: 'Alabama', AK: 'Alaska', AZ: 'Arizona', AR: 'Arkansas', CA: 'California', CO: 'Colorado', CT: 'Connecticut', DE: 'Delaware', DC: 'District of Columbia',
  FL: 'Florida', GA: 'Georgia', HI: 'Hawaii', ID: 'Idaho', IL: 'Illinois', IN: 'Indiana', IA: 'Iowa', KS: 'Kansas', KY: 'Kentucky', LA: 'Louisiana', ME: 'Maine',
  MD: 'Maryland', MA: 'Massachusetts', MI: 'Michigan', MN: 'Minnesota', MS: 'Mississippi', MO: 'Missouri', MT: 'Montana', NE: 'Nebraska', NV: 'Nevada',
  NH: 'New Hampshire', NJ: 'New Jersey', NM: 'New Mexico', NY: 'New York', NC: 'North Carolina', ND: 'North Dakota', OH: 'Ohio', OK: 'Oklahoma', OR: 'Oregon',
  PA: 'Pennsylvania', RI: 'Rhode Island', SC: 'South Carolina', SD: 'South Dakota', TN: 'Tennessee', TX: 'Texas', UT: 'Utah', VT: 'Vermont', VA: 'Virginia',
  WA: 'Washington', WV: 'West Virginia', WI: 'Wisconsin', WY: 'Wyoming',
}
