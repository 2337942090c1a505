import type { AgencyActor } from '../../access/actor.ts'
import { atOnce } from '#test/world/at-once.ts'
import { cast, entered, type Cast } from '#test/world/exchange.ts'
import { expect, test, type TestAgency, type World } from '#test/world/test-world.ts'
import { cancelComplaint } from '../complaints/commands/cancel-complaint.ts'
import { readComplaint } from '../complaints/queries/read-complaint.ts'
import { sendRequests } from '../information-requests/commands/send-requests.ts'
import { addRequest } from '../information-requests/commands/write-request.ts'
import { askAccess } from './commands/ask-access.ts'
import { decideAccess } from './commands/decide-access.ts'
import { decideReferral } from './commands/decide-referral.ts'
import { revokeAccess, withdrawAccess } from './commands/end-access.ts'
import { referComplaint } from './commands/refer-complaint.ts'
import { withdrawReferral } from './commands/withdraw-referral.ts'
import { referralsOf } from './queries/list-referrals.ts'
import { readSight } from './queries/read-sight.ts'

/** Each race is run in both orders, with transactions that overlap (test/world/at-once.ts). */
const accept = { decision: 'accept' as const, comments: 'Of course.' }
const reject = { decision: 'reject' as const, comments: 'Under investigation.' }
const done = { code: 'done', detail: '' }
function refused(sentence: RegExp): { code: string; detail: unknown } {
  const detail: unknown = expect.stringMatching(sentence)
  return { code: 'conflict', detail }
}

type Scene = Cast & { id: string; second: AgencyActor; other: TestAgency; guest: AgencyActor; colleague: AgencyActor }
/** A complaint of one agency with two Supervisors, and another agency that asks for it, or gets it. */
async function scene(world: World): Promise<Scene> {
  const people = await cast(world)
  const other = await world.agency()
  return { ...people, id: await entered(world, people.supervisor, people.company), second: await world.agencyUser(people.agency, 'supervisor'), other, guest: await world.agencyUser(other, 'supervisor'), colleague: await world.agencyUser(other, 'manager') }
}

async function asked(world: World, { guest, id }: Scene): Promise<string> {
  await askAccess(world.deps, guest, id, { comments: 'The same servicer complains here.' })
  return (await readSight(world.deps, guest, id)).requests[0]?.id ?? ''
}

async function referral(world: World, { supervisor, id, other, guest }: Scene): Promise<string> {
  await referComplaint(world.deps, supervisor, id, { version: (await readComplaint(world.deps, supervisor, id)).version, toAgencyId: other.id, comments: 'Yours.' })
  return (await referralsOf(world.deps, guest, id))[0]?.id ?? ''
}

/** What the audit tells of these deeds, and who did them. */
const told = (world: World, id: string, ...actions: string[]) => world.rows<{ action: string; actor_id: string }>('select action, actor_id from audit_entry where complaint_id = $1 and action = any($2) order by at, id', [id, actions])

test('of two Supervisors who decide at once the first wins, the other is told, and the audit says who it was', async ({ world }) => {
  for (const accepts of [true, false]) {
    const at = await scene(world)
    const accessId = await asked(world, at)
    const deeds = [() => decideAccess(world.deps, at.supervisor, at.id, accessId, accept), () => decideAccess(world.deps, at.second, at.id, accessId, reject)]
    expect(await atOnce(world, at.id, ...(accepts ? deeds : deeds.toReversed()))).toEqual([done, refused(/decided, withdrawn or canceled meanwhile/)])
    const by = accepts ? at.supervisor.userId : at.second.userId
    expect(await world.rows('select state, decided_by from complaint_access where id = $1', [accessId])).toEqual([{ state: accepts ? 'accepted' : 'rejected', decided_by: by }])
    expect(await told(world, at.id, 'access.accepted', 'access.rejected')).toEqual([{ action: accepts ? 'access.accepted' : 'access.rejected', actor_id: by }])
    expect((await readComplaint(world.deps, at.colleague, at.id)).detail !== null).toBe(accepts)
  }
})

test('accepting against withdrawing: one wins, the other is told', async ({ world }) => {
  for (const acceptsFirst of [true, false]) {
    const at = await scene(world)
    const accessId = await asked(world, at)
    const deeds = [() => decideAccess(world.deps, at.supervisor, at.id, accessId, accept), () => withdrawAccess(world.deps, at.guest, at.id, accessId)]
    const results = await atOnce(world, at.id, ...(acceptsFirst ? deeds : deeds.toReversed()))
    expect(results).toEqual(expect.arrayContaining([done, refused(/decided, withdrawn or canceled meanwhile/)]))
    const [row] = await world.rows<{ state: string }>('select state from complaint_access where id = $1', [accessId])
    expect(['accepted', 'withdrawn']).toContain(row?.state)
    expect((await told(world, at.id, 'access.accepted', 'access.withdrawn')).map(({ action }) => action)).toEqual([`access.${row?.state ?? ''}`])
  }
})

test('accepting against canceling: given access stays, or the request ends and whoever accepts is told', async ({ world }) => {
  for (const acceptsFirst of [true, false]) {
    const at = await scene(world)
    const accessId = await asked(world, at)
    const { version } = await readComplaint(world.deps, at.supervisor, at.id)
    const deeds = [() => decideAccess(world.deps, at.second, at.id, accessId, accept), () => cancelComplaint(world.deps, at.supervisor, at.id, { version, reason: 'Entered twice.' })]
    expect(await atOnce(world, at.id, ...(acceptsFirst ? deeds : deeds.toReversed()))).toEqual([done, acceptsFirst ? done : refused(/canceled meanwhile/)])
    expect(await world.rows('select state from complaint_access where id = $1', [accessId])).toEqual([{ state: acceptsFirst ? 'accepted' : 'cancelled' }])
    expect((await told(world, at.id, 'access.accepted', 'complaint.canceled')).map(({ action }) => action)).toEqual(acceptsFirst ? ['access.accepted', 'complaint.canceled'] : ['complaint.canceled'])
  }
})

test('a referral against the first sending: the first wins, the other is told, and the complaint is never both', async ({ world }) => {
  for (const refersFirst of [true, false]) {
    const at = await scene(world)
    const requestId = await addRequest(world.deps, at.supervisor, at.id, { title: 'Statements', description: 'Please.', dueOn: '2026-12-08' })
    const { version } = await readComplaint(world.deps, at.supervisor, at.id)
    const deeds = [
      () => referComplaint(world.deps, at.second, at.id, { version, toAgencyId: at.other.id, comments: 'Yours.' }),
      () => sendRequests(world.deps, at.supervisor, at.id, { requests: [{ id: requestId }], commentary: '', shareNarrative: true, introductionDocumentIds: [], notifyUserIds: [] }),
    ]
    const [first, second] = await atOnce(world, at.id, ...(refersFirst ? deeds : deeds.toReversed()))
    expect(first).toEqual(done)
    expect([second?.code, second?.detail]).toEqual(refersFirst ? ['conflict', expect.stringMatching(/referr/)] : [expect.stringMatching(/^(conflict|stale_version)$/), expect.stringMatching(/sent|changed this/)])
    expect(await world.rows('select status, first_sent_at is not null as sent from complaint where id = $1', [at.id])).toEqual([{ status: refersFirst ? 'referral_in_progress' : 'in_progress', sent: !refersFirst }])
    const all = await world.rows<{ action: string }>(`select distinct action from audit_entry where complaint_id = $1 and (action = 'complaint.referred' or action like '%sent')`, [at.id])
    expect(all.map(({ action }) => action === 'complaint.referred')).toEqual([refersFirst])
  }
})

test('asking while the complaint is being referred is refused; asked before, the request ends with the referral', async ({ world }) => {
  for (const asksFirst of [true, false]) {
    const at = await scene(world)
    const third = await world.agencyUser(await world.agency(), 'supervisor')
    const { version } = await readComplaint(world.deps, at.supervisor, at.id)
    const deeds = [() => askAccess(world.deps, third, at.id, { comments: 'Please.' }), () => referComplaint(world.deps, at.supervisor, at.id, { version, toAgencyId: at.other.id, comments: 'Yours.' })]
    expect(await atOnce(world, at.id, ...(asksFirst ? deeds : deeds.toReversed()))).toEqual([done, asksFirst ? done : refused(/being referred/)])
    expect((await told(world, at.id, 'access.requested', 'complaint.referred')).map(({ action }) => action)).toEqual(asksFirst ? ['access.requested', 'complaint.referred'] : ['complaint.referred'])
    await decideReferral(world.deps, at.guest, at.id, (await referralsOf(world.deps, at.guest, at.id))[0]?.id ?? '', { decision: 'accept', agencyPocId: at.guest.userId, comments: '' })
    expect((await readSight(world.deps, third, at.id)).requests.map(({ state }) => state)).toEqual(asksFirst ? ['canceled'] : [])
  }
})

test('taking a referral against taking it back, and against a colleague who rejects it: the first wins, the other is told', async ({ world }) => {
  for (const takesFirst of [true, false]) {
    const at = await scene(world)
    const referralId = await referral(world, at)
    const take = () => decideReferral(world.deps, at.guest, at.id, referralId, { decision: 'accept', agencyPocId: at.colleague.userId, comments: '' })
    const back = () => withdrawReferral(world.deps, at.supervisor, at.id, referralId)
    expect(await atOnce(world, at.id, ...(takesFirst ? [take, back] : [back, take]))).toEqual([done, refused(takesFirst ? /^Another agency accepted this complaint meanwhile/ : /decided, withdrawn or canceled meanwhile/)])
    expect(await world.rows('select agency_id, status from complaint where id = $1', [at.id])).toEqual([{ agency_id: takesFirst ? at.other.id : at.agency.id, status: 'in_progress' }])
    expect((await told(world, at.id, 'complaint.referral_accepted', 'complaint.referral_withdrawn')).map(({ action }) => action)).toEqual([takesFirst ? 'complaint.referral_accepted' : 'complaint.referral_withdrawn'])

    const again = await scene(world)
    const againId = await referral(world, again)
    const deeds = [
      () => decideReferral(world.deps, again.guest, again.id, againId, { decision: 'accept', agencyPocId: again.colleague.userId, comments: '' }),
      () => decideReferral(world.deps, again.colleague, again.id, againId, reject),
    ]
    expect(await atOnce(world, again.id, ...(takesFirst ? deeds : deeds.toReversed()))).toEqual([done, refused(/decided, withdrawn or canceled meanwhile/)])
    expect((await told(world, again.id, 'complaint.referral_accepted', 'complaint.referral_rejected')).map(({ action }) => action)).toEqual([takesFirst ? 'complaint.referral_accepted' : 'complaint.referral_rejected'])
  }
})

test('taking a referral against canceling the complaint: the first wins, the other is told', async ({ world }) => {
  for (const takesFirst of [true, false]) {
    const at = await scene(world)
    const referralId = await referral(world, at)
    const { version } = await readComplaint(world.deps, at.supervisor, at.id)
    const deeds = [() => decideReferral(world.deps, at.guest, at.id, referralId, { decision: 'accept', agencyPocId: at.colleague.userId, comments: '' }), () => cancelComplaint(world.deps, at.supervisor, at.id, { version, reason: 'Entered twice.' })]
    expect(await atOnce(world, at.id, ...(takesFirst ? deeds : deeds.toReversed()))).toEqual([done, refused(takesFirst ? /^Another agency accepted this complaint meanwhile/ : /decided, withdrawn or canceled meanwhile/)])
    expect((await told(world, at.id, 'complaint.referral_accepted', 'complaint.canceled')).map(({ action }) => action)).toEqual([takesFirst ? 'complaint.referral_accepted' : 'complaint.canceled'])
  }
})

test('of two Supervisors who remove access at once one does, the other is told, and the audit says who it was', async ({ world }) => {
  const at = await scene(world)
  const accessId = await asked(world, at)
  await decideAccess(world.deps, at.supervisor, at.id, accessId, accept)
  const remove = (actor: AgencyActor) => () => revokeAccess(world.deps, actor, at.id, accessId, { comments: 'No longer.' })
  expect(await atOnce(world, at.id, remove(at.second), remove(at.supervisor))).toEqual([done, refused(/ended meanwhile/)])
  expect(await told(world, at.id, 'access.revoked')).toEqual([{ action: 'access.revoked', actor_id: at.second.userId }])
})
