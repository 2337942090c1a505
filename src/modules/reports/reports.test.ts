import fc from 'fast-check'
import type { AgencyActor } from '#src/access/actor.ts'
import { addDays, daysBetween } from '#src/kernel/calendar.ts'
import { dateIn } from '#src/kernel/clock.ts'
import { newId } from '#src/platform/new-id.ts'
import { ListComplaints } from '#src/modules/complaints/contract.ts'
import { listComplaints } from '#src/modules/complaints/queries/list-complaints.ts'
import { listAgencyRequests } from '#src/modules/information-requests/queries/list-agency-requests.ts'
import { ListAgencyRequests } from '#src/modules/information-requests/request-list-contract.ts'
import { expect, test, type World } from '#test/world/test-world.ts'
import { receivedIn } from './domain/age-bands.ts'
import { listBehind, type RowOf } from './domain/list-behind.ts'
import { daysOf } from './domain/period.ts'
import { reportKeys, type Asked, type Grouping, type ReportDefinition, type ReportKey } from './domain/report.ts'
import { reports } from './domain/report-list.ts'
import { readReport } from './queries/read-report.ts'

const today = '2026-11-23'

type MadeRequest = { id: string; status: 'sent_to_company' | 'sent_to_agency' | 'canceled' | 'ready_to_send'; sentAt: string; dueOn: string; answeredAt: string | null; quickLook: boolean }
type Made = {
  id: string
  status: 'draft' | 'pending' | 'in_progress' | 'referral_in_progress' | 'closed' | 'reopened' | 'canceled'
  receivedOn: string
  dueOn: string | null
  closedAt: string | null
  reason: string
  relief: number | null
  companyId: string | null
  pocId: string | null
  productId: number | null
  issueId: number | null
  state: string | null
  requests: MadeRequest[]
}
type Ground = { agency: AgencyActor; pocs: AgencyActor[]; companies: string[]; products: { id: number; issue: number }[]; entityId: string }

async function ground(world: World): Promise<Ground> {
  const agency = await world.agency(undefined, 'America/New_York')
  const pocs = [await world.agencyUser(agency, 'supervisor'), await world.agencyUser(agency, 'manager')]
  const viewer = await world.agencyUser(agency, 'viewer')
  const companies = [(await world.company()).id, (await world.company()).id]
  const products = await Promise.all(['Mortgage', 'Payday loan'].map(async (name) => {
    const id = await world.category('product', name)
    return { id, issue: await world.category('issue', `Issue of ${name}`, id) }
  }))
  const entityId = newId()
  await world.rows("insert into entity (id, agency_id, name, name_key, created_by, created_at, updated_at) values ($1, $2, 'Unknown Lender', 'unknown lender', $3, now(), now())", [entityId, viewer.agencyId, pocs[0]?.userId])
  return { agency: viewer, pocs, companies, products, entityId }
}

/** Written at once, past the commands: what counts is how the rows stand. */
async function make(world: World, { agency, pocs, entityId }: Ground, complaints: readonly Made[]): Promise<void> {
  const by = pocs[0]?.userId
  for (const c of complaints) {
    await world.rows(
      `insert into complaint (id, agency_id, status, subject_kind, company_id, entity_id, subject_name, created_at, received_on, due_on, agency_poc_id, product_id, issue_id, transaction_state, closed_at, first_sent_at)
       values ($1, $2, $3, $4, $5, $6, 'Somebody', $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
      [c.id, agency.agencyId, c.status, c.companyId === null ? 'entity' : 'company', c.companyId, c.companyId === null ? entityId : null, `${c.receivedOn}T15:00:00Z`, c.receivedOn, c.dueOn, c.pocId, c.productId, c.issueId, c.state, c.status === 'closed' ? c.closedAt : null, c.requests.find(({ status }) => status !== 'ready_to_send')?.sentAt ?? null],
    )
    if (c.closedAt !== null)
      await world.rows('insert into closure (id, complaint_id, agency_id, reason, relief_amount, days_open, closed_by, closed_at) values ($1, $2, $3, $4, $5, 0, $6, $7)', [newId(), c.id, agency.agencyId, c.reason, c.relief, by, c.closedAt])
    for (const r of c.requests)
      await world.rows(
        `insert into information_request (id, complaint_id, agency_id, company_id, title, description, status, due_on, original_due_on, created_by, created_at, sent_by, sent_at, answered_at, quick_look_at)
         values ($1, $2, $3, $4, 'Send', 'Send it.', $5, $6, $6, $7, $8, $7, $9, $10, $11)`,
        [r.id, c.id, agency.agencyId, c.companyId, r.status, r.dueOn, by, r.sentAt, r.status === 'ready_to_send' ? null : r.sentAt, r.answeredAt, r.quickLook ? r.answeredAt : null],
      )
  }
}

// ── The same numbers, counted one complaint after the other

type Counted = { c: Made; r: MadeRequest | null }
const openStatuses: readonly string[] = ['pending', 'in_progress', 'referral_in_progress', 'reopened']
const isOpen = ({ c }: Counted) => openStatuses.includes(c.status)
const dayOf = (instant: string) => dateIn('America/New_York', new Date(instant))
const sentOf = (c: Made) => c.requests.filter(({ status }) => status === 'sent_to_company' || status === 'sent_to_agency')
const waitsFor = ({ c }: Counted) => (sentOf(c).some(({ status, quickLook }) => status === 'sent_to_agency' && !quickLook) ? 'agency' : sentOf(c).some(({ status }) => status === 'sent_to_company') ? 'company' : 'agency')
const nextDue = ({ c }: Counted) => [c.dueOn, ...sentOf(c).filter(({ status }) => status === 'sent_to_company').map(({ dueOn }) => dueOn)].flatMap((day) => day ?? []).toSorted()[0] ?? '9999-12-31'

function standingOf({ r }: Counted): string {
  if (r?.status === 'canceled') return 'canceled'
  if (r?.status === 'sent_to_company') return r.dueOn < today ? 'overdue' : 'due'
  return r !== null && r.answeredAt !== null && dayOf(r.answeredAt) <= r.dueOn ? 'on_time' : 'late'
}

const naive: Record<ReportKey, Record<string, (one: Counted) => boolean>> = {
  'new-complaints': {
    all: () => true,
    review: ({ c }) => c.status === 'pending',
    referral: ({ c }) => c.status === 'referral_in_progress',
    unsent: ({ c }) => c.status === 'in_progress' && sentOf(c).length === 0,
    company: (one) => one.c.status === 'in_progress' && sentOf(one.c).length > 0 && waitsFor(one) === 'company',
    agency: (one) => one.c.status === 'in_progress' && sentOf(one.c).length > 0 && waitsFor(one) === 'agency',
    reopened: ({ c }) => c.status === 'reopened',
    closed: ({ c }) => c.status === 'closed',
  },
  'request-responses': {
    all: () => true,
    on_time: (one) => standingOf(one) === 'on_time',
    late: (one) => standingOf(one) === 'late',
    due: (one) => standingOf(one) === 'due',
    overdue: (one) => standingOf(one) === 'overdue',
    canceled: (one) => standingOf(one) === 'canceled',
  },
  complaints: { all: () => true, open: isOpen, closed: ({ c }) => c.status === 'closed' },
  workload: {
    all: () => true,
    agency: (one) => waitsFor(one) === 'agency',
    company: (one) => waitsFor(one) === 'company',
    overdue: (one) => nextDue(one) < today,
    old: ({ c }) => daysBetween(c.receivedOn, today) > 90,
  },
  ageing: {
    all: () => true,
    agency: (one) => waitsFor(one) === 'agency',
    company: (one) => waitsFor(one) === 'company',
    overdue: (one) => nextDue(one) < today,
    soon: (one) => nextDue(one) >= today && nextDue(one) <= addDays(today, 7),
  },
  outcomes: {
    all: () => true,
    explained: ({ c }) => c.reason === 'closed_with_explanation',
    otherRelief: ({ c }) => c.reason === 'closed_with_non_monetary_relief',
    referred: ({ c }) => c.reason.startsWith('referred_'),
    otherwise: ({ c }) => ['duplicate', 'invalid', 'cancelled_by_complainant', 'complainant_ceased_communication'].includes(c.reason),
    withRelief: ({ c }) => c.reason === 'closed_with_monetary_relief',
  },
}

function population(report: ReportDefinition, complaints: readonly Made[], asked: Asked): Counted[] {
  const { from, to } = daysOf(report, asked, today)
  const ones: Counted[] = report.of === 'requests' ? complaints.flatMap((c) => c.requests.filter(({ status }) => status !== 'ready_to_send').map((r) => ({ c, r }))) : complaints.map((c) => ({ c, r: null }))
  return ones.filter((one) => {
    const { c, r } = one
    if (c.status === 'draft' || c.status === 'canceled') return false
    if (report.scope === 'open' && !isOpen(one)) return false
    if (report.scope === 'closed' && c.status !== 'closed') return false
    const day = report.dates === 'received' ? c.receivedOn : report.dates === 'sent' ? dayOf(r?.sentAt ?? '') : dayOf(c.closedAt ?? '')
    if ((from !== null && day < from) || (to !== null && day > to)) return false
    if (asked.status !== undefined && (asked.status === 'open' ? !isOpen(one) : c.status !== asked.status)) return false
    if (asked.standing !== undefined && standingOf(one) !== asked.standing) return false
    if (asked.closeReason !== undefined && c.reason !== asked.closeReason) return false
    if (asked.pocId !== undefined && c.pocId !== (asked.pocId === 'nobody' ? null : asked.pocId)) return false
    return (asked.companyId === undefined || c.companyId === asked.companyId) && (asked.productId === undefined || c.productId === asked.productId) && (asked.issueId === undefined || c.issueId === asked.issueId) && (asked.state === undefined || c.state === asked.state)
  })
}

function keyOf(by: Grouping, report: ReportDefinition, { c, r }: Counted): string | null {
  switch (by) {
    case 'month':
      return (report.dates === 'received' ? c.receivedOn : report.dates === 'sent' ? dayOf(r?.sentAt ?? '') : dayOf(c.closedAt ?? '')).slice(0, 7)
    case 'product':
      return c.productId?.toString() ?? null
    case 'issue':
      return c.issueId?.toString() ?? null
    case 'company':
      return c.companyId
    case 'state':
      return c.state
    case 'poc':
      return c.pocId
    case 'reason':
      return c.reason
    case 'age':
      return ['0', '16', '31', '61', '91', '181'].find((key) => {
        const { from, to } = receivedIn(key, today)
        return (from === null || c.receivedOn >= from) && (to === null || c.receivedOn <= to)
      }) ?? ''
  }
}

// ── Lists behind the numbers

async function lengthOf(world: World, actor: AgencyActor, path: string, search: Record<string, string>): Promise<number> {
  if (path === '/complaints') {
    const page = await listComplaints(world.deps, actor, ListComplaints.parse({ ...search, limit: 200 }))
    expect(page.next, 'one page is enough here').toBeNull()
    return page.items.length
  }
  const page = await listAgencyRequests(world.deps, actor, ListAgencyRequests.parse({ ...search, limit: 200 }))
  expect(page.next).toBeNull()
  return page.items.length
}

async function expectListsBehind(world: World, actor: AgencyActor, key: ReportKey, asked: Asked): Promise<void> {
  const report = reports[key]
  const found = await readReport(world.deps, actor, key, asked)
  const rows: [RowOf, readonly (number | null)[]][] = [['all', found.total], ...found.rows.map((row): [RowOf, readonly (number | null)[]] => [{ by: found.by, key: row.key }, row.values])]
  for (const [row, values] of rows)
    for (const measure of report.measures) {
      const value = values[found.columns.findIndex((column) => column.key === measure.key)] ?? 0
      const list = listBehind(report, asked, today, row, measure)
      // A sum of money leads to those that it is a sum of.
      const counted = measure.unit === 'dollars' ? (values[found.columns.findIndex((column) => column.key === 'withRelief')] ?? 0) : value
      if (list !== null && value > 0) expect(await lengthOf(world, actor, list.path, list.search), `${key}, ${JSON.stringify(asked)}, ${JSON.stringify(row)}, ${measure.key}: ${JSON.stringify(list.search)}`).toBe(counted)
    }
}

function expectAsCounted(found: Awaited<ReturnType<typeof readReport>>, key: ReportKey, complaints: readonly Made[], asked: Asked): void {
  const report = reports[key]
  const ones = population(report, complaints, asked)
  for (const [name, counts] of Object.entries(naive[key])) {
    const at = found.columns.findIndex((column) => column.key === name)
    expect(found.total[at], `${key} ${name}, all of ${JSON.stringify(asked)}`).toBe(ones.filter(counts).length)
    for (const row of found.rows) expect(row.values[at], `${key} ${name} of ${row.label}, ${JSON.stringify(asked)}`).toBe(ones.filter((one) => keyOf(found.by, report, one) === row.key && counts(one)).length)
  }
  const keys = new Set(found.rows.map((row) => row.key))
  for (const one of ones) expect(keys.has(keyOf(found.by, report, one)), 'nothing that is counted lacks its row').toBe(true)
}

// ── Random worlds

const daysAgo = fc.integer({ min: 0, max: 420 }).map((days) => addDays(today, -days))
// Around midnight in New York, which is 4 or 5 in the morning by UTC.
const hours = fc.constantFrom('03:59:59', '04:00:00', '04:59:59', '05:00:00', '15:00:00')
const instant = fc.tuple(fc.integer({ min: 1, max: 400 }), hours).map(([days, hour]) => `${addDays(today, -days)}T${hour}Z`)

function complaintOf({ pocs, companies, products }: Ground): fc.Arbitrary<Made> {
  const request: fc.Arbitrary<MadeRequest> = fc
    .record({ status: fc.constantFrom('sent_to_company' as const, 'sent_to_agency' as const, 'canceled' as const, 'ready_to_send' as const), sentAt: instant, due: fc.integer({ min: -20, max: 20 }), answered: fc.tuple(fc.integer({ min: 0, max: 15 }), hours), quickLook: fc.boolean() })
    .map(({ status, sentAt, due, answered, quickLook }) => ({
      id: newId(), status, sentAt, quickLook,
      dueOn: status === 'sent_to_agency' ? addDays(dayOf(sentAt), 7) : addDays(today, due),
      answeredAt: status === 'sent_to_agency' ? `${addDays(sentAt.slice(0, 10), answered[0])}T${answered[1]}Z` : null,
    }))
  return fc
    .record({
      status: fc.constantFrom('draft' as const, 'pending' as const, 'in_progress' as const, 'in_progress' as const, 'referral_in_progress' as const, 'closed' as const, 'closed' as const, 'reopened' as const, 'canceled' as const),
      receivedOn: daysAgo,
      dueIn: fc.option(fc.integer({ min: -30, max: 30 })),
      closedAt: instant,
      reason: fc.constantFrom('closed_with_explanation', 'closed_with_monetary_relief', 'closed_with_non_monetary_relief', 'duplicate', 'invalid', 'referred_to_federal_agency'),
      companyId: fc.option(fc.constantFrom(...companies), { freq: 4 }),
      poc: fc.option(fc.constantFrom(...pocs.map(({ userId }) => userId)), { freq: 4 }),
      product: fc.option(fc.constantFrom(...products), { freq: 6 }),
      state: fc.option(fc.constantFrom('OH', 'KY'), { freq: 3 }),
      requests: fc.array(request, { maxLength: 3 }),
    })
    .map((one) => {
      // Nothing is sent before the review is over or while a complaint is referred, nor ever to an entity; a closed one waits for nothing.
      const mayHave = one.companyId !== null && one.status !== 'pending' && one.status !== 'referral_in_progress' && one.status !== 'draft'
      const requests = mayHave ? one.requests.filter(({ status }) => one.status !== 'closed' || status !== 'sent_to_company') : []
      return {
        id: newId(), status: one.status, receivedOn: one.receivedOn, dueOn: one.dueIn === null ? null : addDays(today, one.dueIn),
        closedAt: one.status === 'closed' || one.status === 'reopened' ? one.closedAt : null,
        reason: one.reason, relief: one.reason === 'closed_with_monetary_relief' ? 100.25 : null,
        companyId: one.companyId, pocId: one.poc, productId: one.product?.id ?? null, issueId: one.product?.issue ?? null, state: one.state, requests,
      }
    })
}

const askedOf = (report: ReportDefinition, { pocs, companies, products }: Ground): fc.Arbitrary<Asked> =>
  fc
    .record({
      by: fc.constantFrom(...report.groupings),
      period: fc.option(fc.constantFrom('all' as const, '12_months' as const, 'this_year' as const, 'last_month' as const), { nil: undefined }),
      status: fc.option(fc.constantFrom('open', 'in_progress', 'closed', 'reopened'), { nil: undefined, freq: 1 }),
      standing: fc.option(fc.constantFrom('on_time', 'late', 'overdue'), { nil: undefined, freq: 1 }),
      closeReason: fc.option(fc.constantFrom('duplicate', 'closed_with_monetary_relief'), { nil: undefined, freq: 1 }),
      pocId: fc.option(fc.constantFrom('nobody', ...pocs.map(({ userId }) => userId)), { nil: undefined, freq: 1 }),
      companyId: fc.option(fc.constantFrom(...companies), { nil: undefined, freq: 1 }),
      productId: fc.option(fc.constantFrom(...products.map(({ id }) => id)), { nil: undefined, freq: 1 }),
      issueId: fc.option(fc.constantFrom(...products.map(({ issue }) => issue)), { nil: undefined, freq: 1 }),
      from: fc.option(daysAgo.filter((day) => day < '2026-08-01'), { nil: undefined, freq: 1 }),
      to: fc.option(daysAgo.filter((day) => day >= '2026-08-01'), { nil: undefined, freq: 1 }),
      state: fc.option(fc.constantFrom('OH'), { nil: undefined, freq: 1 }),
    })
    .map((asked) => Object.fromEntries(Object.entries(asked).filter(([name]) => name === 'by' || name === 'period' || name === 'from' || name === 'to' || report.filters.some((filter) => filter === name))))

test('every report counts as one would by hand, complaint after complaint, and behind each number stands a list of that length', async ({ world }) => {
  for (let round = 0; round < 2; round += 1) {
    const at = await ground(world)
    const complaints = fc.sample(complaintOf(at), 45)
    await make(world, at, complaints)
    for (const key of reportKeys) {
      const report = reports[key]
      for (const by of report.groupings) expectAsCounted(await readReport(world.deps, at.agency, key, { by }), key, complaints, { by })
      await fc.assert(fc.asyncProperty(askedOf(report, at), async (asked) => expectAsCounted(await readReport(world.deps, at.agency, key, asked), key, complaints, asked)), { numRuns: 5 })
      await expectListsBehind(world, at.agency, key, { by: report.groupings[round % report.groupings.length] })
      for (const asked of fc.sample(askedOf(report, at), 2)) await expectListsBehind(world, at.agency, key, asked)
    }
  }
}, 120_000)
