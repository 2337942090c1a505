import fc from 'fast-check'
import { AppError } from '#src/kernel/errors.ts'
import { cast, completeFields, entered, sent } from '#test/world/exchange.ts'
import { expect, test, type TestAgency, type World } from '#test/world/test-world.ts'
import type { Actor, AgencyActor } from '../../access/actor.ts'
import { newId } from '../../platform/new-id.ts'
import { setHold, liftHold } from '../retention/commands/change-hold.ts'
import { readRetention } from '../retention/queries/read-retention.ts'
import { decideReferral } from '../sharing/commands/decide-referral.ts'
import { referComplaint } from '../sharing/commands/refer-complaint.ts'
import { withdrawReferral } from '../sharing/commands/withdraw-referral.ts'
import { referralsOf } from '../sharing/queries/list-referrals.ts'
import { cancelComplaint } from './commands/cancel-complaint.ts'
import { closeComplaint } from './commands/close-complaint.ts'
import { reopenComplaint } from './commands/reopen-complaint.ts'
import { startComplaint } from './commands/start-complaint.ts'
import { submitComplaint } from './commands/submit-complaint.ts'
import { updateComplaint } from './commands/update-complaint.ts'
import { canMove, statuses, type Status } from './domain/lifecycle.ts'
import { readComplaint } from './queries/read-complaint.ts'

/** Every move of the rules' table; the test knows it by itself. */
const table: Readonly<Record<Status, readonly Status[]>> = {
  draft: ['pending', 'in_progress', 'canceled'],
  pending: ['in_progress', 'closed', 'referral_in_progress', 'canceled'],
  in_progress: ['referral_in_progress', 'closed', 'canceled'],
  referral_in_progress: ['in_progress', 'pending', 'reopened', 'canceled'],
  closed: ['reopened'],
  reopened: ['referral_in_progress', 'closed', 'canceled'],
  canceled: [],
}

type Cast = { home: TestAgency; other: TestAgency; actors: Record<Who, Actor> & { supervisor: AgencyActor } }
const whos = ['supervisor', 'manager', 'viewer', 'receiver', 'receiverViewer', 'stranger', 'company'] as const
type Who = (typeof whos)[number]
const deeds = ['submit', 'closeDuplicate', 'closeInvalid', 'closeExplained', 'cancel', 'reopen', 'refer', 'accept', 'reject', 'withdraw', 'send', 'update', 'hold', 'lift', 'toReview', 'yearLater'] as const
type Deed = (typeof deeds)[number]

async function people(world: World): Promise<Cast & { company: Awaited<ReturnType<World['company']>> }> {
  const { agency: home, company, supervisor, poc } = await cast(world)
  const other = await world.agency()
  const actors = {
    supervisor,
    manager: await world.agencyUser(home, 'manager'),
    viewer: await world.agencyUser(home, 'viewer'),
    receiver: await world.agencyUser(other, 'manager'),
    receiverViewer: await world.agencyUser(other, 'viewer'),
    stranger: await world.agencyUser(await world.agency(), 'supervisor'),
    company: poc,
  }
  return { home, other, company, actors }
}

/** Everything of a complaint that a refused deed must leave alone. */
const picture = async (world: World, id: string) =>
  JSON.stringify(
    await world.rows(
      `select (select row_to_json(c) from complaint c where c.id = $1) as complaint, (select row_to_json(d) from complaint_detail d where d.complaint_id = $1) as detail,
        (select json_agg(row_to_json(r) order by r.id) from referral r where r.complaint_id = $1) as referrals, (select json_agg(row_to_json(k) order by k.id) from closure k where k.complaint_id = $1) as closures,
        (select row_to_json(k) from complaint_retention k where k.complaint_id = $1) as retention, (select json_agg(row_to_json(i) order by i.id) from information_request i where i.complaint_id = $1) as requests,
        (select count(*) from audit_entry a where a.complaint_id = $1 and a.action not in ('complaint.read', 'information_request.read')) as entries,
        (select count(*) from graphile_worker._private_jobs j where j.payload ->> 'complaintId' = $1::text) as jobs`,
      [id],
    ),
  )

const statusOf = async (world: World, id: string) => (await world.rows<{ status: Status; version: number; agency_id: string }>('select status, version, agency_id from complaint where id = $1', [id]))[0]

async function act(world: World, deed: Deed, actor: Actor, id: string, version: number, at: Cast): Promise<void> {
  const { deps } = world
  const closing = { version, notes: '', commentsToCompany: '', documentIds: [] }
  const latest = async () => (await world.rows<{ id: string }>('select id from referral where complaint_id = $1 order by sent_at desc, id desc limit 1', [id]))[0]?.id ?? newId()
  const toOther = (await statusOf(world, id))?.agency_id === at.home.id ? at.other.id : at.home.id
  switch (deed) {
    case 'submit':
      return submitComplaint(deps, actor, id, { version, review: 'bypass' })
    case 'closeDuplicate':
      return closeComplaint(deps, actor, id, { ...closing, reason: 'duplicate', reference: 'C-000001' })
    case 'closeInvalid':
      return closeComplaint(deps, actor, id, { ...closing, reason: 'invalid' })
    case 'closeExplained':
      return closeComplaint(deps, actor, id, { ...closing, reason: 'closed_with_explanation' })
    case 'cancel':
      return cancelComplaint(deps, actor, id, { version, reason: 'x' })
    case 'reopen':
      return reopenComplaint(deps, actor, id, { version, reason: 'x' })
    case 'refer':
      return referComplaint(deps, actor, id, { version, toAgencyId: toOther, comments: 'x' })
    case 'accept':
      return decideReferral(deps, actor, id, await latest(), { decision: 'accept', agencyPocId: actor.userId, comments: '' })
    case 'reject':
      return decideReferral(deps, actor, id, await latest(), { decision: 'reject', comments: 'x' })
    case 'withdraw':
      return withdrawReferral(deps, actor, id, await latest())
    case 'send':
      if (actor.kind === 'agency') await sent(world, actor, id)
      return
    case 'update':
      return updateComplaint(deps, actor, id, { version, fields: { desiredOutcome: `At version ${String(version)}` } })
    case 'hold':
      return setHold(deps, actor, id, { version: (await world.rows<{ version: number }>('select version from complaint_retention where complaint_id = $1', [id]))[0]?.version ?? 0, reason: 'x' })
    case 'lift':
      return liftHold(deps, actor, id, { version: (await world.rows<{ version: number }>('select version from complaint_retention where complaint_id = $1', [id]))[0]?.version ?? 0, reason: 'x' })
    case 'toReview':
      // What entering with a preliminary review leads to.
      await world.rows(`update complaint set status = 'pending', version = version + 1 where id = $1 and status = 'draft' and subject_kind is not null`, [id])
      return
    case 'yearLater':
      world.clock.advance(200 * 86_400_000)
  }
}

test('no sequence of deeds by anybody leaves the table of the rules, and what is refused changes nothing', async ({ world }) => {
  const at = await people(world)
  // There is a C-000001 to be a duplicate of.
  await entered(world, at.actors.supervisor, at.company)
  const fields = await completeFields(world, at.company)
  const step = fc.record({ deed: fc.constantFrom(...deeds), who: fc.oneof({ weight: 3, arbitrary: fc.constantFrom<Who>('supervisor', 'manager', 'receiver') }, { weight: 1, arbitrary: fc.constantFrom(...whos) }), stale: fc.integer({ min: 0, max: 9 }) })
  const seen = new Set<string>()
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 6, maxLength: 22 }), async (steps) => {
      world.clock.set('2026-11-23T15:00:00Z')
      const id = await startComplaint(world.deps, at.actors.supervisor, fields)
      for (const { deed, who, stale } of steps) {
        const before = await statusOf(world, id)
        const was = await picture(world, id)
        const refused = await act(world, deed, at.actors[who], id, (before?.version ?? 1) + (stale === 0 ? 1 : 0), at).then(() => false, (error: unknown) => {
          if (error instanceof AppError) return true
          throw error
        })
        const after = await statusOf(world, id)
        // Sending writes the request first, in a transaction of its own.
        if (refused && deed !== 'send') expect(await picture(world, id), `${who} ${deed} was refused in ${before?.status ?? ''}`).toBe(was)
        expect(statuses).toContain(after?.status)
        if (before && after && before.status !== after.status) {
          expect(table[before.status], `${who} ${deed}`).toContain(after.status)
          expect(canMove(before.status, after.status)).toBe(true)
          expect(['viewer', 'receiverViewer', 'stranger', 'company']).not.toContain(deed === 'toReview' ? 'system' : who)
          seen.add(`${before.status} ${after.status}`)
        }
        expect([at.home.id, at.other.id]).toContain(after?.agency_id)
      }
    }),
    { numRuns: 25 },
  )
  expect(seen.size, 'the deeds moved complaints at all, not only the first step').toBeGreaterThanOrEqual(4)
})

test('the record offers exactly what the commands accept, in every status and for everybody', async ({ world }) => {
  const at = await people(world)
  const { supervisor } = at.actors
  await entered(world, supervisor, at.company)
  const fields = await completeFields(world, at.company)
  const offered: readonly [Deed, string][] = [['submit', 'complaint.submit'], ['closeInvalid', 'complaint.close'], ['cancel', 'complaint.cancel'], ['reopen', 'complaint.reopen'], ['refer', 'complaint.refer'], ['update', 'complaint.update']]
  for (const status of statuses) {
    for (const [deed, action] of offered) {
      for (const who of ['supervisor', 'viewer', 'stranger'] as const) {
        for (const wasSent of deed === 'refer' ? [false, true] : [false]) {
          world.clock.set('2026-11-23T15:00:00Z')
          const id = await startComplaint(world.deps, supervisor, fields)
          await world.rows(`update complaint set status = $2, closed_at = case when $2 = 'closed' then $3::timestamptz end, first_sent_at = case when $4 then $3::timestamptz end where id = $1`, [id, status, '2026-11-23T15:00:00Z', wasSent])
          const actor = at.actors[who]
          const record = await readComplaint(world.deps, actor, id).catch(() => null)
          const accepted = await act(world, deed, actor, id, record?.version ?? 1, at).then(() => true, (error: unknown) => {
            if (error instanceof AppError) return false
            throw error
          })
          expect(accepted, `${who} ${deed} in ${status}${wasSent ? ', sent' : ''}`).toBe(record?.can.includes(action) ?? false)
        }
      }
    }
  }
  const id = await entered(world, supervisor, at.company)
  await referComplaint(world.deps, supervisor, id, { version: (await readComplaint(world.deps, supervisor, id)).version, toAgencyId: at.other.id, comments: 'x' })
  const can = async (who: Who) => (await referralsOf(world.deps, at.actors[who], id))[0]?.can
  expect([await can('supervisor'), await can('viewer'), await can('receiver'), await can('receiverViewer'), await can('stranger')]).toEqual([['withdraw'], [], ['accept', 'reject'], [], undefined])
  expect((await readRetention(world.deps, supervisor, id)).can).toEqual([])
})
