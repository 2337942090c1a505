import { text } from 'node:stream/consumers'
import { newId } from '#src/platform/new-id.ts'
import { AppError } from '#src/kernel/errors.ts'
import { answered, assigned, cast, entered, sent } from '#test/world/exchange.ts'
import { expect, test } from '#test/world/test-world.ts'
import { addRequest } from './commands/write-request.ts'
import { exportAgencyRequests } from './queries/export-agency-requests.ts'
import { countRequestViews, listAgencyRequests, searchAgencyRequests } from './queries/list-agency-requests.ts'
import { readRequest } from './queries/read-requests.ts'
import { ListAgencyRequests, SearchAgencyRequests, type RequestView } from './request-list-contract.ts'

const codeOf = async (work: Promise<unknown>): Promise<string> => work.then(() => 'done', (error: unknown) => (error instanceof AppError ? error.code : String(error)))
const listed = (view: RequestView, more: object = {}) => ListAgencyRequests.parse({ view, ...more })
const searched = (words: string) => SearchAgencyRequests.parse({ view: 'all', words })

test('the list shows what is with the company, to review, asked, ready and all, with how far each complaint is', async ({ world }) => {
  const { supervisor, company, administrator, poc } = await cast(world)
  const id = await entered(world, supervisor, company)
  const open = await sent(world, supervisor, id, { title: 'Fees' })
  const done = await sent(world, supervisor, id, { title: 'History', dueOn: '2026-12-10' })
  const ready = await addRequest(world.deps, supervisor, id, { title: 'Later', description: 'x' })
  await assigned(world, administrator, id, poc)
  await answered(world, poc, done)
  await world.deps.transaction(poc, async (tx) => {
    const { agency_id } = await tx.db.selectFrom('information_request').select('agency_id').where('id', '=', open).executeTakeFirstOrThrow()
    await tx.db.insertInto('request_ask').values({ id: newId(), request_id: open, agency_id, complaint_id: id, company_id: poc.companyId, kind: 'more_time', reason: 'x', wanted_on: '2026-12-20', asked_by: poc.userId, asked_at: tx.now }).execute()
  })
  const ids = async (view: RequestView) => (await listAgencyRequests(world.deps, supervisor, listed(view))).items.map((item) => item.id)
  expect(await ids('with_company')).toEqual([open])
  expect(await ids('to_review')).toEqual([done])
  expect(await ids('overdue')).toEqual([])
  expect(await ids('asked')).toEqual([open])
  expect(await ids('ready')).toEqual([ready])
  expect(await ids('all')).toEqual([open, done, ready])
  expect((await countRequestViews(world.deps, supervisor)).counts).toEqual({ with_company: 1, to_review: 1, overdue: 0, asked: 1, ready: 1, all: 3 })
  expect((await listAgencyRequests(world.deps, supervisor, listed('asked'))).items).toMatchObject([{ asked: ['more_time'], companyName: company.name, complaint: { sent: 2, answered: 1, nextDue: '2026-12-08' } }])
})

test('requests of other agencies are not listed, and companies have no such list', async ({ world }) => {
  const { agency, supervisor, company, poc } = await cast(world)
  const id = await entered(world, supervisor, company)
  await sent(world, supervisor, id)
  const stranger = await world.agencyUser(await world.agency(), 'supervisor')
  expect((await listAgencyRequests(world.deps, stranger, listed('all'))).items).toEqual([])
  expect((await searchAgencyRequests(world.deps, stranger, searched('payment'))).items).toEqual([])
  expect(await codeOf(listAgencyRequests(world.deps, poc, listed('all')))).toBe('forbidden')
  expect(await codeOf(exportAgencyRequests(world.deps, poc, { ...listed('all'), format: 'csv' }))).toBe('forbidden')
  expect((await listAgencyRequests(world.deps, await world.agencyUser(agency, 'viewer'), listed('all'))).items).toHaveLength(1)
})

test('words find a request by its own text and answers, not by what else the complaint says; IDs are found as such', async ({ world }) => {
  const { supervisor, company, administrator, poc } = await cast(world)
  const id = await entered(world, supervisor, company)
  const [fees, history] = [await sent(world, supervisor, id, { title: 'Ledger of fees' }), await sent(world, supervisor, id, { title: 'Amortization' })]
  await assigned(world, administrator, id, poc)
  await answered(world, poc, history, 'The marmalade was credited.')
  const found = async (words: string) => (await searchAgencyRequests(world.deps, supervisor, searched(words))).items.map((item) => item.id)
  expect(await found('fee ledger')).toEqual([fees])
  expect(await found('marmalade')).toEqual([history])
  expect(await found('"ledger of fees"')).toEqual([fees])
  expect(await found('payment -marmalade')).toEqual([fees])
  expect(await found('escrow')).toEqual([])
  const { number, complaint } = await readRequest(world.deps, supervisor, fees)
  expect(await found(number)).toEqual([fees])
  expect((await found(complaint.number)).toSorted()).toEqual([fees, history].toSorted())
})

test('pages hold every request once, in both orders and directions', async ({ world }) => {
  const { supervisor, company } = await cast(world)
  const id = await entered(world, supervisor, company)
  for (const dueOn of ['2026-12-09', '2026-12-08', '2026-12-08', '2026-12-11']) await sent(world, supervisor, id, { dueOn })
  await addRequest(world.deps, supervisor, id, { title: 'No date', description: 'x' })
  for (const sort of ['due', 'number'] as const) {
    for (const direction of ['asc', 'desc'] as const) {
      const whole = (await listAgencyRequests(world.deps, supervisor, listed('all', { sort, direction }))).items.map((item) => item.id)
      const paged: string[] = []
      let cursor: string | undefined
      do {
        const page = await listAgencyRequests(world.deps, supervisor, listed('all', { sort, direction, limit: 2, cursor }))
        paged.push(...page.items.map((item) => item.id))
        cursor = page.next ?? undefined
      } while (cursor !== undefined)
      expect(paged).toEqual(whole)
      expect(paged).toHaveLength(5)
    }
  }
})

test('the export has all pages of the same list, formulas escaped', async ({ world }) => {
  const { supervisor, company } = await cast(world)
  const id = await entered(world, supervisor, company)
  await sent(world, supervisor, id, { title: '=1+1' })
  await sent(world, supervisor, id, { title: 'Ledger' })
  const sheet = await text(await exportAgencyRequests(world.deps, supervisor, { ...listed('with_company'), format: 'csv' }))
  expect(sheet).toContain('Ledger')
  expect(sheet).toContain("'=1+1")
  expect(sheet.trim().split('\r\n')).toHaveLength(3)
  const found = await text(await exportAgencyRequests(world.deps, supervisor, { ...listed('with_company'), words: 'ledger', format: 'csv' }))
  expect(found.trim().split('\r\n')).toHaveLength(2)
})
