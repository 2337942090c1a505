import type { AgencyActor } from '../../access/actor.ts'
import { AppError } from '../../kernel/errors.ts'
import { cast, entered, sent, type Cast } from '#test/world/exchange.ts'
import { openSite } from '#test/world/site.ts'
import { expect, test, type TestAgency, type World } from '#test/world/test-world.ts'
import { readComplaint } from '../complaints/queries/read-complaint.ts'
import { readHistory } from '../complaints/queries/read-history.ts'
import { askAccess } from './commands/ask-access.ts'
import { decideAccess } from './commands/decide-access.ts'
import { decideReferral } from './commands/decide-referral.ts'
import { revokeAccess, withdrawAccess } from './commands/end-access.ts'
import { referComplaint } from './commands/refer-complaint.ts'
import { exportAccess } from './queries/export-sharing.ts'
import { countSharing, listAccess } from './queries/list-access.ts'
import { listReferrals, referralsOf } from './queries/list-referrals.ts'
import { readSight } from './queries/read-sight.ts'

const refusal = (work: Promise<unknown>) => work.then(() => ({ code: 'done', detail: '' }), (error: unknown) => (error instanceof AppError ? { code: error.code, detail: error.message } : { code: String(error), detail: '' }))
const codeOf = async (work: Promise<unknown>) => (await refusal(work)).code
const accept = { decision: 'accept' as const, comments: 'Of course.' }
const reject = { decision: 'reject' as const, comments: 'Under investigation.' }

type Scene = Cast & { id: string; asking: TestAgency; asker: AgencyActor; colleague: AgencyActor; second: AgencyActor }
async function scene(world: World, restricted = false): Promise<Scene> {
  const people = await cast(world)
  const asking = await world.agency()
  const id = await entered(world, people.supervisor, people.company, { complainant: { firstName: 'Yolanda', lastName: 'Pruitt', restricted } })
  return { ...people, id, asking, asker: await world.agencyUser(asking, 'manager'), colleague: await world.agencyUser(asking, 'viewer'), second: await world.agencyUser(people.agency, 'supervisor') }
}
const requestOf = async (world: World, actor: AgencyActor, id: string) => (await readSight(world.deps, actor, id)).requests[0]?.id ?? ''
async function asked(world: World, { asker, id }: Scene): Promise<string> {
  await askAccess(world.deps, asker, id, { comments: 'The same servicer complains here.' })
  return requestOf(world, asker, id)
}

test('asking, letting in and putting out again, with a history that both agencies read', async ({ world }) => {
  const at = await scene(world, true)
  const { supervisor, asker, colleague, id } = at
  expect((await readSight(world.deps, asker, id)).canAsk).toBe(true)
  const accessId = await asked(world, at)
  const waiting = await readSight(world.deps, supervisor, id)
  expect(waiting.requests).toMatchObject([{ state: 'requested', comments: 'The same servicer complains here.', requestedBy: { id: asker.userId }, can: ['accept', 'reject'] }])
  expect((await readComplaint(world.deps, asker, id)).detail, 'asking alone gives nothing').toBeNull()

  await decideAccess(world.deps, supervisor, id, accessId, accept)
  const shared = await readComplaint(world.deps, colleague, id)
  expect(shared.detail, 'all complaints users of the agency read it').not.toBeNull()
  expect(shared.detail?.complainant, 'who complained stays hidden').toBeNull()
  const sight = await readSight(world.deps, colleague, id)
  expect(sight).toMatchObject({ readsDetail: true, restricted: true, canAsk: false })
  expect(sight.readers.map((reader) => [reader.reason, reader.agency?.id ?? null, reader.isReader])).toEqual([['owner', at.agency.id, false], ['access', at.asking.id, true], ['every_agency', null, false]])
  expect(await codeOf(askAccess(world.deps, asker, id, { comments: 'Again.' }))).toBe('conflict')

  world.clock.advance(60_000)
  await revokeAccess(world.deps, at.second, id, accessId, { comments: 'The matter is closed.' })
  expect((await readComplaint(world.deps, colleague, id)).detail).toBeNull()
  expect(await codeOf(readHistory(world.deps, colleague, id, { limit: 50 }))).toBe('not_found')
  const after = await readSight(world.deps, asker, id)
  expect(after).toMatchObject({ readsDetail: false, canAsk: true, requests: [{ state: 'revoked', decidedBy: { id: supervisor.userId }, decisionComments: 'Of course.', endedBy: { id: at.second.userId }, endComments: 'The matter is closed.', can: [] }] })
  expect(after.readers.map((reader) => reader.reason)).toEqual(['owner', 'every_agency'])
  const history = (await readHistory(world.deps, supervisor, id, { limit: 50 })).items.map((entry) => entry.action)
  expect(history).toEqual(expect.arrayContaining(['access.requested', 'access.accepted', 'access.revoked']))
  await askAccess(world.deps, asker, id, { comments: 'It began anew.' })
  expect((await readSight(world.deps, asker, id)).requests.map((one) => one.state)).toEqual(['requested', 'revoked'])
})

test('who may not: Viewers, Managers on deciding, third agencies, companies, one’s own complaint, twice, while referred or canceled', async ({ world }) => {
  const at = await scene(world)
  const { supervisor, asker, colleague, id } = at
  const say = { comments: 'Please.' }
  expect(await codeOf(askAccess(world.deps, colleague, id, say)), 'a Viewer').toBe('forbidden')
  expect(await codeOf(askAccess(world.deps, await world.agencyUser(at.asking, null, ['account_administrator']), id, say)), 'without a complaints role').toBe('not_found')
  expect(await codeOf(askAccess(world.deps, supervisor, id, say)), 'one’s own').toBe('conflict')
  expect(await codeOf(askAccess(world.deps, at.poc, id, say)), 'a company').toBe('not_found')
  const accessId = await asked(world, at)
  expect(await codeOf(askAccess(world.deps, await world.agencyUser(at.asking, 'supervisor'), id, say)), 'a colleague asked already').toBe('conflict')
  const manager = await world.agencyUser(at.agency, 'manager')
  const stranger = await world.agencyUser(await world.agency(), 'supervisor')
  expect(await codeOf(decideAccess(world.deps, manager, id, accessId, accept)), 'a Manager of the owner').toBe('forbidden')
  expect(await codeOf(decideAccess(world.deps, asker, id, accessId, accept)), 'whoever asked').toBe('forbidden')
  expect(await codeOf(decideAccess(world.deps, stranger, id, accessId, accept)), 'a third agency').toBe('not_found')
  expect(await codeOf(decideAccess(world.deps, at.poc, id, accessId, accept)), 'a company').toBe('not_found')
  expect(await codeOf(withdrawAccess(world.deps, colleague, id, accessId)), 'a Viewer').toBe('forbidden')
  expect(await codeOf(withdrawAccess(world.deps, supervisor, id, accessId)), 'the owner').toBe('forbidden')
  await decideAccess(world.deps, supervisor, id, accessId, accept)
  expect(await codeOf(revokeAccess(world.deps, manager, id, accessId, say))).toBe('forbidden')
  expect(await codeOf(revokeAccess(world.deps, asker, id, accessId, say))).toBe('forbidden')
  expect(await codeOf(decideAccess(world.deps, at.second, id, accessId, reject)), 'decided already').toBe('conflict')
  await revokeAccess(world.deps, supervisor, id, accessId, say)
  expect(await codeOf(revokeAccess(world.deps, at.second, id, accessId, say)), 'ended already').toBe('conflict')

  await world.rows(`update complaint set status = 'referral_in_progress' where id = $1`, [id])
  expect((await refusal(askAccess(world.deps, asker, id, say))).detail).toMatch(/being referred/)
  expect(await readSight(world.deps, asker, id)).toMatchObject({ canAsk: false })
  await world.rows(`update complaint set status = 'canceled' where id = $1`, [id])
  expect((await refusal(askAccess(world.deps, asker, id, say))).detail).toMatch(/canceled/)
  await world.rows(`update complaint set status = 'draft' where id = $1`, [id])
  expect(await codeOf(askAccess(world.deps, asker, id, say)), 'a draft is not there for others').toBe('not_found')
})

test('a request can be withdrawn or rejected, and asked anew; while a referral waits nobody decides', async ({ world }) => {
  const at = await scene(world)
  const first = await asked(world, at)
  await withdrawAccess(world.deps, at.asker, at.id, first)
  expect(await codeOf(decideAccess(world.deps, at.supervisor, at.id, first, accept))).toBe('conflict')
  world.clock.advance(60_000)
  const second = await asked(world, at)
  await decideAccess(world.deps, at.supervisor, at.id, second, reject)
  expect((await readSight(world.deps, at.asker, at.id)).requests).toMatchObject([{ id: second, state: 'rejected', decisionComments: 'Under investigation.' }, { id: first, state: 'withdrawn', endedBy: { id: at.asker.userId } }])
  world.clock.advance(60_000)
  const third = await asked(world, at)
  const receiver = await world.agency()
  const taker = await world.agencyUser(receiver, 'supervisor')
  await referComplaint(world.deps, at.supervisor, at.id, { version: (await readComplaint(world.deps, at.supervisor, at.id)).version, toAgencyId: receiver.id, comments: 'Yours.' })
  expect((await refusal(decideAccess(world.deps, at.supervisor, at.id, third, accept))).detail).toMatch(/being referred/)
  expect((await readSight(world.deps, at.supervisor, at.id)).requests[0]?.can).toEqual([])
  await decideReferral(world.deps, taker, at.id, (await referralsOf(world.deps, taker, at.id))[0]?.id ?? '', { decision: 'accept', agencyPocId: taker.userId, comments: '' })
  expect((await readSight(world.deps, at.asker, at.id)).requests[0]).toMatchObject({ id: third, state: 'canceled', endedByReferral: true, owner: { id: at.agency.id } })
  const sight = await readSight(world.deps, taker, at.id)
  expect(sight.readers.map((reader) => [reader.reason, reader.agency?.id ?? null, reader.from?.id ?? null, reader.sees])).toEqual([
    ['owner', receiver.id, at.agency.id, 'all'], ['former_owner', at.agency.id, receiver.id, 'basic'], ['every_agency', null, null, 'basic'],
  ])
  expect((await listAccess(world.deps, at.second, { tab: 'decisions', limit: 50 })).items.map((item) => item.id), 'whoever decided keeps its decisions').toEqual([second])
})

test('the company stands on the page once it was sent something', async ({ world }) => {
  const at = await scene(world)
  await sent(world, at.supervisor, at.id)
  expect((await readSight(world.deps, at.supervisor, at.id)).readers.find((reader) => reader.reason === 'company')).toMatchObject({ company: { id: at.company.id }, sees: 'company_part' })
})

test('the four tabs of each agency, page by page, filtered, counted, and as a sheet', async ({ world }) => {
  const at = await scene(world)
  const { supervisor, asker } = at
  const ids: string[] = []
  for (let n = 0; n < 4; n += 1) {
    const id = await entered(world, supervisor, at.company)
    world.clock.advance(60_000)
    ids.push(await asked(world, { ...at, id }))
    if (n === 0) await decideAccess(world.deps, supervisor, id, ids[0] ?? '', accept)
    if (n === 1) await decideAccess(world.deps, supervisor, id, ids[1] ?? '', reject)
  }
  const [let_in, turned_down, third, fourth] = ids
  const tab = async (actor: AgencyActor, name: 'incoming' | 'decisions' | 'outgoing' | 'history', more = {}) => (await listAccess(world.deps, actor, { tab: name, limit: 50, ...more })).items.map((item) => item.id)
  expect(await tab(supervisor, 'incoming')).toEqual([fourth, third])
  expect(await tab(supervisor, 'decisions')).toEqual([turned_down, let_in])
  expect(await tab(supervisor, 'outgoing')).toEqual([])
  expect(await tab(asker, 'outgoing')).toEqual([fourth, third])
  expect(await tab(asker, 'history')).toEqual([turned_down, let_in])
  expect(await tab(asker, 'history', { state: 'accepted' })).toEqual([let_in])
  expect(await tab(supervisor, 'decisions', { agencyId: at.agency.id })).toEqual([])
  expect(await tab(supervisor, 'decisions', { from: '2026-11-24' })).toEqual([])
  expect(await tab(supervisor, 'decisions', { from: '2026-11-23', to: '2026-11-23' })).toEqual([turned_down, let_in])
  const first = await listAccess(world.deps, supervisor, { tab: 'incoming', limit: 1 })
  const rest = await listAccess(world.deps, supervisor, { tab: 'incoming', limit: 1, cursor: first.next ?? '' })
  expect([first.items[0]?.id, rest.items[0]?.id, rest.next]).toEqual([fourth, third, null])
  expect(await countSharing(world.deps, supervisor)).toEqual({ access: { incoming: 2, outgoing: 0 }, referrals: { incoming: 0, outgoing: 0 } })
  expect(await countSharing(world.deps, asker)).toMatchObject({ access: { incoming: 0, outgoing: 2 } })
  const text = async (format: 'csv' | 'xlsx') => Buffer.concat(await (await exportAccess(world.deps, supervisor, { tab: 'decisions', format })).toArray())
  expect((await text('csv')).toString().split('\r\n').filter(Boolean)).toHaveLength(3)
  expect((await text('csv')).toString()).toContain('Under investigation.')
  expect((await text('xlsx')).subarray(0, 2).toString()).toBe('PK')
  expect(await codeOf(listAccess(world.deps, at.poc, { tab: 'incoming', limit: 50 }))).toBe('forbidden')
  expect(await codeOf(exportAccess(world.deps, at.poc, { tab: 'incoming', format: 'csv' }))).toBe('forbidden')
})

test('referrals have the same four tabs', async ({ world }) => {
  const at = await scene(world)
  const receiver = await world.agency()
  const taker = await world.agencyUser(receiver, 'supervisor')
  const offer = async () => {
    world.clock.advance(60_000)
    await referComplaint(world.deps, at.supervisor, at.id, { version: (await readComplaint(world.deps, at.supervisor, at.id)).version, toAgencyId: receiver.id, comments: 'Yours.' })
    return (await referralsOf(world.deps, at.supervisor, at.id))[0]?.id ?? ''
  }
  const first = await offer()
  await decideReferral(world.deps, taker, at.id, first, reject)
  const second = await offer()
  const tab = async (actor: AgencyActor, name: 'incoming' | 'decisions' | 'outgoing' | 'history', more = {}) => (await listReferrals(world.deps, actor, { direction: 'incoming', tab: name, limit: 50, ...more })).items.map((item) => item.id)
  expect([await tab(taker, 'incoming'), await tab(taker, 'decisions'), await tab(taker, 'outgoing'), await tab(taker, 'history')]).toEqual([[second], [first], [], []])
  expect([await tab(at.supervisor, 'incoming'), await tab(at.supervisor, 'decisions'), await tab(at.supervisor, 'outgoing'), await tab(at.supervisor, 'history')]).toEqual([[], [], [second], [first]])
  expect(await tab(taker, 'decisions', { agencyId: receiver.id })).toEqual([])
  expect(await countSharing(world.deps, taker)).toMatchObject({ referrals: { incoming: 1, outgoing: 0 } })
})

test('the routes say what is missing by field, and refuse a Manager on deciding', async ({ world }) => {
  const at = await scene(world)
  const site = await openSite(world)
  try {
    const asker = await site.signIn(await site.credentials(at.asker))
    const blank = await site.post(`/complaints/${at.id}/access-requests`, { comments: ' ' }, asker)
    expect([blank.statusCode, blank.json<{ fields: Record<string, string> }>().fields['comments']]).toEqual([400, 'Say why your agency needs the details.'])
    const made = await site.post(`/complaints/${at.id}/access-requests`, { comments: 'Please.' }, asker)
    expect(made.statusCode).toBe(201)
    const accessId = made.json<{ requests: { id: string }[] }>().requests[0]?.id ?? ''
    const asked = async () => (await site.get(`/complaints/${at.id}`, asker)).json<{ accessAsked: boolean }>().accessAsked
    expect(await asked()).toBe(true)
    const owner = await site.signIn(await site.credentials(at.supervisor))
    expect((await site.post(`/complaints/${at.id}/access-requests/${accessId}/decisions`, { decision: 'reject', comments: '' }, owner)).json<{ fields: Record<string, string> }>().fields['comments']).toBe('Say why you reject it.')
    expect((await site.post(`/complaints/${at.id}/access-requests/${accessId}/decisions`, { decision: 'accept' }, asker)).statusCode).toBe(403)
    expect((await site.post(`/complaints/${at.id}/access-requests/${accessId}/decisions`, { decision: 'accept' }, owner)).statusCode).toBe(201)
    expect((await site.get(`/complaints/${at.id}/access`, asker)).json<{ readsDetail: boolean }>().readsDetail).toBe(true)
    expect(await asked()).toBe(false)
    expect((await site.get('/sharing/counts', owner)).statusCode).toBe(200)
  } finally {
    await site.close()
  }
})
