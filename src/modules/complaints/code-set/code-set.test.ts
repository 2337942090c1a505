import { Client } from 'pg'
import { expect, test } from '#test/world/test-world.ts'
import { CategoryIndex, type CategoryRow } from './category-index.ts'
import { loadCodeSet } from './load-code-set.ts'

async function load(adminUrl: string): Promise<void> {
  const client = new Client({ connectionString: adminUrl })
  await client.connect()
  await loadCodeSet(client)
  await client.end()
}
const all = "select id, level, parent_id, name, name_key, retired from category where code_set = 'cfpb' order by id"

test('loading the code set again changes nothing, so that a complaint’s category stays what it was', async ({ world }) => {
  await load(world.db.adminUrl)
  const before = await world.rows(all)
  await load(world.db.adminUrl)
  expect(await world.rows(all)).toEqual(before)
  expect(before.length).toBeGreaterThan(500)
})

test('labels of older forms stay, retired; those of the newest are offered', async ({ world }) => {
  await load(world.db.adminUrl)
  const products = await world.rows<{ name: string; retired: boolean }>("select name, retired from category where code_set = 'cfpb' and level = 'product'")
  const retired = new Map(products.map((product) => [product.name, product.retired]))
  expect(retired.get('Mortgage')).toBe(false)
  expect(retired.get('Credit reporting or other personal consumer reports')).toBe(false)
  expect(retired.get('Bank account or service')).toBe(true)
})

test('a retired label says in which version of the code set it stood, and until when', async ({ world }) => {
  await load(world.db.adminUrl)
  const stood = (level: string, name: string) => world.rows('select version, version_to from category where code_set = $1 and level = $2 and name = $3', ['cfpb', level, name])
  expect(await stood('product', 'Bank account or service')).toEqual([{ version: 'v1', version_to: '2017-04-23' }])
  expect(await stood('product', 'Mortgage')).toEqual([{ version: 'v3', version_to: null }])
})

test('a label is found whatever its case and punctuation, under its own product only', async ({ world }) => {
  await load(world.db.adminUrl)
  const index = new CategoryIndex(await world.rows<CategoryRow>(all))
  const labels = { product: 'MORTGAGE', subProduct: 'FHA mortgage', issue: 'loan servicing payments escrow account', subIssue: '' }
  const found = index.find(labels)
  expect(found.productId).not.toBeNull()
  expect(found.issueId).not.toBeNull()
  expect(index.find({ ...labels, product: 'Debt collection' }).issueId).toBeNull()
  expect(index.missing(labels)).toEqual([])
  expect(index.missing({ product: 'Mortgage', subProduct: 'Barter', issue: 'Unheard of', subIssue: 'Twice' })).toEqual([
    { level: 'sub_product', labels: ['Mortgage', 'Barter'], retired: true, version: null, versionTo: null },
    { level: 'issue', labels: ['Mortgage', 'Unheard of'], retired: true, version: null, versionTo: null },
    { level: 'sub_issue', labels: ['Mortgage', 'Unheard of', 'Twice'], retired: true, version: null, versionTo: null },
  ])
})
