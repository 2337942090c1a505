import type { Actor } from '#src/access/actor.ts'
import { relateRecord } from '#src/modules/complaints/commands/relate-record.ts'
import { startComplaint } from '#src/modules/complaints/commands/start-complaint.ts'
import { submitComplaint } from '#src/modules/complaints/commands/submit-complaint.ts'
import { newId } from '#src/platform/new-id.ts'
import { cast, completeFields } from '#test/world/exchange.ts'
import { expect, test, type World } from '#test/world/test-world.ts'

const tables = ['preliminary_review', 'related_record'] as const

async function seen(world: World, actor: Actor, complaintId: string): Promise<number[]> {
  return world.deps.transaction(actor, async (tx) => {
    const counts: number[] = []
    for (const table of tables) counts.push((await tx.db.selectFrom(table).select('id').where('complaint_id', '=', complaintId).execute()).length)
    return counts
  })
}

test('reviews and related records are detail: the owner and agencies with access read them, and no company does', async ({ world }) => {
  const { agency, company, supervisor, poc } = await cast(world)
  const [manager, viewer] = [await world.agencyUser(agency, 'manager'), await world.agencyUser(agency, 'viewer')]
  const otherAgency = await world.agency()
  const outsider = await world.agencyUser(otherAgency)
  const withoutRole = await world.agencyUser(agency, null, ['examiner'])
  const id = await startComplaint(world.deps, supervisor, await completeFields(world, company))
  await submitComplaint(world.deps, supervisor, id, { version: 1, review: 'preliminary', reviewerId: manager.userId })
  await relateRecord(world.deps, supervisor, id, { kind: 'activity', reference: 'SA-000001' })
  for (const reader of [supervisor, manager, viewer]) expect(await seen(world, reader, id)).toEqual([1, 1])
  for (const reader of [outsider, withoutRole]) expect(await seen(world, reader, id)).toEqual([0, 0])
  await expect(seen(world, poc, id)).rejects.toThrow(/permission denied/)
  await world.rows(`insert into complaint_access (id, complaint_id, agency_id, requesting_agency_id, state, requested_at) values ($1, $2, $3, $4, 'accepted', now())`, [newId(), id, agency.id, otherAgency.id])
  expect(await seen(world, outsider, id)).toEqual([1, 1])
})

test('nobody writes a review in the name of another person, nor for another agency', async ({ world }) => {
  const { agency, company, supervisor } = await cast(world)
  const manager = await world.agencyUser(agency, 'manager')
  const outsider = await world.agencyUser(await world.agency())
  const id = await startComplaint(world.deps, supervisor, await completeFields(world, company))
  const write = (by: typeof supervisor, asker: string) =>
    world.deps.transaction(by, (tx) => tx.db.insertInto('preliminary_review').values({ id: newId(), complaint_id: id, agency_id: agency.id, reviewer_id: manager.userId, asked_by: asker, asked_at: tx.now }).execute())
  await expect(write(supervisor, manager.userId)).rejects.toThrow(/row-level security/)
  await expect(write(outsider, outsider.userId)).rejects.toThrow(/row-level security/)
})
