import type { PlatformActor } from '#src/access/actor.ts'
import { AppError } from '#src/kernel/errors.ts'
import { newId } from '#src/platform/new-id.ts'
import { expect, test, type World } from '#test/world/test-world.ts'
import { DecideAccountRequest, RequestCompanyAccount } from './account-requests-contract.ts'
import { decideCompanyAccount } from './commands/decide-company-account.ts'
import { requestCompanyAccount } from './commands/request-company-account.ts'
import { listAccountRequests } from './queries/list-account-requests.ts'
import { readAccountRequest } from './queries/read-account-request.ts'
import { findSubjects } from './queries/find-subjects.ts'

const codeOf = async (work: Promise<unknown>): Promise<string> => work.then(() => 'done', (error: unknown) => (error instanceof AppError ? error.code : String(error)))
const asked = (name = 'Keystone Bay Lending LLC') => RequestCompanyAccount.parse({ name, kind: 'non-depository', businessTypes: ['Consumer Finance'], city: 'Erie', state: 'PA', contactEmail: '', reason: 'Licensed here; not in NMLS.' })
const approve = (version: number) => DecideAccountRequest.parse({ version, decision: 'approved' })
const reject = (version: number) => DecideAccountRequest.parse({ version, decision: 'rejected', note: 'It is in NMLS by now.' })

async function platformUser(world: World): Promise<PlatformActor> {
  const userId = newId()
  await world.rows(`insert into person (id, kind, name) values ($1, 'platform', 'Test platform administrator')`, [userId])
  await world.rows(`insert into account (user_id, kind, email, email_key) values ($1, 'platform', $2, $2)`, [userId, `${userId}@ses.example`])
  return { kind: 'platform', userId, timeZone: 'America/New_York' }
}

test('an approval makes the company with an SES ID, and every agency finds it', async ({ world }) => {
  const platform = await platformUser(world)
  const manager = await world.agencyUser(await world.agency(), 'manager')
  const id = await requestCompanyAccount(world.deps, manager, asked('Quarry Lantern Finance LLC'))
  expect(await readAccountRequest(world.deps, manager, id)).toMatchObject({ status: 'pending', place: 'Erie, PA', can: [], company: null })
  expect((await readAccountRequest(world.deps, platform, id)).can).toEqual(['approve', 'reject'])
  await decideCompanyAccount(world.deps, platform, id, approve(1))
  const decided = await readAccountRequest(world.deps, manager, id)
  expect(decided).toMatchObject({ status: 'approved', decidedBy: null, can: [], similar: [] })
  expect(decided.company?.sesId).toMatch(/^SES-\d{6}$/)
  const other = await world.agencyUser(await world.agency(), 'viewer')
  expect((await findSubjects(world.deps, other, { words: decided.company?.sesId ?? '', limit: 5 })).items).toMatchObject([{ name: 'Quarry Lantern Finance LLC', standing: 'confirmed' }])
  expect(await world.rows('select source, enrollment, name_key from company where id = $1', [decided.company?.id])).toEqual([{ source: 'request', enrollment: 'not_enrolled', name_key: 'quarry lantern finance' }])
})

test('a rejection says why and makes nothing; what was decided stays so', async ({ world }) => {
  const platform = await platformUser(world)
  const supervisor = await world.agencyUser(await world.agency(), 'supervisor')
  const id = await requestCompanyAccount(world.deps, supervisor, asked())
  expect(DecideAccountRequest.safeParse({ version: 1, decision: 'rejected', note: ' ' }).error?.issues[0]?.path).toEqual(['note'])
  await decideCompanyAccount(world.deps, platform, id, reject(1))
  expect(await readAccountRequest(world.deps, supervisor, id)).toMatchObject({ status: 'rejected', decisionNote: 'It is in NMLS by now.', company: null })
  expect(await codeOf(decideCompanyAccount(world.deps, platform, id, approve(1)))).toBe('stale_version')
  expect(await codeOf(decideCompanyAccount(world.deps, platform, id, approve(2)))).toBe('conflict')
})

test('of two decisions at one moment one stands, and one company is made', async ({ world }) => {
  const platform = await platformUser(world)
  const manager = await world.agencyUser(await world.agency(), 'manager')
  const id = await requestCompanyAccount(world.deps, manager, asked('Twice Decided Lending'))
  expect((await Promise.all([1, 2].map(() => codeOf(decideCompanyAccount(world.deps, platform, id, approve(1)))))).sort()).toEqual(['done', 'stale_version'])
  expect(await world.rows(`select 1 from company where name = 'Twice Decided Lending'`)).toHaveLength(1)
})

test('companies under a similar name are shown in spite of a typo and another legal form', async ({ world }) => {
  const platform = await platformUser(world)
  const company = await world.company({ name: 'Keystone Bay Lending, Inc.' })
  const manager = await world.agencyUser(await world.agency(), 'manager')
  const id = await requestCompanyAccount(world.deps, manager, asked('Keystone Bay Lendign LLC'))
  for (const reader of [platform, manager]) expect((await readAccountRequest(world.deps, reader, id)).similar).toMatchObject([{ id: company.id, name: 'Keystone Bay Lending, Inc.' }])
})

test('an agency reads its own requests only; a company none; only the platform decides', async ({ world }) => {
  const agency = await world.agency()
  const manager = await world.agencyUser(agency, 'manager')
  const id = await requestCompanyAccount(world.deps, manager, asked())
  const colleague = await world.agencyUser(agency, 'viewer')
  const other = await world.agencyUser(await world.agency(), 'supervisor')
  const company = await world.companyUser(await world.company(), 'manage', ['account_administrator'])
  expect((await listAccountRequests(world.deps, colleague, { limit: 50 })).items.map((item) => item.id)).toEqual([id])
  expect(await codeOf(requestCompanyAccount(world.deps, colleague, asked()))).toBe('forbidden')
  expect(await codeOf(requestCompanyAccount(world.deps, await world.agencyUser(agency, null, ['account_administrator']), asked()))).toBe('forbidden')
  expect((await listAccountRequests(world.deps, other, { limit: 50 })).items).toEqual([])
  expect(await codeOf(readAccountRequest(world.deps, other, id))).toBe('not_found')
  for (const reading of [listAccountRequests(world.deps, company, { limit: 50 }), readAccountRequest(world.deps, company, id)]) expect(await codeOf(reading)).toBe('forbidden')
  for (const actor of [manager, other, company]) expect(await codeOf(decideCompanyAccount(world.deps, actor, id, approve(1)))).toBe('not_found')
})

test('whoever decides reads those to decide first, page by page, each once', async ({ world }) => {
  const platform = await platformUser(world)
  const manager = await world.agencyUser(await world.agency(), 'manager')
  const ids: string[] = []
  for (let n = 0; n < 5; n += 1) {
    world.clock.advance(60_000)
    ids.push(await requestCompanyAccount(world.deps, manager, asked(`Paged ${String(n)}`)))
  }
  await decideCompanyAccount(world.deps, platform, ids[4] ?? '', reject(1))
  const seen: string[] = []
  for (let cursor: string | undefined; ; ) {
    const page = await listAccountRequests(world.deps, platform, { limit: 2, ...(cursor === undefined ? {} : { cursor }) })
    seen.push(...page.items.filter((item) => ids.includes(item.id)).map((item) => item.id))
    if (page.next === null) break
    cursor = page.next
  }
  expect(seen).toEqual([ids[3], ids[2], ids[1], ids[0], ids[4]])
})

test('nothing but what the form asks for is taken', () => {
  expect(RequestCompanyAccount.safeParse({ ...asked(), status: 'approved' }).success).toBe(false)
  expect(RequestCompanyAccount.safeParse({ ...asked(), name: '  ' }).error?.issues[0]?.message).toBe('Enter the legal name of the company.')
})
