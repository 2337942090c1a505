import { dateIn } from '../../kernel/clock.ts'
import { invalid } from '../../kernel/errors.ts'
import type { Tx } from '../../platform/ports.ts'
import type { Component } from './domain/components.ts'

type Standing = {
  timeZone: string
  components: readonly Component[]
  /** Null: the map does not show it yet. */
  participatesSince: string | null
  /** Said by hand, of single components. */
  componentsSince?: Partial<Record<Component, string | null>> | undefined
}

/**
 * Since when an agency takes part in each of its components (docs/rules.md 1). One that is added begins today; one that
 * began with the agency follows the agency's own day; none begins before that.
 */
export async function keepComponents(tx: Tx, agencyId: string, before: { participatesSince: string | null }, now: Standing): Promise<void> {
  const held = new Map((await tx.db.selectFrom('agency_component').select(['component', 'since']).where('agency_id', '=', agencyId).execute()).map(({ component, since }) => [component, since]))
  const rows = [...new Set(now.components)].map((component) => ({ agency_id: agencyId, component, since: sinceOf(component, held.get(component), before.participatesSince, now, dateIn(now.timeZone, tx.now)) }))
  await tx.db.deleteFrom('agency_component').where('agency_id', '=', agencyId).execute()
  await tx.db.insertInto('agency_component').values(rows).execute()
}

/** @param held null: not shown yet; undefined: the agency did not take part in it */
function sinceOf(component: Component, held: string | null | undefined, agencyBefore: string | null, { participatesSince, componentsSince }: Standing, today: string): string | null {
  if (participatesSince === null) return null
  const said = componentsSince?.[component] ?? null
  if (said !== null) {
    if (said < participatesSince) throw invalid({ [`componentsSince.${component}`]: 'This lies before the day since which the agency takes part. Choose a later day, or change that one.' })
    return said
  }
  const followed = held === undefined ? agencyBefore === null : held === null || held === agencyBefore
  if (followed) return participatesSince
  return later(participatesSince, held ?? today)
}

function later(one: string, other: string): string {
  return one > other ? one : other
}
