import type { AgencyActor } from '../../access/actor.ts'
import { AppError } from '../../kernel/errors.ts'
import { cast, entered, sent, type Cast } from '#test/world/exchange.ts'
import { expect, test, type TestAgency, type World } from '#test/world/test-world.ts'
import { cancelComplaint } from '../complaints/commands/cancel-complaint.ts'
import { updateComplaint } from '../complaints/commands/update-complaint.ts'
import { readComplaint } from '../complaints/queries/read-complaint.ts'
import { readHistory } from '../complaints/queries/read-history.ts'
import { setHold } from '../retention/commands/change-hold.ts'
import { decideReferral } from './commands/decide-referral.ts'
import { referComplaint } from './commands/refer-complaint.ts'
import { withdrawReferral } from './commands/withdraw-referral.ts'
import { listReceivers, listReferrals, referralsOf } from './queries/list-referrals.ts'

const codeOf = (work: Promise<unknown>) => work.then(() => 'done', (error: unknown) => (error instanceof AppError ? error.code : String(error)))

type Scene = Cast & { id: string; receiver: TestAgency; taker: AgencyActor; takerManager: AgencyActor }
async function scene(world: World, restricted = false): Promise<Scene> {
  const people = await cast(world)
  const receiver = await world.agency()
  const taker = await world.agencyUser(receiver, 'supervisor')
  const takerManager = await world.agencyUser(receiver, 'manager')
  const id = await entered(world, people.supervisor, people.company, restricted ? { complainant: { firstName: 'Yolanda', lastName: 'Pruitt', restricted: true } } : {})
  return { ...people, id, receiver, taker, takerManager }
}
async function refer(world: World, { supervisor, id, receiver }: Scene): Promise<string> {
  const { version } = await readComplaint(world.deps, supervisor, id)
  await referComplaint(world.deps, supervisor, id, { version, toAgencyId: receiver.id, comments: 'It belongs to your state.' })
  return (await referralsOf(world.deps, supervisor, id))[0]?.id ?? ''
}
const accept = (poc: AgencyActor) => ({ decision: 'accept' as const, agencyPocId: poc.userId, comments: '' })

test('an accepted referral moves the complaint with every row of it, and the sender keeps basic information', async ({ world }) => {
  const at = await scene(world, true)
  const { supervisor, taker, takerManager, id, agency, receiver } = at
  const third = await world.agency()
  await world.rows(`insert into research_entry (id, complaint_id, agency_id, kind, channel, party, happened_on, text, created_by, created_at) values (gen_random_uuid(), $1, $2, 'communication', 'phone', 'consumer', '2026-11-03', 'Called.', $3, now())`, [id, agency.id, supervisor.userId])
  await world.rows(`insert into document (id, purpose, complaint_id, agency_id, research_id, side, name, original_name, content_type, size, state, sha256, uploaded_by, created_at)
    select gen_random_uuid(), 'research', complaint_id, agency_id, id, 'agency', 'note.pdf', 'note.pdf', 'application/pdf', 5, 'stored', repeat('a', 64), created_by, now() from research_entry where complaint_id = $1`, [id])
  await world.rows(`insert into alleged_violation (id, complaint_id, agency_id, description, added_by, added_at) values (gen_random_uuid(), $1, $2, 'Unfair.', $3, now())`, [id, agency.id, supervisor.userId])
  await world.rows(`insert into information_request (id, complaint_id, agency_id, company_id, title, description, status, created_by, created_at) values (gen_random_uuid(), $1, $2, $3, 'Statements', 'Please.', 'ready_to_send', $4, now())`, [id, agency.id, at.company.id, supervisor.userId])
  await world.rows(`insert into complaint_access (id, complaint_id, agency_id, requesting_agency_id, state, requested_at) values (gen_random_uuid(), $1, $2, $3, 'accepted', now())`, [id, agency.id, third.id])
  const referralId = await refer(world, at)
  expect((await readComplaint(world.deps, taker, id)).detail, 'nothing of the detail before it accepts').toBeNull()
  expect((await referralsOf(world.deps, taker, id))[0]).toMatchObject({ state: 'pending', comments: 'It belongs to your state.', can: ['accept', 'reject'] })

  await decideReferral(world.deps, taker, id, referralId, accept(takerManager))
  const mine = await readComplaint(world.deps, takerManager, id)
  expect(mine).toMatchObject({ status: 'in_progress', isOwn: true, agencyPoc: { id: takerManager.userId }, detail: { complainant: { lastName: 'Pruitt', restricted: true } } })
  expect(mine.can).toContain('complaint.update')
  const theirs = await readComplaint(world.deps, supervisor, id)
  expect(theirs).toMatchObject({ isOwn: false, detail: null, can: ['complaint.request-access'] })
  const tables = ['complaint_detail', 'complainant', 'research_entry', 'document', 'alleged_violation', 'information_request', 'complaint_access']
  for (const table of tables) expect(await world.rows(`select distinct agency_id from ${table} where complaint_id = $1`, [id]), table).toEqual([{ agency_id: receiver.id }])
  expect(await world.rows(`select state from complaint_access where complaint_id = $1`, [id]), 'access that the sender gave has ended').toEqual([{ state: 'revoked' }])
  const scopes = (await world.rows<{ scope_id: string }>(`select distinct scope_id from search_document where complaint_id = $1`, [id])).map((row) => row.scope_id)
  expect(scopes).toContain(receiver.id)
  expect(scopes, 'its words are not found by the sender any more').not.toContain(agency.id)
  const history = (await readHistory(world.deps, takerManager, id, { limit: 50 })).items.map((entry) => entry.action)
  expect(history, 'what was done before is history of the complaint').toEqual(expect.arrayContaining(['complaint.submitted', 'complaint.referred', 'complaint.referral_accepted']))
  expect(history.filter((action) => action === 'complaint.referral_accepted'), 'said once').toHaveLength(1)
  await updateComplaint(world.deps, takerManager, id, { version: mine.version, fields: { desiredOutcome: 'Another.' } })
  const left = (await readHistory(world.deps, supervisor, id, { limit: 50 }).catch(() => ({ items: [] }))).items.map((entry) => entry.action)
  expect(left, 'of what the new owner does the sender learns nothing').not.toContain('complaint.updated')
})

test('a rejected or withdrawn referral puts the complaint back where it was', async ({ world }) => {
  const at = await scene(world)
  const first = await refer(world, at)
  await decideReferral(world.deps, at.takerManager, at.id, first, { decision: 'reject', comments: 'Not licensed here.' })
  expect(await readComplaint(world.deps, at.supervisor, at.id)).toMatchObject({ status: 'in_progress', isOwn: true })
  expect((await referralsOf(world.deps, at.supervisor, at.id))[0]).toMatchObject({ state: 'rejected', decisionComments: 'Not licensed here.', decidedBy: { id: at.takerManager.userId } })
  const told = (await readHistory(world.deps, at.supervisor, at.id, { limit: 50 })).items.filter((entry) => entry.action === 'complaint.referral_rejected')
  expect(told.map((entry) => entry.by), 'the owner reads it, once').toHaveLength(1)
  await world.rows(`update complaint set status = 'pending' where id = $1`, [at.id])
  const second = await refer(world, at)
  await withdrawReferral(world.deps, at.supervisor, at.id, second)
  expect((await readComplaint(world.deps, at.supervisor, at.id)).status).toBe('pending')
  expect(await codeOf(decideReferral(world.deps, at.taker, at.id, second, accept(at.taker)))).toBe('conflict')
})

test('while a referral waits nothing changes but by withdrawing or canceling', async ({ world }) => {
  const at = await scene(world)
  const referralId = await refer(world, at)
  const { version, can } = await readComplaint(world.deps, at.supervisor, at.id)
  expect(can.filter((action) => !action.startsWith('complaint.view'))).toEqual(['complaint.cancel'])
  expect(await codeOf(updateComplaint(world.deps, at.supervisor, at.id, { version, fields: { desiredOutcome: 'x' } }))).toBe('conflict')
  expect(await codeOf(setHold(world.deps, at.supervisor, at.id, { version: 0, reason: 'Suit.' }))).toBe('conflict')
  await cancelComplaint(world.deps, at.supervisor, at.id, { version, reason: 'Entered twice.' })
  expect((await referralsOf(world.deps, at.taker, at.id))[0]).toMatchObject({ id: referralId, state: 'canceled', can: [] })
  expect(await codeOf(decideReferral(world.deps, at.taker, at.id, referralId, accept(at.taker)))).toBe('conflict')
})

test('only before any request was sent, without a legal hold, and to an agency in which somebody can decide', async ({ world }) => {
  const at = await scene(world)
  const { supervisor, id, receiver } = at
  const empty = await world.agency()
  await world.agencyUser(empty, 'viewer')
  const offer = async (toAgencyId: string) => codeOf(referComplaint(world.deps, supervisor, id, { version: (await readComplaint(world.deps, supervisor, id)).version, toAgencyId, comments: 'Yours.' }))
  expect(await offer(empty.id)).toBe('invalid')
  expect(await offer(at.agency.id)).toBe('invalid')
  const receivers = (await listReceivers(world.deps, supervisor)).items.map((item) => item.id)
  expect(receivers).toContain(receiver.id)
  expect(receivers).not.toContain(empty.id)
  expect(receivers).not.toContain(at.agency.id)
  await setHold(world.deps, supervisor, id, { version: 0, reason: 'A suit is pending.' })
  expect(await offer(receiver.id)).toBe('conflict')
  expect((await readComplaint(world.deps, supervisor, id)).can).not.toContain('complaint.refer')
  await world.rows('delete from complaint_retention where complaint_id = $1', [id])
  await sent(world, supervisor, id)
  expect(await offer(receiver.id)).toBe('conflict')
})

test('Viewers, strangers, the sender and companies cannot decide; the receiver cannot withdraw; a POC is one of its own', async ({ world }) => {
  const at = await scene(world)
  const referralId = await refer(world, at)
  const viewer = await world.agencyUser(at.receiver, 'viewer')
  const stranger = await world.agencyUser(await world.agency(), 'supervisor')
  const decide = (actor: Parameters<typeof decideReferral>[1], poc = at.taker) => codeOf(decideReferral(world.deps, actor, at.id, referralId, accept(poc)))
  expect([await decide(viewer), await decide(stranger), await decide(at.supervisor), await decide(at.poc)]).toEqual(['forbidden', 'not_found', 'forbidden', 'not_found'])
  expect(await decide(at.taker, at.supervisor)).toBe('invalid')
  expect(await decide(at.taker, viewer)).toBe('invalid')
  expect(await codeOf(withdrawReferral(world.deps, at.taker, at.id, referralId))).toBe('forbidden')
  const ownViewer = await world.agencyUser(at.agency, 'viewer')
  expect(await codeOf(withdrawReferral(world.deps, ownViewer, at.id, referralId))).toBe('forbidden')
  expect(await codeOf(referComplaint(world.deps, ownViewer, at.id, { version: 1, toAgencyId: at.receiver.id, comments: 'x' }))).toBe('forbidden')
  expect((await readComplaint(world.deps, at.supervisor, at.id)).status).toBe('referral_in_progress')
})

test('somebody else’s change since is told before a referral', async ({ world }) => {
  const at = await scene(world)
  const { version } = await readComplaint(world.deps, at.supervisor, at.id)
  expect(await codeOf(referComplaint(world.deps, at.supervisor, at.id, { version: version + 1, toAgencyId: at.receiver.id, comments: 'x' }))).toBe('stale_version')
})

test('each agency lists what it sent and received, decided ones too, page by page', async ({ world }) => {
  const at = await scene(world)
  const first = await refer(world, at)
  await decideReferral(world.deps, at.taker, at.id, first, { decision: 'reject', comments: 'No.' })
  world.clock.advance(60_000)
  const second = await refer(world, at)
  const page = await listReferrals(world.deps, at.taker, { direction: 'incoming', limit: 1 })
  const rest = await listReferrals(world.deps, at.taker, { direction: 'incoming', limit: 1, cursor: page.next ?? '' })
  expect([page.items[0]?.id, rest.items[0]?.id, rest.next]).toEqual([second, first, null])
  expect((await listReferrals(world.deps, at.supervisor, { direction: 'outgoing', state: 'pending', limit: 50 })).items.map((item) => [item.id, item.can])).toEqual([[second, ['withdraw']]])
  expect((await listReferrals(world.deps, at.supervisor, { direction: 'incoming', limit: 50 })).items).toEqual([])
  expect(await codeOf(listReferrals(world.deps, at.poc, { direction: 'incoming', limit: 50 }))).toBe('forbidden')
})
