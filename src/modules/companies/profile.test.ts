import { expect, test } from '#test/world/test-world.ts'
import { updateCompanyProfile } from './commands/update-company-profile.ts'
import { readCompanyProfile } from './queries/read-company-profile.ts'

test('an Account Administrator names the contacts and the extra addresses', async ({ world }) => {
  const company = await world.company()
  const administrator = await world.companyUser(company, null, ['account_administrator'])
  const manager = await world.companyUser(company, 'manage')
  const leader = await world.companyUser(company, null, ['leader'])
  const before = await readCompanyProfile(world.deps, administrator)
  expect(before).toMatchObject({ name: company.name, complaintsContactId: null, extraAddresses: [] })
  const after = await updateCompanyProfile(world.deps, administrator, { version: 1, complaintsContactId: manager.userId, saContactId: leader.userId, extraAddresses: ['desk@company.example', 'desk@company.example'] })
  expect(after).toMatchObject({ version: 2, complaintsContactId: manager.userId, saContactId: leader.userId, extraAddresses: ['desk@company.example'] })
  expect(await updateCompanyProfile(world.deps, administrator, { version: 2, emailDomains: ['company.example'] })).toMatchObject({ complaintsContactId: manager.userId, emailDomains: ['company.example'] })
})

test('the Complaints Contact must hold Manage, and neither contact may be a third party or of another company', async ({ world }) => {
  const company = await world.company()
  const administrator = await world.companyUser(company, 'view', ['account_administrator'])
  const counsel = await world.companyUser(company, null, ['third_party'])
  const stranger = await world.companyUser(await world.company(), 'manage')
  for (const userId of [administrator.userId, counsel.userId, stranger.userId]) {
    await expect(updateCompanyProfile(world.deps, administrator, { version: 1, complaintsContactId: userId })).rejects.toMatchObject({ extras: { fields: { complaintsContactId: expect.any(String) as string } } })
  }
  for (const userId of [counsel.userId, stranger.userId]) {
    await expect(updateCompanyProfile(world.deps, administrator, { version: 1, saContactId: userId })).rejects.toMatchObject({ extras: { fields: { saContactId: expect.any(String) as string } } })
  }
})

test('nobody else of the company changes it, and a stale version is refused', async ({ world }) => {
  const company = await world.company()
  const administrator = await world.companyUser(company, 'manage', ['account_administrator'])
  await expect(readCompanyProfile(world.deps, await world.companyUser(company, 'manage', ['leader']))).rejects.toMatchObject({ code: 'forbidden' })
  await expect(readCompanyProfile(world.deps, await world.agencyUser(await world.agency(), 'supervisor', ['account_administrator']))).rejects.toMatchObject({ code: 'not_found' })
  await updateCompanyProfile(world.deps, administrator, { version: 1, timeZone: 'America/Chicago' })
  await expect(updateCompanyProfile(world.deps, administrator, { version: 1, extraAddresses: [] })).rejects.toMatchObject({ code: 'stale_version', extras: { current: { timeZone: 'America/Chicago' } } })
})
