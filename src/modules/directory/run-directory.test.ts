import fc from 'fast-check'
import { nameKey } from '#src/kernel/text.ts'
import { newId } from '#src/platform/new-id.ts'
import { forgetDirectory, csvSource, imported, jsonSource, type SampleCompany } from '#test/world/directory.ts'
import { expect, test, type World } from '#test/world/test-world.ts'
import { startRun } from './commands/start-run.ts'
import { directoryJob } from './jobs.ts'
import { listRuns, readRun } from './queries/list-runs.ts'

const brightwater: SampleCompany = {
  nmlsId: '1904412',
  name: 'Brightwater Home Loans, LLC',
  phone: '(614) 555-0122',
  address: { street: '410 Canal Street', city: 'Columbus', state: 'OH', zip: '43215' },
  licences: [{ state: 'OH', number: 'MB.803291', kind: 'Certificate', status: 'Approved' }],
  contacts: { contactPerson: { name: 'Noor Haddad', email: 'compliance@brightwater.example' } },
  branches: [{ nmlsId: '1904431', name: 'Lima' }],
  individuals: [{ nmlsId: '2204418', name: 'Grant Yoder' }],
}
const only = { added: 0, changed: 0, unchanged: 0, rejected: 0, missing: 0 }
const change = (company: SampleCompany, over: Partial<SampleCompany>): SampleCompany => ({ ...company, ...over })
const idOf = async (world: World, nmlsId: string) => (await world.rows<{ id: string }>('select id from company where nmls_id = $1', [nmlsId]))[0]?.id ?? ''

test('a company arrives with its licences, contacts, branches and individuals, and a second time nothing happens', async ({ world }) => {
  await forgetDirectory(world)
  const first = await imported(world, [brightwater])
  expect(first.counts).toEqual({ ...only, read: 5, added: 1 })
  expect(first.changes).toEqual([{ kind: 'added', what: 'Added: Brightwater Home Loans, LLC (NMLS ID 1904412), Columbus, OH' }])
  const id = await idOf(world, '1904412')
  expect(await world.rows('select name, name_key, standing, source, licence_states from company where id = $1', [id])).toEqual([
    { name: brightwater.name, name_key: 'brightwater home loans', standing: 'confirmed', source: 'directory', licence_states: ['OH'] },
  ])
  expect(await world.rows('select kind, name, email from nmls_contact where company_id = $1', [id])).toEqual([{ kind: 'contact_person', name: 'Noor Haddad', email: 'compliance@brightwater.example' }])
  expect(await world.rows('select nmls_id from company_branch where company_id = $1', [id])).toEqual([{ nmls_id: '1904431' }])
  expect(await world.rows('select name_key from company_individual where company_id = $1', [id])).toEqual([{ name_key: 'grant yoder' }])
  const touched = await world.rows('select xmin::text from company where id = $1', [id])
  const second = await imported(world, [brightwater])
  expect(second).toMatchObject({ counts: { ...only, read: 5, unchanged: 1 }, changes: [] })
  expect(await world.rows('select xmin::text from company where id = $1', [id]), 'the row was not even written').toEqual(touched)
  expect(await world.rows('select count(*)::int as n from directory_row')).toEqual([{ n: 0 }])
})

test('the report says what changed: a company’s facts with their values, of people only which field', async ({ world }) => {
  await forgetDirectory(world)
  await imported(world, [brightwater])
  const { changes, counts } = await imported(world, [
    change(brightwater, {
      phone: '(614) 555-0999',
      licences: [{ state: 'OH', number: 'MB.803291', kind: 'Certificate', status: 'Surrendered' }, { state: 'IN', number: '41877' }],
      contacts: { contactPerson: { name: 'Noor Haddad', email: 'other@brightwater.example' }, complaintsContact: { name: 'Ellen Brandt' } },
      branches: [],
      individuals: [{ nmlsId: '2204418', name: 'Grant Yoder-Lane' }],
    }),
  ])
  expect(counts).toMatchObject({ changed: 1, added: 0, unchanged: 0 })
  expect(changes).toEqual([
    {
      kind: 'changed',
      what: 'Phone: “(614) 555-0122” → “(614) 555-0999”; License added: 41877 (IN); License changed: MB.803291 (OH) (status); NMLS Contact Person: email changed; NMLS Complaints Contact added; Branch no longer listed: 1904431; Individual changed: 2204418 (name)',
    },
  ])
  expect(JSON.stringify(changes)).not.toMatch(/other@|Yoder|Brandt/)
})

test('what the file no longer names is marked once and kept; when it comes back, the mark goes', async ({ world }) => {
  await forgetDirectory(world)
  const other: SampleCompany = { nmlsId: '9100107', name: 'Cedar Hollow Lending' }
  await imported(world, [brightwater, other])
  const id = await idOf(world, '9100107')
  const gone = await imported(world, [brightwater])
  expect(gone).toMatchObject({ counts: { ...only, unchanged: 1, missing: 1 }, changes: [{ kind: 'missing', what: 'No longer in the directory: Cedar Hollow Lending (NMLS ID 9100107)' }] })
  expect((await imported(world, [brightwater])).counts.missing).toBe(0)
  expect(await world.rows('select directory_missing_since is not null as missing from company where id = $1', [id])).toEqual([{ missing: true }])
  const back = await imported(world, [other, brightwater])
  expect(back.changes).toEqual([{ kind: 'changed', what: 'In the directory again' }])
  expect(await world.rows('select directory_missing_since from company where id = $1', [id])).toEqual([{ directory_missing_since: null }])
})

test.for(['1000001', '3000001'])('a branch and a person who moved follow to company %s; what was said of them under the old one stays', async (to, { world }) => {
  await forgetDirectory(world)
  const a: SampleCompany = { nmlsId: '2000001', name: 'Old Home', branches: [{ nmlsId: '5550001', name: 'Lima' }], individuals: [{ nmlsId: '5550002', name: 'Grant Yoder' }] }
  const b: SampleCompany = { nmlsId: to, name: 'New Home' }
  await imported(world, [a, b])
  const before = await world.rows<{ id: string }>(`select id from company_branch where nmls_id = '5550001' and delisted_at is null`)
  const moved = await imported(world, [change(a, { branches: [], individuals: [] }), change(b, { branches: a.branches ?? [], individuals: a.individuals ?? [] })])
  expect(moved.counts).toMatchObject({ changed: 2, unchanged: 0 })
  expect(moved.changes.map(({ what }) => what).toSorted()).toEqual(['Branch added: 5550001; Individual added: 5550002', 'Branch no longer listed: 5550001; Individual no longer listed: 5550002'])
  const now = await world.rows<{ id: string; nmls_id: string }>(`select b.id, c.nmls_id from company_branch b join company c on c.id = b.company_id where b.nmls_id = '5550001' and b.delisted_at is null`)
  expect(now).toMatchObject([{ nmls_id: to }])
  expect(await world.rows('select delisted_at is not null as delisted from company_branch where id = $1', [before[0]?.id])).toEqual([{ delisted: true }])
})

test('bad rows are named with line, field and sentence, and the rest goes on', async ({ world }) => {
  await forgetDirectory(world)
  const rows = [
    'record,nmls_id,own_nmls_id,name,kind,state,number',
    'company,7000001,,Good Company,,OH,',
    'company,7000002,,,,OH,',
    'licence,7000001,,,,Ohio,12',
    'licence,7000001,,,,OH,MB.1',
    'branch,7000001,,Nowhere,,OH,',
    'individual,7000009,7000010,Nobody’s Person,,OH,',
    'company,seven,,Bad Number,,OH,',
    'wombat,7000001,,,,,',
  ]
  const { counts, changes } = await imported(world, csvSource(rows.join('\n')))
  expect(counts).toMatchObject({ read: 8, added: 1, rejected: 6 })
  const sentences = changes.filter(({ kind }) => kind === 'rejected').map(({ what }) => what)
  expect(sentences).toEqual([
    "Line 8: The company's NMLS ID must be a number of at most 12 digits.",
    'Line 4: state must be a state’s two letters, such as OH.',
    "Line 6: The branch's own NMLS ID is missing.",
    'Line 9: record must be one of: company, branch, individual, contact, licence.',
    'Line 3: name is missing.',
    'Line 7: No company with the NMLS ID 7000009 was taken from this file, so this row belongs to none.',
  ])
  expect(await world.rows(`select number, number_key from company_licence where company_id = $1`, [await idOf(world, '7000001')])).toEqual([{ number: 'MB.1', number_key: 'MB1' }])
})

test('of two companies that claim one branch, and of two rows that contradict each other, always the same is taken', async ({ world }) => {
  await forgetDirectory(world)
  const claim = (nmlsId: string): SampleCompany => ({ nmlsId, name: `Claimant ${nmlsId}`, branches: [{ nmlsId: '6660001', name: 'Contested' }] })
  const { changes } = await imported(world, [claim('600002'), claim('600001')])
  expect(changes.filter(({ kind }) => kind === 'rejected')).toEqual([{ kind: 'rejected', what: 'Line 1: Branch 6660001 is listed under the companies 600001 and 600002; it was taken for 600001.' }])
  const again = await imported(world, [claim('600001'), claim('600002')])
  expect(again.counts).toMatchObject({ unchanged: 2, changed: 0, rejected: 1 })
  const twice = await imported(world, [claim('600001'), claim('600002'), { nmlsId: '600001', name: 'A Claimant with another name' }])
  expect(twice.counts).toMatchObject({ rejected: 2, changed: 1 })
})

test('a company that an import of complaints named is confirmed when name and state leave no doubt, else reported', async ({ world }) => {
  await forgetDirectory(world)
  const named = async (name: string, state: string | null) => {
    const id = newId()
    await world.rows(`insert into company (id, name, name_key, state, standing) values ($1, $2, $3, $4, 'to_be_confirmed')`, [id, name, nameKey(name), state])
    return id
  }
  const sure = await named('Certain Lending', null)
  await named('Doubtful Lending', 'TX')
  await named('Twofold Lending', null)
  const { changes, counts } = await imported(world, [
    { nmlsId: '810001', name: 'CERTAIN LENDING, L.L.C.', address: { state: 'OH' } },
    { nmlsId: '810002', name: 'Doubtful Lending', address: { state: 'OH' } },
    { nmlsId: '810003', name: 'Twofold Lending', address: { state: 'OH' } },
    { nmlsId: '810004', name: 'Twofold Lending Inc', address: { state: 'KY' } },
  ])
  expect(counts).toMatchObject({ added: 3, changed: 1 })
  expect(await world.rows('select id, standing, source, name from company where nmls_id = $1', ['810001'])).toEqual([{ id: sure, standing: 'confirmed', source: 'directory', name: 'CERTAIN LENDING, L.L.C.' }])
  expect(changes[0]?.what).toMatch(/^Confirmed: SES-\d{6}, named by an import of complaints, has the NMLS ID 810001; Name: “Certain Lending” → “CERTAIN LENDING, L\.L\.C\.”/)
  for (const { what } of changes.slice(1)) expect(what).toMatch(/SES-\d{6} has the same name and no NMLS ID, and could not be told for certain to be the same$/)
  expect((await world.rows(`select id from company where standing = 'to_be_confirmed' and name in ('Doubtful Lending', 'Twofold Lending')`)).length).toBe(2)
})

test('a file that breaks off, or holds nothing, changes nothing and says so in its run', async ({ world }) => {
  await forgetDirectory(world)
  await imported(world, [brightwater])
  for (const [text, words] of [[JSON.stringify([change(brightwater, { phone: null }), brightwater]).slice(0, -30), 'cut off'], ['[]', 'holds no company'], ['', 'empty'], ['<html>', 'cannot be read']] as const) {
    await expect(imported(world, jsonSource(text))).rejects.toThrow(words)
    expect(await world.rows('select state, problem from directory_run order by id desc limit 1')).toMatchObject([{ state: 'failed', problem: expect.stringContaining('Nothing was changed.') as string }])
  }
  expect(await world.rows('select phone, directory_missing_since from company where nmls_id = $1', ['1904412'])).toEqual([{ phone: '(614) 555-0122', directory_missing_since: null }])
})

const word = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }).filter((text) => text.trim() !== '')
const anyCompany = (nmlsId: number): fc.Arbitrary<SampleCompany> =>
  fc.record({
    nmlsId: fc.constant(String(nmlsId)),
    name: word.map((text) => `Firm ${String(nmlsId)} ${text}`),
    phone: fc.option(word),
    businessTypes: fc.array(fc.constantFrom('Debt', 'Trust', 'Auction'), { maxLength: 4 }),
    licences: fc.array(fc.record({ state: fc.constantFrom('OH', 'TX'), number: fc.integer({ min: 1, max: 9 }).map(String), status: fc.constantFrom('Approved', 'Pending') }), { maxLength: 4 }),
    contacts: fc.record({ contactPerson: fc.record({ name: word }) }, { requiredKeys: [] }),
    branches: fc.array(fc.record({ nmlsId: fc.integer({ min: 1, max: 5 }).map((n) => `77${String(n)}`), name: word }), { maxLength: 3 }),
    individuals: fc.array(fc.record({ nmlsId: fc.integer({ min: 1, max: 5 }).map((n) => `88${String(n)}`), name: word }), { maxLength: 3 }),
  })

test('whatever a file holds, importing it again changes nothing, in whatever order, and one changed field is reported once', { timeout: 120_000 }, async ({ world }) => {
  const list = fc.integer({ min: 1, max: 6 }).chain((count) => fc.tuple(...Array.from({ length: count }, (_, index) => anyCompany(500 + index))))
  await fc.assert(
    fc.asyncProperty(list, fc.integer({ min: 1, max: 999 }), async (companies, seed) => {
      await forgetDirectory(world)
      const first = await imported(world, companies)
      expect(first.counts.added).toBe(companies.length)
      const shuffled = companies.toSorted((a, b) => ((Number(a.nmlsId) * seed) % 7) - ((Number(b.nmlsId) * seed) % 7))
      const again = await imported(world, shuffled.map((company) => ({ ...company, licences: company.licences?.toReversed() ?? [], branches: company.branches?.toReversed() ?? [] })))
      expect(again.counts).toMatchObject({ added: 0, changed: 0, missing: 0, unchanged: companies.length, rejected: first.counts.rejected })
      const chosen = companies[seed % companies.length]
      if (chosen === undefined) return
      const other = await imported(world, companies.map((company) => (company === chosen ? change(company, { address: { city: `Town ${String(seed)}` } }) : company)))
      expect(other.counts).toMatchObject({ changed: 1, unchanged: companies.length - 1 })
      expect(other.changes.filter(({ kind }) => kind === 'changed')).toEqual([{ kind: 'changed', what: `City: none → “Town ${String(seed)}”` }])
    }),
    { numRuns: 25 },
  )
})

test('a platform administrator begins a run, which a job does; others may not, and two never run at once', async ({ world }) => {
  await forgetDirectory(world)
  const [person] = await world.rows<{ id: string }>(`insert into person (id, kind, name) values ($1, 'platform', 'Platform Person') returning id`, [newId()])
  const platform = { kind: 'platform' as const, userId: person?.id ?? '', timeZone: 'UTC' }
  const agencyUser = await world.agencyUser(await world.agency(), 'supervisor', ['account_administrator'])
  await expect(startRun(world.deps, agencyUser, 'https://nmls.example/directory')).rejects.toMatchObject({ code: 'forbidden' })
  await expect(listRuns(world.deps, agencyUser, { limit: 5 })).rejects.toMatchObject({ code: 'forbidden' })
  await expect(startRun(world.deps, platform, null)).rejects.toMatchObject({ code: 'conflict' })
  const run = await startRun(world.deps, platform, 'https://nmls.example/directory')
  expect(run).toMatchObject({ state: 'waiting', begunBy: { name: 'Platform Person' } })
  await expect(startRun(world.deps, platform, 'https://nmls.example/directory')).rejects.toMatchObject({ code: 'conflict' })
  const settings = { url: new URL('../../../training/data/directory-sample.json', import.meta.url).href, everyHours: 24 }
  const attempt = { attempt: 1, lastAttempt: false, signal: new AbortController().signal }
  await directoryJob(world.deps, settings)({ runId: run.id }, attempt)
  const report = await readRun(world.deps, platform, run.id, { limit: 3 })
  expect(report.run).toMatchObject({ id: run.id, state: 'finished', added: 8, rejected: 0, begunBy: { name: 'Platform Person' }, source: 'directory-sample.json' })
  expect(report.changes.items).toHaveLength(3)
  const rest = await readRun(world.deps, platform, run.id, { limit: 200, cursor: report.changes.next ?? '' })
  expect(rest.changes).toMatchObject({ next: null, items: { length: 5 } })
  expect((await readRun(world.deps, platform, run.id, { kind: 'rejected', limit: 5 })).changes.items).toEqual([])

  const count = async () => (await listRuns(world.deps, platform, { limit: 200 })).items.length
  const before = await count()
  await directoryJob(world.deps, settings)({ runId: newId() }, attempt)
  expect(await count(), 'the schedule waits its hours').toBe(before)
  world.clock.advance(25 * 3_600_000)
  await directoryJob(world.deps, settings)({ runId: newId() }, attempt)
  await directoryJob(world.deps, { ...settings, url: null })({ runId: newId() }, attempt)
  const { items } = await listRuns(world.deps, platform, { limit: 200 })
  expect(items.length).toBe(before + 1)
  expect(items[0]).toMatchObject({ state: 'finished', begunBy: null, unchanged: 8 })
})

test('CSV and JSON of the sample say the same', async ({ world }) => {
  await forgetDirectory(world)
  const file = (name: string) => ({ url: new URL(`../../../training/data/${name}`, import.meta.url).href, everyHours: 1 })
  const attempt = { attempt: 1, lastAttempt: false, signal: new AbortController().signal }
  const [first, second] = [newId(), newId()]
  world.clock.advance(10 * 86_400_000)
  await directoryJob(world.deps, file('directory-sample.json'))({ runId: first }, attempt)
  world.clock.advance(86_400_000)
  await directoryJob(world.deps, file('directory-sample.csv'))({ runId: second }, attempt)
  expect(await world.rows('select state, added, changed, unchanged, rejected from directory_run where id = any ($1) order by started_at', [[first, second]])).toEqual([
    { state: 'finished', added: 8, changed: 0, unchanged: 0, rejected: 0 },
    { state: 'finished', added: 0, changed: 0, unchanged: 8, rejected: 0 },
  ])
})
