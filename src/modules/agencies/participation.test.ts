import type { PlatformActor } from '#src/access/actor.ts'
import { newId } from '#src/platform/new-id.ts'
import { expect, test, type World } from '#test/world/test-world.ts'
import { createAgency } from './commands/create-agency.ts'
import { updateAgency } from './commands/update-agency.ts'
import type { Component } from './domain/components.ts'
import type { UpdateAgency } from './onboarding-contract.ts'
import { listParticipation } from './queries/list-participation.ts'
import { readAgency } from './queries/list-agencies.ts'

let n = 0

async function onboarded(world: World, state: string, components: Component[], participatesSince: string | null) {
  const userId = newId()
  await world.rows(`insert into person (id, kind, name) values ($1, 'platform', 'Pat Runner')`, [userId])
  const actor: PlatformActor = { kind: 'platform', userId, timeZone: 'UTC' }
  n += 1
  const name = `Participation Agency ${String(n)}`
  const { id } = await createAgency(world.deps, actor, { code: `PA${String(n)}-XX`, name, shortName: `PA ${String(n)}`, state, timeZone: 'America/New_York', components, participatesSince, administrator: { name: 'A', email: `pa${String(n)}@x.example` } })
  const change = async (input: Partial<UpdateAgency>) => {
    const held = await readAgency(world.deps, actor, id)
    await updateAgency(world.deps, actor, id, { version: held.version, name, shortName: held.shortName, timeZone: 'America/New_York', components: held.components, participatesSince: held.participatesSince, ...input })
  }
  const shown = async () => (await listParticipation(world.deps)).items.find((item) => item.state === state)?.agencies.find((agency) => agency.name === name)?.components
  return { actor, id, change, shown }
}

test('each component has its own day: one that is added begins today, unless another day is said', async ({ world }) => {
  const { actor, id, change, shown } = await onboarded(world, 'PR', ['complaints'], '2024-03-01')
  expect(await shown()).toEqual([{ component: 'complaints', since: '2024-03-01', upcoming: false }])
  await change({ components: ['complaints', 'supervisory_activities'] })
  expect(await shown()).toEqual([{ component: 'complaints', since: '2024-03-01', upcoming: false }, { component: 'supervisory_activities', since: '2026-11-23', upcoming: false }])
  await change({ componentsSince: { supervisory_activities: '2027-01-01' } })
  expect(await shown()).toMatchObject([{ since: '2024-03-01' }, { since: '2027-01-01', upcoming: true }])
  expect((await readAgency(world.deps, actor, id)).componentsSince).toEqual({ complaints: '2024-03-01', supervisory_activities: '2027-01-01' })
  await change({ participatesSince: '2023-05-01' })
  expect(await shown(), 'what began with the agency follows its day').toMatchObject([{ since: '2023-05-01' }, { since: '2027-01-01' }])
  await change({ components: ['complaints'] })
  expect(await shown()).toEqual([{ component: 'complaints', since: '2023-05-01', upcoming: false }])
})

test('an agency without a day is not shown; with one, all of its components are; none begins before it', async ({ world }) => {
  const { change, shown } = await onboarded(world, 'US', ['complaints', 'supervisory_activities'], null)
  expect(await shown()).toBeUndefined()
  await change({ participatesSince: '2026-10-01' })
  expect(await shown()).toMatchObject([{ component: 'complaints', since: '2026-10-01' }, { component: 'supervisory_activities', since: '2026-10-01' }])
  await expect(change({ componentsSince: { complaints: '2026-09-30' } })).rejects.toMatchObject({ code: 'invalid', extras: { fields: { 'componentsSince.complaints': expect.stringContaining('before the day') as string } } })
  await change({ participatesSince: null })
  expect(await shown()).toBeUndefined()
})

test('what is public of an agency is its name, its state and its components, nothing more', async ({ world }) => {
  await onboarded(world, 'GU', ['complaints'], '2025-01-01')
  const { items } = await listParticipation(world.deps)
  for (const item of items) {
    expect(Object.keys(item)).toEqual(['state', 'agencies'])
    for (const agency of item.agencies) expect(Object.keys(agency)).toEqual(['name', 'components'])
  }
})
