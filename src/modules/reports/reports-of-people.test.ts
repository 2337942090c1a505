import { text } from 'node:stream/consumers'
import type { AgencyActor } from '#src/access/actor.ts'
import { AppError } from '#src/kernel/errors.ts'
import { cancelComplaint } from '#src/modules/complaints/commands/cancel-complaint.ts'
import { closeComplaint } from '#src/modules/complaints/commands/close-complaint.ts'
import { reopenComplaint } from '#src/modules/complaints/commands/reopen-complaint.ts'
import { startComplaint } from '#src/modules/complaints/commands/start-complaint.ts'
import { readComplaint } from '#src/modules/complaints/queries/read-complaint.ts'
import { decideReferral } from '#src/modules/sharing/commands/decide-referral.ts'
import { referComplaint } from '#src/modules/sharing/commands/refer-complaint.ts'
import { referralsOf } from '#src/modules/sharing/queries/list-referrals.ts'
import { answered, assigned, cast, completeFields, entered, sent, type Cast } from '#test/world/exchange.ts'
import { openSite } from '#test/world/site.ts'
import { expect, test, type World } from '#test/world/test-world.ts'
import { reportKeys, type Asked, type ReportKey } from './domain/report.ts'
import { exportReport } from './queries/export-report.ts'
import { readReport } from './queries/read-report.ts'

const training = { training: true }
const refusal = (work: Promise<unknown>) => work.then(() => 'done', (error: unknown) => (error instanceof AppError ? [error.code, ...Object.keys(error.extras.fields ?? {})].join(' ') : String(error)))
const versionOf = async (world: World, actor: AgencyActor, id: string) => (await readComplaint(world.deps, actor, id)).version
const close = async (world: World, actor: AgencyActor, id: string, relief?: string) =>
  closeComplaint(world.deps, actor, id, {
    version: await versionOf(world, actor, id), notes: '', commentsToCompany: '', documentIds: [],
    ...(relief === undefined ? { reason: 'closed_with_explanation' } : { reason: 'closed_with_monetary_relief', reliefAmount: relief, reliefPaidOn: '2026-11-20' }),
  })

/** The rows as people read them: { 'Closed with Explanation': { all: 1, … }, All: … }, counts that are 0 and what is not known left out. */
async function told(world: World, actor: AgencyActor, key: ReportKey, asked: Asked = {}): Promise<Record<string, Record<string, number>>> {
  const { columns, rows, total } = await readReport(world.deps, actor, key, asked)
  const named = (values: readonly (number | null)[]) => Object.fromEntries(columns.flatMap((column, index) => (values[index] ? [[column.key, values[index]]] : [])))
  return Object.fromEntries([...rows.map((row): [string, Record<string, number>] => [row.label, named(row.values)]), ['All', named(total)] as const].filter(([, values]) => Object.keys(values).length > 0))
}

/** Received on November 2; today is November 23. One of each kind, and two that count nowhere. */
async function smallWorld(world: World): Promise<Cast & { viewer: AgencyActor; ids: Record<'fresh' | 'asked' | 'answered' | 'explained' | 'paid', string> }> {
  const people = await cast(world)
  const { supervisor, administrator, poc, company, agency } = people
  const viewer = await world.agencyUser(agency, 'viewer')
  const enter = () => entered(world, supervisor, company)
  const ids = { fresh: await enter(), asked: await enter(), answered: await enter(), explained: await enter(), paid: await enter() }
  await sent(world, supervisor, ids.asked, { dueOn: '2026-11-24' })
  const requestId = await sent(world, supervisor, ids.answered)
  await assigned(world, administrator, ids.answered, poc)
  await answered(world, poc, requestId)
  await close(world, supervisor, ids.explained)
  await close(world, supervisor, ids.paid, '412.60')
  await startComplaint(world.deps, supervisor, await completeFields(world, company))
  const canceled = await enter()
  await sent(world, supervisor, canceled)
  await cancelComplaint(world.deps, supervisor, canceled, { version: await versionOf(world, supervisor, canceled), reason: 'By mistake.' })
  return { ...people, viewer, ids }
}

test('a small world, counted by hand: drafts and canceled complaints count nowhere, and a Viewer reads what a Supervisor reads', async ({ world }) => {
  const { viewer, supervisor } = await smallWorld(world)
  const nov = { all: 5, unsent: 1, company: 1, agency: 1, closed: 2, daysToSending: 21 }
  expect(await told(world, viewer, 'new-complaints')).toEqual({ 'Nov 2026': nov, All: nov })
  expect(await told(world, viewer, 'request-responses')).toEqual({ 'Nov 2026': { all: 2, due: 1, on_time: 1 }, All: { all: 2, due: 1, on_time: 1 } })
  expect(await told(world, viewer, 'complaints')).toEqual({ 'Test product': { all: 5, share: 100, open: 3, closed: 2, daysToClose: 21 }, All: { all: 5, share: 100, open: 3, closed: 2, daysToClose: 21 } })
  const open = { all: 3, agency: 2, company: 1, days: 21 }
  expect(Object.values(await told(world, viewer, 'workload'))).toEqual([{ ...open, share: 100 }, { ...open, share: 100 }])
  expect(await told(world, viewer, 'ageing')).toEqual({ '16 to 30 days': { ...open, soon: 1 }, All: { ...open, soon: 1 } })
  const outcome = { all: 1, share: 50, daysToClose: 21 }
  expect(await told(world, viewer, 'outcomes')).toEqual({ 'Closed with Explanation': { ...outcome, explained: 1 }, 'Closed with Monetary Relief': { ...outcome, withRelief: 1, relief: 412.6 }, All: { all: 2, share: 100, daysToClose: 21, explained: 1, withRelief: 1, relief: 412.6 } })
  for (const key of reportKeys) expect(await readReport(world.deps, viewer, key, {})).toEqual({ ...(await readReport(world.deps, supervisor, key, {})), countedAt: expect.any(String) as unknown })
})

test('at midnight the day is the agency’s: what is due becomes overdue, ages grow, and a closing stands in the month that it was there', async ({ world }) => {
  const { viewer, supervisor, ids } = await smallWorld(world)
  // 11:59 pm of November 24 in Ohio, a minute later, and in London it has long been the next day.
  world.clock.set('2026-11-25T04:59:00.000Z')
  expect(await told(world, viewer, 'ageing')).toMatchObject({ All: { days: 22 } })
  expect((await told(world, viewer, 'ageing'))['All']).not.toHaveProperty('overdue')
  expect(await told(world, viewer, 'request-responses')).toMatchObject({ All: { due: 1 } })
  world.clock.set('2026-11-25T05:00:00.000Z')
  expect(await told(world, viewer, 'ageing')).toMatchObject({ All: { overdue: 1, days: 23 } })
  expect(await told(world, viewer, 'request-responses')).toMatchObject({ All: { overdue: 1, on_time: 1 } })

  world.clock.set('2026-12-01T04:59:00.000Z')
  await close(world, supervisor, ids.fresh)
  expect(await told(world, viewer, 'outcomes', { by: 'month' })).toMatchObject({ 'Nov 2026': { all: 3 }, All: { all: 3 } })
  await reopenComplaint(world.deps, supervisor, ids.fresh, { version: await versionOf(world, supervisor, ids.fresh), reason: 'New facts.' })
  expect(await told(world, viewer, 'outcomes', { by: 'month' }), 'a reopened one is no outcome').toMatchObject({ All: { all: 2 } })
  world.clock.set('2026-12-01T05:00:00.000Z')
  await close(world, supervisor, ids.fresh)
  expect(await told(world, viewer, 'outcomes', { by: 'month' })).toMatchObject({ 'Nov 2026': { all: 2 }, 'Dec 2026': { all: 1 }, All: { all: 3 } })
  expect(await told(world, viewer, 'outcomes', { from: '2026-12-01', to: '2026-12-01' })).toMatchObject({ All: { all: 1 } })
})

test('a complaint counts at the agency that has it: it moves with the referral, and what others share is theirs', async ({ world }) => {
  const { viewer, supervisor, ids, agency } = await smallWorld(world)
  const receiver = await world.agency()
  const taker = await world.agencyUser(receiver, 'manager')
  await world.rows("insert into complaint_access (id, complaint_id, agency_id, requesting_agency_id, state, requested_at, decided_at) values (gen_random_uuid(), $1, $2, $3, 'accepted', now(), now())", [ids.paid, agency.id, receiver.id])
  for (const key of reportKeys) expect(await told(world, taker, key), `${key}: nothing is counted of what others have, nor of what they share`).toEqual({})

  await referComplaint(world.deps, supervisor, ids.fresh, { version: await versionOf(world, supervisor, ids.fresh), toAgencyId: receiver.id, comments: 'Yours.' })
  expect(await told(world, viewer, 'new-complaints')).toMatchObject({ All: { all: 5, referral: 1 } })
  expect(await told(world, taker, 'new-complaints')).toEqual({})
  const [referral] = await referralsOf(world.deps, supervisor, ids.fresh)
  await decideReferral(world.deps, taker, ids.fresh, referral?.id ?? '', { decision: 'accept', agencyPocId: taker.userId, comments: '' })
  expect(await told(world, viewer, 'new-complaints')).toMatchObject({ All: { all: 4 } })
  expect(await told(world, taker, 'new-complaints')).toMatchObject({ 'Nov 2026': { all: 1, unsent: 1 }, All: { all: 1 } })
  expect(await told(world, taker, 'complaints', { companyId: (await readComplaint(world.deps, taker, ids.fresh)).companyId ?? '' })).toMatchObject({ All: { all: 1 } })
})

test('what a report does not know is refused by its name; a report that is not there, and companies, find nothing', async ({ world }) => {
  const { viewer, poc } = await smallWorld(world)
  expect(await refusal(readReport(world.deps, viewer, 'complaints', { by: 'age' }))).toBe('invalid by')
  expect(await refusal(readReport(world.deps, viewer, 'workload', { standing: 'late' }))).toBe('invalid standing')
  expect(await refusal(readReport(world.deps, viewer, 'outcomes', { from: '2026-11-02', to: '2026-11-01' }))).toBe('invalid to')
  expect(await refusal(readReport(world.deps, viewer, 'salaries', {}))).toBe('not_found')
  expect(await refusal(readReport(world.deps, poc, 'complaints', {}))).toBe('not_found')
  expect(await refusal(exportReport(world.deps, poc, 'complaints', { format: 'csv' }, training))).toBe('not_found')
  expect(await refusal(readReport(world.deps, await world.agencyUser(await world.agency(), null, ['account_administrator']), 'complaints', {}))).toBe('forbidden')
})

test('the table goes out as CSV, Excel and PDF, with its total; that it did stands in the history', async ({ world }) => {
  const { viewer, company } = await smallWorld(world)
  const csv = await text(await exportReport(world.deps, viewer, 'outcomes', { format: 'csv' }, training))
  expect(csv.replace('\uFEFF', '').split('\r\n')).toEqual([
    'Closing reason,Closed,Share in %,With explanation,With monetary relief,With non-monetary relief,Referred elsewhere,Otherwise,Monetary relief in $,Median days to close',
    'Closed with Explanation,1,50,1,0,0,0,0,,21',
    'Closed with Monetary Relief,1,50,0,1,0,0,0,412.6,21',
    'All,2,100,1,1,0,0,0,412.6,21',
    '',
  ])
  const byCompany = await text(await exportReport(world.deps, viewer, 'complaints', { format: 'csv', by: 'company', companyId: company.id }, training))
  expect(byCompany).toContain(`"${company.name}",SES-`)
  for (const format of ['xlsx', 'pdf'] as const) {
    const bytes = await (await exportReport(world.deps, viewer, 'new-complaints', { format, ...(format === 'xlsx' && { pocId: 'nobody', status: 'open' }) }, training)).toArray()
    expect(Buffer.concat(bytes).subarray(0, 4).toString('latin1')).toBe(format === 'pdf' ? '%PDF' : 'PK\u0003\u0004')
    if (format === 'pdf') expect(Buffer.concat(bytes).toString('latin1'), 'its chart, with words for whoever does not see it').toContain('/S /Figure')
  }
  expect(await world.rows("select details->>'report' as report, details->>'format' as format from audit_entry where agency_id = $1 and action = 'report.exported' order by at, details->>'format'", [viewer.agencyId])).toHaveLength(4)
})

test('over HTTP a Viewer reads and takes out reports; a company is refused, and nobody finds one that is not there', async ({ world }) => {
  const { viewer, poc } = await smallWorld(world)
  const site = await openSite(world)
  try {
    const headers = await site.signIn(await site.credentials(viewer))
    const answer = await site.get('/reports/complaints?by=company&period=all&productId=0', headers)
    expect(answer.statusCode, 'a product that cannot be is refused').toBe(400)
    expect((await site.get('/reports/complaints?by=company&period=all', headers)).json()).toMatchObject({ key: 'complaints', by: 'company', total: [5, 100, 3, 2, 21], groups: 1 })
    expect((await site.get('/reports/salaries', headers)).statusCode).toBe(404)
    const file = await site.post('/reports/ageing/exports', { format: 'csv' }, headers)
    expect(file.headers).toMatchObject({ 'content-type': 'text/csv; charset=utf-8', 'content-disposition': 'attachment; filename="ageing.csv"' })
    expect((await site.get('/reports/complaints', await site.signIn(await site.credentials(poc)))).statusCode).toBe(403)
  } finally {
    await site.close()
  }
})
