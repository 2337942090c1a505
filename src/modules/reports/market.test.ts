import { buffer, text } from 'node:stream/consumers'
import fc from 'fast-check'
import { ListComplaints } from '#src/modules/complaints/contract.ts'
import { listComplaints } from '#src/modules/complaints/queries/list-complaints.ts'
import { changeSubject } from '#src/modules/complaints/commands/change-subject.ts'
import { cancelComplaint } from '#src/modules/complaints/commands/cancel-complaint.ts'
import { closeComplaint } from '#src/modules/complaints/commands/close-complaint.ts'
import { discardDraft } from '#src/modules/complaints/commands/discard-draft.ts'
import { reopenComplaint } from '#src/modules/complaints/commands/reopen-complaint.ts'
import { startComplaint } from '#src/modules/complaints/commands/start-complaint.ts'
import { submitComplaint } from '#src/modules/complaints/commands/submit-complaint.ts'
import { updateComplaint } from '#src/modules/complaints/commands/update-complaint.ts'
import { decideReferral } from '#src/modules/sharing/commands/decide-referral.ts'
import { referComplaint } from '#src/modules/sharing/commands/refer-complaint.ts'
import type { AgencyActor } from '#src/access/actor.ts'
import { AppError } from '#src/kernel/errors.ts'
import { completeFields } from '#test/world/exchange.ts'
import { expect, test, type TestCompany, type World } from '#test/world/test-world.ts'
import { listOfMarket } from './domain/market-list.ts'
import { reportJobs } from './jobs.ts'
import { AskMarket, marketBy } from './market-contract.ts'
import { exportMarket } from './queries/export-market.ts'
import { findRises } from './queries/find-rises.ts'
import { readMarket } from './queries/read-market.ts'

const rollUp = (world: World) => reportJobs(world.deps)['roll-up-reports']({})

/** What is kept and what changed since, by grain, beside a count of the complaints themselves. */
async function differences(world: World): Promise<unknown[]> {
  return world.rows(`
    with each as (
      select c.month, c.agency_id, c.company_id, c.entity_id, c.product_id, c.issue_id, c.state, c.complaints, c.open_complaints, 'change' as grain from market_change c
      union all
      select date_trunc('month', c.received_on)::date, c.agency_id, c.company_id, c.entity_id, c.product_id, c.issue_id, c.transaction_state, -1, case when c.status = 'closed' then 0 else -1 end, 'change'
      from complaint c where c.status not in ('draft', 'canceled')
    ), grains (grain) as (values ('company'), ('issue'), ('state'), ('agency'), ('state_company'), ('state_issue'), ('state_agency'), ('all')
    ), told as (
      select g.grain, e.month, case when g.grain in ('agency', 'state_agency', 'all') then e.agency_id end as agency_id, case when g.grain in ('company', 'state_company', 'all') then e.company_id end as company_id,
             case when g.grain in ('company', 'state_company', 'all') then e.entity_id end as entity_id, case when g.grain in ('issue', 'state_issue', 'all') then e.product_id end as product_id,
             case when g.grain in ('issue', 'state_issue', 'all') then e.issue_id end as issue_id, case when g.grain in ('state', 'state_company', 'state_issue', 'state_agency', 'all') then e.state end as state, e.complaints, e.open_complaints
      from each e cross join grains g
      union all select grain, month, agency_id, company_id, entity_id, product_id, issue_id, state, complaints, open_complaints from market_count
    )
    select grain, month, agency_id, company_id, entity_id, product_id, issue_id, state, sum(complaints) as complaints, sum(open_complaints) as open
    from told group by 1, 2, 3, 4, 5, 6, 7, 8 having sum(complaints) <> 0 or sum(open_complaints) <> 0`)
}

type Cast = { home: AgencyActor; other: AgencyActor; companies: TestCompany[]; products: number[]; issues: number[] }
const deeds = ['enter', 'submit', 'product', 'state', 'month', 'subject', 'close', 'reopen', 'cancel', 'refer', 'discard', 'dispose', 'roll'] as const
type Step = { deed: (typeof deeds)[number]; which: number; choice: number; beside: boolean }

async function people(world: World): Promise<Cast> {
  const [home, other] = [await world.agencyUser(await world.agency()), await world.agencyUser(await world.agency())]
  const companies = [await world.company(), await world.company()]
  const products = [await world.category('product', 'Mortgage'), await world.category('product', 'Payday loan')]
  const issues = [await world.category('issue', 'Escrow', products[0]), await world.category('issue', 'Fees', products[1])]
  return { home, other, companies, products, issues }
}

const states = ['OH', 'KY', 'IN']
const days = ['2026-10-31', '2026-11-01', '2026-11-12', '2025-11-30']
const of = <T>(values: readonly T[], choice: number): T => {
  const value = values[choice % values.length]
  if (value === undefined) throw new Error('nothing to choose from')
  return value
}

async function act(world: World, at: Cast, ids: string[], { deed, which, choice }: Step): Promise<void> {
  const { deps } = world
  if (deed === 'enter') {
    ids.push(await startComplaint(deps, at.home, await completeFields(world, of(at.companies, choice), { receivedOn: of(days, choice), transactionState: of(states, choice), productId: of(at.products, choice), issueId: of(at.issues, choice) })))
    return
  }
  if (deed === 'roll') return rollUp(world)
  if (ids.length === 0) return
  const id = of(ids, which)
  const [held] = await world.rows<{ version: number; agency_id: string }>('select version, agency_id from complaint where id = $1', [id])
  if (held === undefined) return
  const [actor, beside] = held.agency_id === at.home.agencyId ? [at.home, at.other] : [at.other, at.home]
  const version = held.version
  switch (deed) {
    case 'submit':
      return submitComplaint(deps, actor, id, { version, review: 'bypass' })
    case 'product':
      return updateComplaint(deps, actor, id, { version, fields: { productId: of(at.products, choice), issueId: of(at.issues, choice) } })
    case 'state':
      return updateComplaint(deps, actor, id, { version, fields: { transactionState: of(states, choice) } })
    case 'month':
      return updateComplaint(deps, actor, id, { version, fields: { receivedOn: of(days, choice) } })
    case 'subject':
      return changeSubject(deps, actor, id, { version, subject: { kind: 'company', companyId: of(at.companies, choice).id } })
    case 'close':
      return closeComplaint(deps, actor, id, { version, reason: 'closed_with_explanation', notes: '', commentsToCompany: '', documentIds: [] })
    case 'reopen':
      return reopenComplaint(deps, actor, id, { version, reason: 'x' })
    case 'cancel':
      return cancelComplaint(deps, actor, id, { version, reason: 'x' })
    case 'refer': {
      await referComplaint(deps, actor, id, { version, toAgencyId: beside.agencyId, comments: 'x' })
      const [referral] = await world.rows<{ id: string }>('select id from referral where complaint_id = $1 order by sent_at desc, id desc limit 1', [id])
      if (referral !== undefined && choice % 2 === 0) await decideReferral(deps, beside, id, referral.id, { decision: 'accept', agencyPocId: beside.userId, comments: '' })
      return
    }
    case 'discard':
      return discardDraft(deps, actor, id)
    case 'dispose':
      // As the disposal does: the row goes, and with it all that hangs on it.
      await world.rows(`delete from complaint where id = $1 and status in ('closed', 'canceled')`, [id])
  }
}

test('whatever is done to complaints, and however often changes are rolled up meanwhile, the numbers are those of a count', async ({ world }) => {
  const at = await people(world)
  const step = fc.record({ deed: fc.constantFrom('enter', 'submit', 'submit', 'close', ...deeds), which: fc.nat(7), choice: fc.nat(11), beside: fc.boolean() })
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 30 }), async (steps) => {
      const ids: string[] = []
      for (const one of steps) {
        const done = act(world, at, ids, one).catch((error: unknown) => {
          if (!(error instanceof AppError)) throw error
        })
        // Two processes roll up while it is done.
        if (one.beside) await Promise.all([done, rollUp(world), rollUp(world)])
        await done
      }
      expect(await differences(world)).toEqual([])
    }),
    { numRuns: 12 },
  )
  expect(await world.rows('select 1 from market_count limit 1')).toHaveLength(1)
  await rollUp(world)
  expect(await world.rows('select 1 from market_change')).toEqual([])
  expect(await differences(world)).toEqual([])
  const [naive] = await world.rows<{ n: number; open: number }>(`select count(*)::int as n, count(*) filter (where is_open)::int as open from complaint where status not in ('draft', 'canceled') and received_on >= '2025-11-01'`)
  for (const by of marketBy) {
    const view = await readMarket(world.deps, at.other, { by })
    expect([view.total, view.open, view.rows.reduce((sum, row) => sum + row.count, 0)], by).toEqual([naive?.n, naive?.open, naive?.n])
  }
  await world.rows('select count_market_anew()')
  expect(await differences(world), 'counted anew it is the same').toEqual([])
})

test('many at once are few rows, and what changes nothing that is counted leaves no row', async ({ world }) => {
  const at = await people(world)
  await rollUp(world)
  const id = await startComplaint(world.deps, at.home, await completeFields(world, of(at.companies, 0)))
  expect(await world.rows('select 1 from market_change'), 'a draft').toEqual([])
  await submitComplaint(world.deps, at.home, id, { version: 1, review: 'bypass' })
  expect(await world.rows('select complaints, open_complaints from market_change')).toEqual([{ complaints: 1, open_complaints: 1 }])
  await updateComplaint(world.deps, at.home, id, { version: 2, fields: { desiredOutcome: 'An apology.', transactionCity: 'Akron', dueOn: '2026-12-20' } })
  expect(await world.rows('select 1 from market_change')).toHaveLength(1)
  await world.rows(`insert into complaint (id, agency_id, status, subject_kind, company_id, subject_name, created_at, received_on, transaction_state)
                    select gen_random_uuid(), $1, 'in_progress', 'company', $2, 'x', now(), date '2026-10-05' + (i % 3), 'TX' from generate_series(1, 500) i`, [at.home.agencyId, of(at.companies, 0).id])
  expect(await world.rows(`select complaints from market_change where state = 'TX'`)).toEqual([{ complaints: 500 }])
  expect(await differences(world)).toEqual([])
})

/** Fourteen a month for a year, then many, among companies that have five a month. */
async function risingMarket(world: World, at: Cast, last: number): Promise<string> {
  const company = await world.company({ name: 'Harborview Title Loans' })
  const others = await Promise.all(Array.from({ length: 20 }, () => world.company()))
  const add = (id: string, month: number, count: number) =>
    world.rows(
      `insert into complaint (id, agency_id, status, subject_kind, company_id, subject_name, created_at, received_on, product_id, issue_id, transaction_state)
       select gen_random_uuid(), $1, 'in_progress', 'company', $2, 'x', now(), (date '2025-10-01' + make_interval(months => $3::int) + make_interval(days => i % 28))::date, $5, $6, 'OH' from generate_series(1, $4::int) i`,
      [at.other.agencyId, id, month, count, of(at.products, 1), of(at.issues, 1)],
    )
  for (let month = 0; month <= 12; month += 1) {
    for (const { id } of others) await add(id, month, 5)
    await add(company.id, month, month === 12 ? last : 14)
  }
  return company.id
}

test('a rise is pointed out to every agency with its numbers and its chance, and leads to the list of exactly these complaints', async ({ world }) => {
  const at = await people(world)
  const companyId = await risingMarket(world, at, 41)
  const viewer = await world.agencyUser(await world.agency(), 'viewer')
  const found = await findRises(world.deps, viewer, { productId: of(at.products, 1) })
  expect(found).toMatchObject({ month: '2026-10', firstDay: '2026-10-01', lastDay: '2026-10-31', before: { from: '2025-10', to: '2026-09' } })
  expect(found.companies.rises).toMatchObject([{ companyId, name: 'Harborview Title Loans', count: 41, usual: 14, chance: expect.stringMatching(/^(less than|about) 1 in /) as unknown, months: [...Array.from({ length: 12 }, () => 14), 41] }])
  expect(found.companies.lookedAt).toBeGreaterThanOrEqual(21)
  const list = await listComplaints(world.deps, viewer, ListComplaints.parse({ view: 'all_agencies', canceled: 'without', companyId, receivedFrom: found.firstDay, receivedTo: found.lastDay, limit: 200 }))
  expect(list.items).toHaveLength(41)
  const view = await readMarket(world.deps, viewer, { by: 'month', companyId, from: '2025-10', to: '2026-10' })
  expect([view.total, view.chosen.company, view.months.map(({ count }) => count)]).toEqual([12 * 14 + 41, 'Harborview Title Loans', [...Array.from({ length: 12 }, () => 14), 41]])
})

test('a number that is told apart by nothing leads to those without; open ones and entities have their lists', async ({ world }) => {
  const at = await people(world)
  const company = await world.company()
  await world.rows(
    `insert into complaint (id, agency_id, status, subject_kind, company_id, subject_name, created_at, received_on, closed_at, transaction_state)
     select gen_random_uuid(), $1, case when i % 3 = 0 then 'closed' else 'in_progress' end, 'company', $2, 'x', now(), '2026-11-02', case when i % 3 = 0 then now() end, case when i % 2 = 0 then 'NV' end from generate_series(1, 12) i`,
    [at.home.agencyId, company.id],
  )
  const view = await readMarket(world.deps, at.other, { by: 'state', companyId: company.id })
  expect(view.rows.map(({ name, count, open }) => [name, count, open])).toEqual(expect.arrayContaining([[null, 6, 4], ['NV', 6, 4]]))
  const count = async (search: object) => (await listComplaints(world.deps, at.other, ListComplaints.parse({ view: 'all_agencies', canceled: 'without', companyId: company.id, ...search }))).items.length
  expect([await count({ without: 'state' }), await count({ without: 'state', ended: 'without' }), await count({ transactionState: 'NV' }), await count({ status: 'closed' })]).toEqual([6, 4, 6, 4])
  expect((await readMarket(world.deps, at.other, { by: 'state', companyId: company.id, status: 'open' })).total).toBe(8)
})

test('whatever is asked, each number is as long as the list behind it', async ({ world }) => {
  const at = await people(world)
  const companies = at.companies.map(({ id }) => id)
  const pick = (name: string, values: readonly (string | null)[]) => `(array[${values.map((value) => (value === null ? 'null' : `'${value}'`)).join(', ')}])[1 + abs(hashtext('${name}' || i)) % ${String(values.length)}]`
  await world.rows(
    `insert into complaint (id, agency_id, status, subject_kind, company_id, subject_name, created_at, received_on, closed_at, product_id, issue_id, transaction_state)
     select gen_random_uuid(), (${pick('a', [at.home.agencyId, at.other.agencyId])})::uuid, case when i % 3 = 0 then 'closed' else 'in_progress' end, 'company', (${pick('c', companies)})::uuid, 'x', now(),
       date '2025-11-30' + i * 7 % 360, case when i % 3 = 0 then now() end, (array[${at.products.join(', ')}])[1 + i % 2], (array[${at.issues.join(', ')}])[1 + i % 2], ${pick('s', ['OH', 'KY', null])}
     from generate_series(1, 90) i`,
  )
  await rollUp(world)
  const maybe = <T>(values: readonly T[]) => fc.option(fc.constantFrom(...values), { nil: undefined, freq: 1 })
  const asked = fc.record({ by: fc.constantFrom(...marketBy), companyId: fc.constantFrom(...companies), productId: maybe(at.products), issueId: maybe(at.issues), state: maybe(['OH', 'KY']), agencyId: maybe([at.home.agencyId, at.other.agencyId]), status: maybe(['open', 'closed'] as const) })
  const lengthOf = async (search: object) => {
    const { items, next } = await listComplaints(world.deps, at.other, ListComplaints.parse({ ...search, limit: 200 }))
    expect(next).toBeNull()
    return items.length
  }
  await fc.assert(
    fc.asyncProperty(asked, async ({ by, ...filters }) => {
      const view = await readMarket(world.deps, at.other, { by, ...filters })
      expect(await lengthOf(listOfMarket(view.period, filters)), JSON.stringify(filters)).toBe(view.total)
      expect(view.rows.reduce((sum, row) => sum + row.count, 0)).toBe(view.total)
      for (const row of view.rows.slice(0, 3)) {
        const without = row.name === null && by === 'state' ? 'state' : undefined
        expect(await lengthOf(listOfMarket(view.period, filters, row, { without })), `${by} ${String(row.name)} of ${JSON.stringify(filters)}`).toBe(row.count)
        expect(filters.status === 'closed' ? 0 : await lengthOf(listOfMarket(view.period, filters, row, { without, open: true }))).toBe(row.open)
      }
    }),
    { numRuns: 25 },
  )
}, 60_000)

test('the market is taken out as CSV, Excel and PDF, with all rows, and that stands in the audit', async ({ world }) => {
  const at = await people(world)
  const company = await world.company({ name: '=Evil Lending' })
  await world.rows(`insert into complaint (id, agency_id, status, subject_kind, company_id, subject_name, created_at, received_on) select gen_random_uuid(), $1, 'in_progress', 'company', $2, 'x', now(), '2026-11-02' from generate_series(1, 3)`, [at.home.agencyId, company.id])
  const csv = await text(await exportMarket(world.deps, at.other, { by: 'company', companyId: company.id, format: 'csv' }, { training: true }))
  expect(csv.trim().split('\r\n')).toEqual(['Company or entity,ETN,Complaints,Open now,Closed,Share in %,Before', "'=Evil Lending,,3,3,0,100,0", 'All,,3,3,0,100,0'])
  for (const format of ['xlsx', 'pdf'] as const) {
    const bytes = await buffer(await exportMarket(world.deps, at.other, { by: 'issue', format }, { training: true }))
    expect(bytes.subarray(0, 2).toString(), format).toBe(format === 'pdf' ? '%P' : 'PK')
  }
  expect(await world.rows(`select details ->> 'format' as format from audit_entry where action = 'report.exported' and actor_id = $1 order by at, id`, [at.other.userId])).toEqual([{ format: 'csv' }, { format: 'xlsx' }, { format: 'pdf' }])
})

test('what cannot be asked is refused with a sentence at its field', () => {
  const problem = (asked: object) => AskMarket.safeParse(asked).error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
  expect(problem({ from: '2026-13' })).toEqual(['from: Enter a month such as 2026-10.'])
  expect(problem({ from: '2026-05', to: '2026-04' })).toEqual(['to: The last month lies before the first. Choose a later one.'])
  expect(problem({ from: '2020-01', to: '2026-04' })).toEqual(['from: Choose at most 60 months.'])
  expect(problem({ state: 'Ohio' })).toEqual(['state: Choose a state.'])
})
