import fc from 'fast-check'
import { newId } from '#src/platform/new-id.ts'
import { displayId } from '#src/kernel/ids.ts'
import { nameKey } from '#src/kernel/text.ts'
import { openSite } from '#test/world/site.ts'
import { expect, test, type World } from '#test/world/test-world.ts'
import { SearchCompanies } from '../contract.ts'
import { listListed } from './list-listed.ts'
import { readCompany } from './read-company.ts'
import { searchCompanies } from './search-companies.ts'

async function licensed(world: World, name: string, state: string, number: string) {
  const company = await world.company({ name })
  await world.rows(`insert into company_licence (id, company_id, state, number, number_key) values ($1, $2, $3, $4, $5)`, [newId(), company.id, state, number, number.toUpperCase().replace(/[^A-Z0-9]/g, '')])
  return company
}

async function searching(world: World) {
  const actor = await world.agencyUser(await world.agency(), 'viewer')
  return async (input: object) => (await searchCompanies(world.deps, actor, SearchCompanies.parse(input))).items
}

test('one box finds by SES ID, NMLS ID, license number however it is written, and name in spite of typos, and says why', async ({ world }) => {
  const company = await licensed(world, 'Quillstone Harbor Lending, LLC', 'OH', 'MB.803291')
  await world.rows(`insert into company_branch (id, company_id, nmls_id, name) values ($1, $2, '7654321', 'Lima branch')`, [newId(), company.id])
  await world.rows(`insert into company_individual (id, company_id, nmls_id, name, name_key) values ($1, $2, '8765432', 'Odessa Quarrel', $3)`, [newId(), company.id, nameKey('Odessa Quarrel')])
  const found = await searching(world)
  const [row] = await world.rows<{ nmls_id: string }>('select nmls_id from company where id = $1', [company.id])
  const why = async (words: string) => (await found({ words })).map((item) => [item.name, item.why])
  const is = (reason: string) => [['Quillstone Harbor Lending, LLC', reason]]
  expect(await why(displayId('company', company.number))).toEqual(is('SES ID'))
  expect(await why(`ses ${String(company.number)}`)).toEqual(is('SES ID'))
  expect(await why(row?.nmls_id ?? '')).toEqual(is('NMLS ID'))
  expect(await why('7654321')).toEqual(is('NMLS ID of branch Lima branch'))
  expect(await why('8765432')).toEqual(is('NMLS ID of Odessa Quarrel'))
  expect(await why('odessa qua')).toEqual(is('Individual Odessa Quarrel'))
  for (const number of ['MB.803291', 'mb 803291', 'MB-803291', 'mb803291']) expect(await why(number)).toEqual(is('License MB.803291 (OH)'))
  expect(await why('quillst')).toEqual(is('Name begins with this'))
  expect(await why('Harbor Lending')).toEqual(is('Name'))
  expect(await why('Lending Quillstone')).toEqual(is('Name'))
  expect(await why('Quilstone Harbour')).toEqual(is('Similar name'))
  expect(await why('quillsotne')).toEqual(is('Similar name'))
  expect(await why('%')).toEqual([])
  expect(await why('Nothing like it whatever')).toEqual([])
})

test('fields narrow what is found: state of the place or of a licence, enrollment, kind, IDs', async ({ world }) => {
  const here = await licensed(world, 'Narrow Path Credit', 'KY', 'SM-1')
  const enrolled = await world.company({ name: 'Narrow Path Servicing', enrolled: false })
  const found = await searching(world)
  const names = async (input: object) => (await found(input)).map((item) => item.name)
  expect(await names({ words: 'narrow path' })).toEqual(['Narrow Path Credit', 'Narrow Path Servicing'])
  expect(await names({ words: 'narrow path', state: 'KY' })).toEqual(['Narrow Path Credit'])
  expect(await names({ state: 'KY' })).toEqual(['Narrow Path Credit'])
  expect(await names({ words: 'narrow path', state: 'OH' }), 'both sit in Ohio').toHaveLength(2)
  expect(await names({ name: 'narrow path', enrollment: 'not_enrolled' })).toEqual(['Narrow Path Servicing'])
  expect(await names({ name: 'narrow path', kind: 'depository' })).toEqual([])
  expect(await names({ licenceNumber: 'sm 1', name: 'narrow' })).toEqual(['Narrow Path Credit'])
  expect(await names({ sesId: displayId('company', here.number) })).toEqual(['Narrow Path Credit'])
  expect(await names({ sesId: 'nonsense' })).toEqual([])
  expect(await names({ sesId: displayId('company', enrolled.number), name: 'credit' })).toEqual([])
  await world.rows('delete from company_licence where company_id = $1', [here.id])
  expect(await names({ state: 'KY' }), 'a licence that is gone no longer counts').toEqual([])
})

test('pages follow each other without a gap or a repeat, with words and without', async ({ world }) => {
  const actor = await world.agencyUser(await world.agency(), 'manager')
  for (let n = 0; n < 23; n += 1) await world.company({ name: `Pagewise ${'abcdefg'[n % 7] ?? ''} Trust ${String(n)}` })
  for (const asked of [{ words: 'pagewise' }, { words: 'pagewize trust' }, { words: 'trust' }, {}]) {
    const whole = await searchCompanies(world.deps, actor, SearchCompanies.parse({ ...asked, limit: 200 }))
    expect(whole.items.length).toBeGreaterThanOrEqual(asked.words === 'pagewize trust' ? 1 : 23)
    const read: string[] = []
    let cursor: string | null | undefined
    do {
      const page: Awaited<ReturnType<typeof searchCompanies>> = await searchCompanies(world.deps, actor, SearchCompanies.parse({ ...asked, limit: 4, ...(cursor ? { cursor } : {}) }))
      read.push(...page.items.map((item) => item.id))
      cursor = page.next
    } while (cursor !== null)
    expect(read).toEqual(whole.items.map((item) => item.id))
  }
})

test('whatever is asked, with typos, numbers and filters, pages of any size read what one large page does, best first', async ({ world }) => {
  const actor = await world.agencyUser(await world.agency(), 'viewer')
  const words = ['quartzite', 'mortgage', 'home', 'lending', 'harbor', 'jo', 'bank']
  for (let n = 0; n < 60; n += 1) {
    const name = [words[n % 7], words[(n * 3 + 1) % 7], words[(n * 5 + 2) % 7]].slice(0, 1 + (n % 3)).join(' ')
    const company = await licensed(world, name, n % 2 === 0 ? 'NV' : 'UT', String(n % 5))
    if (n % 9 === 0) await world.rows(`insert into company_individual (id, company_id, nmls_id, name, name_key) values ($1, $2, $3, $4, $5)`, [newId(), company.id, String(6_100_000 + n), 'Home Jo', 'home jo'])
  }
  const typo = fc.tuple(fc.constantFrom(...words), fc.nat(8)).map(([word, at]) => word.slice(0, at) + word.slice(at + 1))
  const asked = fc.record({ words: fc.array(fc.oneof(fc.constantFrom(...words), typo, fc.constantFrom('3', 'h')), { minLength: 1, maxLength: 3 }).map((list) => list.join(' ')).filter((text) => text.trim() !== ''), state: fc.constantFrom('NV', 'UT', undefined), limit: fc.integer({ min: 1, max: 9 }) })
  await fc.assert(
    fc.asyncProperty(asked, async (input) => {
      const whole = (await searchCompanies(world.deps, actor, SearchCompanies.parse({ ...input, limit: 200 }))).items
      const read: string[] = []
      let cursor: string | null | undefined
      do {
        const page: Awaited<ReturnType<typeof searchCompanies>> = await searchCompanies(world.deps, actor, SearchCompanies.parse({ ...input, ...(cursor ? { cursor } : {}) }))
        read.push(...page.items.map((item) => item.id))
        cursor = page.next
      } while (cursor !== null)
      expect(read).toEqual(whole.map((item) => item.id))
      expect(new Set(read).size).toBe(read.length)
    }),
    { numRuns: 60 },
  )
})

test('companies, and agency users without a complaints role, may not search', async ({ world }) => {
  const site = await openSite(world)
  try {
    const company = await world.company()
    const companyUser = await world.companyUser(company, 'manage', ['account_administrator'])
    const administrator = await world.agencyUser(await world.agency(), null, ['account_administrator'])
    const viewer = await world.agencyUser(await world.agency(), 'viewer')
    const cookies = []
    for (const actor of [companyUser, administrator, viewer]) {
      world.clock.advance(60_000)
      cookies.push(await site.signIn(await site.credentials(actor)))
    }
    const [asCompany = {}, asAdministrator = {}, asViewer = {}] = cookies
    for (const headers of [asCompany, asAdministrator]) {
      expect((await site.post('/company-searches', { words: 'a' }, headers)).statusCode).toBe(403)
      expect((await site.post(`/companies/${company.id}/individual-searches`, {}, headers)).statusCode).toBe(403)
      expect((await site.get('/directory-runs', headers)).statusCode).toBe(403)
      expect((await site.post('/directory-runs', {}, headers)).statusCode).toBe(403)
    }
    expect((await site.post('/company-searches', { words: 'a', unknown: 1 }, asViewer)).statusCode).toBe(400)
    expect((await site.post('/company-searches', { words: 'secretive words' }, asViewer)).json()).toMatchObject({ items: [], next: null })
    expect((await site.get(`/companies/${newId()}`, asViewer)).statusCode).toBe(404)
    expect((await site.get(`/companies/${company.id}`, asViewer)).json()).toMatchObject({ id: company.id, can: [] })
    expect(site.lines.join('')).not.toContain('secretive')
  } finally {
    await site.close()
  }
})

test('the record says who to call, what waits, and what may be done about it', async ({ world }) => {
  const agency = await world.agency()
  const [manager, viewer] = [await world.agencyUser(agency, 'manager'), await world.agencyUser(agency, 'viewer')]
  const company = await world.company({ enrolled: false })
  const contact = await world.companyUser(company, 'manage', [], true)
  expect(await readCompany(world.deps, manager, company.id)).toMatchObject({ enrollment: 'not_enrolled', can: ['enroll'], complaintsContact: { id: contact.userId }, users: [{ complaintsRole: 'manage' }], source: 'directory' })
  expect((await readCompany(world.deps, viewer, company.id)).can).toEqual([])
  await world.rows(`update company set enrollment = 'invited' where id = $1`, [company.id])
  expect((await readCompany(world.deps, manager, company.id)).can).toEqual(['remind'])
  await world.rows(`update company set enrollment = 'complete' where id = $1`, [company.id])
  expect((await readCompany(world.deps, manager, company.id)).can).toEqual([])
})

test('branches and individuals are listed by name, in pages, and found by part of a name or NMLS ID', async ({ world }) => {
  const actor = await world.agencyUser(await world.agency(), 'viewer')
  const company = await world.company()
  for (const [n, name] of ['Lima', 'Akron', 'Toledo East', 'Toledo West', 'Dayton'].entries()) {
    await world.rows(`insert into company_branch (id, company_id, nmls_id, name, delisted_at) values ($1, $2, $3, $4, $5)`, [newId(), company.id, `3330${String(n)}`, name, name === 'Dayton' ? world.clock.now() : null])
    await world.rows(`insert into company_individual (id, company_id, nmls_id, name, name_key) values ($1, $2, $3, $4, $5)`, [newId(), company.id, `4440${String(n)}`, `Zoë ${name}`, nameKey(`Zoë ${name}`)])
  }
  const first = await listListed(world.deps, actor, company.id, 'branch', { limit: 3 })
  expect(first.items.map((item) => item.name)).toEqual(['Akron', 'Dayton', 'Lima'])
  expect(first.items[1]?.delistedAt).not.toBeNull()
  const rest = await listListed(world.deps, actor, company.id, 'branch', { limit: 3, cursor: first.next ?? '' })
  expect(rest).toMatchObject({ items: [{ name: 'Toledo East' }, { name: 'Toledo West' }], next: null })
  expect((await listListed(world.deps, actor, company.id, 'individual', { words: 'zoe tol', limit: 9 })).items).toHaveLength(2)
  expect((await listListed(world.deps, actor, company.id, 'individual', { words: '44401', limit: 9 })).items).toMatchObject([{ name: 'Zoë Akron' }])
  await expect(listListed(world.deps, actor, newId(), 'branch', { limit: 9 })).rejects.toMatchObject({ code: 'not_found' })
})
