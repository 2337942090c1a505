import { previewReminders, remindOfComplaints, remindOfRequest } from './remind.ts'
import { cancelRequest } from './cancel-request.ts'
import { listReminders } from '../queries/list-reminders.ts'
import { readRequest } from '../queries/read-requests.ts'
import { cast, entered, sent } from '#test/world/exchange.ts'
import { expect, test, type World } from '#test/world/test-world.ts'

const jobs = (world: World, complaintId: string) => world.rows<{ ids: string }>("select payload->>'requestIds' as ids from graphile_worker._private_jobs where payload->>'event' = 'request_reminded' and payload->>'complaintId' = $1", [complaintId])

test('a request is reminded of once a day, and every reminder is kept', async ({ world }) => {
  const { agency, supervisor, company, poc } = await cast(world)
  const id = await entered(world, supervisor, company)
  const request = await sent(world, supervisor, id)
  expect((await readRequest(world.deps, supervisor, request)).can).toContain('request.remind')
  await remindOfRequest(world.deps, supervisor, request)
  await expect(remindOfRequest(world.deps, supervisor, request)).rejects.toMatchObject({ code: 'conflict' })
  world.clock.set('2026-11-24T15:00:00.000Z')
  await remindOfRequest(world.deps, supervisor, request)
  expect((await listReminders(world.deps, supervisor, request)).items).toMatchObject([{ sentAt: '2026-11-24T15:00:00.000Z', sentBy: { id: supervisor.userId } }, { sentAt: '2026-11-23T15:00:00.000Z' }])
  expect(await jobs(world, id)).toHaveLength(2)
  const viewer = await world.agencyUser(agency, 'viewer')
  await expect(remindOfRequest(world.deps, viewer, request)).rejects.toMatchObject({ code: 'forbidden' })
  await expect(remindOfRequest(world.deps, poc, request)).rejects.toMatchObject({ code: 'not_found' })
  await expect(remindOfRequest(world.deps, await world.agencyUser(await world.agency(), 'supervisor'), request)).rejects.toMatchObject({ code: 'not_found' })
  world.clock.set('2026-11-25T15:00:00.000Z')
  const { version } = await readRequest(world.deps, supervisor, request)
  await cancelRequest(world.deps, supervisor, request, { version, reason: 'Settled.' })
  await expect(remindOfRequest(world.deps, supervisor, request)).rejects.toMatchObject({ code: 'conflict' })
})

test('companies are reminded of several complaints at once, with one message for each; what is refused is said', async ({ world }) => {
  const { agency, supervisor, company } = await cast(world)
  const [two, none, today, foreign] = [await entered(world, supervisor, company), await entered(world, supervisor, company), await entered(world, supervisor, company), await entered(world, (await cast(world)).supervisor, company)]
  await sent(world, supervisor, two)
  await sent(world, supervisor, two)
  await remindOfRequest(world.deps, supervisor, await sent(world, supervisor, today))
  const ids = [two, none, today, foreign, agency.id]
  const preview = await previewReminders(world.deps, supervisor, ids)
  expect(preview.items.map(({ done }) => done)).toEqual([true, false, false, false, false])
  expect(preview.items.map(({ what }) => what).join(' ')).toMatch(/2 requests.* Nothing is with the company.* today already.* another agency.* not found/)
  expect(await jobs(world, two)).toEqual([])
  expect(await remindOfComplaints(world.deps, supervisor, ids)).toMatchObject({ done: 1, refused: 4 })
  expect((await jobs(world, two)).map((job) => job.ids.split(',').length)).toEqual([2])
  expect(await remindOfComplaints(world.deps, supervisor, ids), 'a second press reminds nobody').toMatchObject({ done: 0, refused: 5 })
  const viewer = await world.agencyUser(agency, 'viewer')
  await expect(remindOfComplaints(world.deps, viewer, ids)).rejects.toMatchObject({ code: 'forbidden' })
  await expect(previewReminders(world.deps, viewer, ids)).rejects.toMatchObject({ code: 'forbidden' })
})
