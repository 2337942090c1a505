import { newId } from '#src/platform/new-id.ts'
import { displayId } from '#src/kernel/ids.ts'
import { nameKey } from '#src/kernel/text.ts'
import { findSubjects } from './find-subjects.ts'
import { readCompany } from './read-company.ts'
import { expect, test } from '#test/world/test-world.ts'

test('a company is found by SES ID, NMLS ID, the beginning of its name, and in spite of a typo', async ({ world }) => {
  const actor = await world.agencyUser(await world.agency(), 'manager')
  const company = await world.company({ name: 'Brightwater Home Loans, LLC' })
  const [row] = await world.rows<{ nmls_id: string }>('select nmls_id from company where id = $1', [company.id])
  const found = async (words: string) => (await findSubjects(world.deps, actor, { words, limit: 10 })).items
  expect(await found(displayId('company', company.number))).toMatchObject([{ companyId: company.id, why: 'SES ID' }])
  expect(await found(row?.nmls_id ?? '')).toMatchObject([{ companyId: company.id, why: 'NMLS ID' }])
  expect(await found('brightw')).toMatchObject([{ companyId: company.id, why: 'Name begins with this' }])
  expect(await found('Home Loans')).toMatchObject([{ companyId: company.id, why: 'Name' }])
  expect(await found('Brihgtwater Home')).toMatchObject([{ companyId: company.id, why: 'Similar name' }])
  expect(await found('Loans Brightwater'), 'words in another order').toMatchObject([{ companyId: company.id, why: 'Name' }])
  expect(await found('Brihgtwater'), 'one word with letters changed round').toMatchObject([{ companyId: company.id, why: 'Similar name' }])
  expect(await found('Nothing like it')).toEqual([])
})

test('a branch is found by its NMLS ID, a person by NMLS ID or name, each with its company', async ({ world }) => {
  const actor = await world.agencyUser(await world.agency(), 'viewer')
  const company = await world.company()
  await world.rows(`insert into company_branch (id, company_id, nmls_id, name, city, state) values ($1, $2, '7654321', 'Lima branch', 'Lima', 'OH')`, [newId(), company.id])
  await world.rows(`insert into company_individual (id, company_id, nmls_id, name, name_key) values ($1, $2, '8765432', 'Grant Yoder', $3)`, [newId(), company.id, nameKey('Grant Yoder')])
  const found = async (words: string) => (await findSubjects(world.deps, actor, { words, limit: 10 })).items
  expect(await found('7654321')).toMatchObject([{ kind: 'branch', name: 'Lima branch', companyName: company.name }])
  expect(await found('8765432')).toMatchObject([{ kind: 'individual', name: 'Grant Yoder', companyName: company.name }])
  expect(await found('grant yo')).toMatchObject([{ kind: 'individual', name: 'Grant Yoder' }])
})

test('a company may not look for other companies', async ({ world }) => {
  const company = await world.company()
  const user = await world.companyUser(company, 'manage')
  await expect(findSubjects(world.deps, user, { words: 'a', limit: 5 })).rejects.toMatchObject({ code: 'forbidden' })
  await expect(readCompany(world.deps, user, (await world.company()).id)).rejects.toMatchObject({ code: 'forbidden' })
})
