import { AppError } from '#src/kernel/errors.ts'
import type { World } from '#test/world/test-world.ts'
import { expect, test } from '#test/world/test-world.ts'
import type { CreateUser } from '../contract.ts'
import { createUser } from './create-user.ts'

const fields = async (work: Promise<unknown>) => work.then(() => 'done', (error: unknown) => (error instanceof AppError ? (error.extras.fields ?? error.code) : String(error)))

const saying = (text: string): unknown => expect.stringContaining(text)
const anything: unknown = expect.anything()
let counter = 0
const someone = (more: Partial<CreateUser> = {}): CreateUser => ({ name: 'Priya Raman', email: `priya${String((counter += 1))}@new.example`, systemRoles: ['contributor'], complaintsRole: 'manage', ...more })

async function company(world: World) {
  const company = await world.company()
  return { company, administrator: await world.companyUser(company, null, ['account_administrator']) }
}

test('an administrator creates a colleague, who is invited by a link that works for 14 days', async ({ world }) => {
  const { company: of, administrator } = await company(world)
  const input = someone({ title: ' Analyst ', email: 'Priya.Raman@New.example' })
  const id = await createUser(world.deps, administrator, input)
  expect(await world.rows('select a.standing, a.email, a.email_key, a.company_id, a.system_roles, a.complaints_role, p.name, p.title from account a join person p on p.id = a.user_id where a.user_id = $1', [id])).toEqual([
    { standing: 'invited', email: 'Priya.Raman@New.example', email_key: 'priya.raman@new.example', company_id: of.id, system_roles: ['contributor'], complaints_role: 'manage', name: 'Priya Raman', title: 'Analyst' },
  ])
  const links = await world.rows<{ id: string; purpose: string; expires_at: Date }>('select id, purpose, expires_at from one_time_link where user_id = $1', [id])
  expect(links).toMatchObject([{ purpose: 'activation', expires_at: new Date('2026-12-07T15:00:00Z') }])
  const jobs = await world.rows<{ payload: object }>("select payload from graphile_worker._private_jobs where payload::text like '%' || $1 || '%'", [id])
  expect(jobs.map(({ payload }) => payload)).toMatchObject([{ event: 'account_invited', userId: id, linkId: links[0]?.id, by: administrator.userId }])
  expect(await world.rows('select action, company_id, about_id, details from audit_entry where about_id = $1', [id])).toEqual([
    { action: 'account.created', company_id: of.id, about_id: id, details: { systemRoles: ['contributor'], complaintsRole: 'manage', thirdParty: false } },
  ])
})

test('nobody else creates users', async ({ world }) => {
  const { company: of } = await company(world)
  expect(await fields(createUser(world.deps, await world.companyUser(of, 'manage', ['leader']), someone()))).toBe('forbidden')
  expect(await fields(createUser(world.deps, await world.agencyUser(await world.agency(), 'supervisor'), someone({ systemRoles: [], complaintsRole: 'manager' })))).toBe('forbidden')
})

test('while a company enrolls, its first user already creates others', async ({ world }) => {
  const of = await world.company({ enrolled: false })
  const first = { ...(await world.companyUser(of, null, ['account_administrator'])), enrolled: false }
  expect(await createUser(world.deps, first, someone())).toMatch(/-/)
})

test('an address is used once; only of a removed colleague is it said whose it is', async ({ world }) => {
  const { administrator } = await company(world)
  const input = someone()
  const id = await createUser(world.deps, administrator, input)
  expect(await fields(createUser(world.deps, administrator, { ...input, email: input.email.toUpperCase() }))).toEqual({ email: 'This e-mail address is already used.' })
  await world.rows("update account set standing = 'removed' where user_id = $1", [id])
  const refusal = await createUser(world.deps, administrator, input).then(() => null, (error: unknown) => error)
  expect(refusal).toMatchObject({ extras: { fields: { email: saying('Reactivate') }, current: { userId: id } } })
  const other = await company(world)
  const elsewhere = await createUser(world.deps, other.administrator, input).then(() => null, (error: unknown) => error)
  expect(elsewhere).toMatchObject({ extras: { fields: { email: 'This e-mail address is already used.' } } })
  expect(elsewhere).not.toMatchObject({ extras: { current: anything } })
})

test('addresses lie in the domains of the organisation; those of third parties lie in their own', async ({ world }) => {
  const { company: of, administrator } = await company(world)
  await world.rows("update company set email_domains = '{brightwater.example}' where id = $1", [of.id])
  expect(await fields(createUser(world.deps, administrator, someone()))).toEqual({ email: saying('brightwater.example') })
  expect(await fields(createUser(world.deps, administrator, someone({ email: 'a@brightwater.example' })))).toBe('done')
  const counsel = someone({ systemRoles: ['third_party'], complaintsRole: null, thirdParty: { firm: 'Hale & Ortiz LLP', kind: 'law_firm' } })
  expect(await fields(createUser(world.deps, administrator, counsel))).toBe('done')
  expect(await fields(createUser(world.deps, administrator, { ...counsel, email: 'b@firm.example', complaintsRole: 'view' }))).toEqual({ complaintsRole: 'Third-party users never work on complaints.' })
})

test('an agency has no third-party users, and no more than five administrators, the invited counted', async ({ world }) => {
  const agency = await world.agency()
  const administrator = await world.agencyUser(agency, null, ['account_administrator'])
  expect(await fields(createUser(world.deps, administrator, someone({ systemRoles: ['third_party'], complaintsRole: null, thirdParty: { firm: 'X', kind: 'other' } })))).toMatchObject({ thirdParty: 'Only companies have third-party users.' })
  const another = () => createUser(world.deps, administrator, someone({ systemRoles: ['account_administrator'], complaintsRole: null }))
  const outcomes = await Promise.all(Array.from({ length: 6 }, () => fields(another())))
  expect(outcomes.filter((outcome) => outcome === 'done')).toHaveLength(4)
  expect(outcomes.find((outcome) => outcome !== 'done')).toEqual({ systemRoles: saying('at most five') })
})

test('an administrator who was demoted a moment ago creates nobody', async ({ world }) => {
  const { administrator } = await company(world)
  await world.rows("update account set system_roles = '{leader}' where user_id = $1", [administrator.userId])
  expect(await fields(createUser(world.deps, administrator, someone()))).toBe('forbidden')
})
