import { defaultDueDate } from '#src/kernel/calendar.ts'
import { cast, entered } from '#test/world/exchange.ts'
import { expect, test } from '#test/world/test-world.ts'
import { closeComplaint } from '../complaints/commands/close-complaint.ts'
import { CloseComplaint } from '../complaints/contract.ts'
import { readRetention } from '../retention/queries/read-retention.ts'
import { UpdateAgencyProfile } from './profile-contract.ts'
import { updateAgencyProfile } from './commands/update-agency-profile.ts'
import { readAgencyProfile } from './queries/read-agency-profile.ts'
import { readCalendar } from './queries/read-calendar.ts'

test('an Account Administrator sets days for an answer and the working calendar, and the proposed due date follows', async ({ world }) => {
  const agency = await world.agency()
  const administrator = await world.agencyUser(agency, null, ['account_administrator'])
  const before = await readAgencyProfile(world.deps, administrator)
  expect(before.proposedDueOn).toBe('2026-12-08')
  const after = await updateAgencyProfile(world.deps, administrator, { version: before.version, requestDueDays: 10, workingDays: [2, 3, 4], ownHolidays: [{ date: '2026-12-03', name: 'Statehood Day' }], phone: '(614) 555-0100', extraAddresses: ['desk@agency.example'] })
  // December 3 is a Thursday of its own, Friday to Monday are no working days: Tuesday the 8th.
  expect(after).toMatchObject({ version: before.version + 1, requestDueDays: 10, proposedDueOn: '2026-12-08', phone: '(614) 555-0100', extraAddresses: ['desk@agency.example'] })
  const supervisor = await world.agencyUser(agency, 'supervisor')
  const { calendar, requestDueDays } = await world.deps.transaction(supervisor, (tx) => readCalendar(tx, agency.id))
  expect(defaultDueDate('2026-11-23', requestDueDays, calendar)).toBe('2026-12-08')
})

test('what is left out stays, and a stale version is refused with what stands now', async ({ world }) => {
  const agency = await world.agency()
  const administrator = await world.agencyUser(agency, null, ['account_administrator'])
  await updateAgencyProfile(world.deps, administrator, { version: 1, emailDomains: ['agency.example'] })
  const after = await updateAgencyProfile(world.deps, administrator, { version: 2, phone: null })
  expect(after).toMatchObject({ emailDomains: ['agency.example'], phone: null })
  await expect(updateAgencyProfile(world.deps, administrator, { version: 2, phone: '1' })).rejects.toMatchObject({ code: 'stale_version', extras: { current: { version: 3 } } })
})

test('for how many years complaints are kept holds for those that end from now on; the others keep their date', async ({ world }) => {
  const { agency, supervisor, company } = await cast(world)
  const administrator = await world.agencyUser(agency, null, ['account_administrator'])
  const ended = async () => {
    const id = await entered(world, supervisor, company)
    await closeComplaint(world.deps, supervisor, id, CloseComplaint.parse({ version: 2, reason: 'invalid' }))
    return id
  }
  const before = await ended()
  expect(await readAgencyProfile(world.deps, administrator)).toMatchObject({ retentionYears: 7, disposesAutomatically: false })
  expect(await updateAgencyProfile(world.deps, administrator, { version: 1, retentionYears: 10, disposesAutomatically: true })).toMatchObject({ retentionYears: 10, disposesAutomatically: true, version: 2 })
  const after = await ended()
  expect(await readRetention(world.deps, supervisor, before)).toMatchObject({ retainUntil: '2033-11-23' })
  expect(await readRetention(world.deps, supervisor, after)).toMatchObject({ retainUntil: '2036-11-23' })
  // What is left out stays: nothing begins to be deleted, or stops to be, by another change.
  expect(await updateAgencyProfile(world.deps, administrator, { version: 2, phone: '(614) 555-0100' })).toMatchObject({ retentionYears: 10, disposesAutomatically: true })
})

test('complaints are kept between 1 and 100 whole years', () => {
  for (const [retentionYears, sentence] of [[0, 'Enter at least 1 year.'], [101, 'Enter at most 100 years.'], [2.5, 'Enter whole years.'], [null, 'Enter a number of years.']]) {
    expect(UpdateAgencyProfile.safeParse({ version: 1, retentionYears }).error?.issues).toMatchObject([{ path: ['retentionYears'], message: sentence }])
  }
})

test("a Supervisor, who may hold complaints, does not set how long they are kept; nor does another agency's administrator", async ({ world }) => {
  const agency = await world.agency()
  await expect(updateAgencyProfile(world.deps, await world.agencyUser(agency, 'supervisor'), { version: 1, retentionYears: 1, disposesAutomatically: true })).rejects.toMatchObject({ code: 'forbidden' })
  await updateAgencyProfile(world.deps, await world.agencyUser(await world.agency(), null, ['account_administrator']), { version: 1, retentionYears: 1, disposesAutomatically: true })
  expect(await world.rows('select retention_years, disposes_automatically from agency where id = $1', [agency.id])).toEqual([{ retention_years: 7, disposes_automatically: false }])
})

test('users outside the allowed domains are counted', async ({ world }) => {
  const agency = await world.agency()
  const administrator = await world.agencyUser(agency, null, ['account_administrator'])
  await world.agencyUser(agency, 'viewer')
  expect((await updateAgencyProfile(world.deps, administrator, { version: 1, emailDomains: ['elsewhere.example'] })).outsideDomains).toBe(2)
})

test('days off that leave nobody at work are refused', async ({ world }) => {
  const agency = await world.agency()
  const administrator = await world.agencyUser(agency, null, ['account_administrator'])
  const ownHolidays = Array.from({ length: 60 }, (_, index) => ({ date: new Date(Date.UTC(2026, 10, 23 + index)).toISOString().slice(0, 10), name: 'Off' }))
  await expect(updateAgencyProfile(world.deps, administrator, { version: 1, ownHolidays })).rejects.toMatchObject({ extras: { fields: { ownHolidays: expect.any(String) as string } } })
})

test("neither other roles nor another organisation's administrator change it", async ({ world }) => {
  const agency = await world.agency()
  const other = await world.agencyUser(await world.agency(), 'supervisor', ['account_administrator'])
  await expect(readAgencyProfile(world.deps, await world.agencyUser(agency, 'supervisor', ['staff_director']))).rejects.toMatchObject({ code: 'forbidden' })
  await expect(readAgencyProfile(world.deps, await world.companyUser(await world.company(), 'manage', ['account_administrator']))).rejects.toMatchObject({ code: 'not_found' })
  expect((await updateAgencyProfile(world.deps, other, { version: 1, phone: '(614) 555-0999' })).id).toBe(other.agencyId)
  expect(await world.rows('select phone from agency where id = $1', [agency.id])).toEqual([{ phone: null }])
})
