import type { KeptFilters } from '#src/modules/complaints/list-contract.ts'
import { Dice } from './dice.ts'
import { dayMs } from './moments.ts'
import type { Agency } from './people.ts'
import { instant, type Rows } from './rows.ts'

type Kept = { by: string; name: string; shared: boolean; filters: KeptFilters; daysAgo: number }

const kept: readonly Kept[] = [
  { by: 'Dana Whitfield', name: 'Mortgage, open more than 90 days', shared: true, filters: { view: 'open', businessType: 'Mortgage Servicing', ageGroup: '91+', sort: 'received' }, daysAgo: 40 },
  { by: 'Dana Whitfield', name: 'Overdue at the company', shared: true, filters: { view: 'overdue', waitingFor: 'company', sort: 'due' }, daysAgo: 12 },
  { by: 'Luis Arroyo', name: 'My week', shared: false, filters: { view: 'mine', dueWithin: 'week', sort: 'due' }, daysAgo: 8 },
]

/** Filter sets of Ohio, which its people find above their lists. */
export function keepFilters(rows: Rows, { agencies, now, seed }: { agencies: readonly Agency[]; now: number; seed: number }): void {
  const dice = new Dice(seed)
  const people = agencies.flatMap((agency) => agency.people)
  for (const { by, name, shared, filters, daysAgo } of kept) {
    const owner = people.find((person) => person.name === by)
    if (owner === undefined) throw new Error(`Nobody called ${by} in the training world.`)
    const at = now - daysAgo * dayMs
    rows.add('saved_filter', { id: dice.id(at), agency_id: owner.agencyId, owner_id: owner.id, name, shared, filters, created_at: instant(at) })
  }
}
