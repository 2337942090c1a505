import exceljs from 'exceljs'
import { parse } from 'csv-parse/sync'
import { stringify } from 'csv-stringify/sync'
import type { AgencyActor } from '#src/access/actor.ts'
import { displayId } from '#src/kernel/ids.ts'
import { createEntity } from '../entities/commands/create-entity.ts'
import { mergeEntity, turnEntity } from '../entities/commands/move-entity.ts'
import { CreateEntity } from '../entities/contract.ts'
import { readEntity } from '../entities/queries/read-entity.ts'
import { importJobs } from './jobs.ts'
import { ImportDetail, ImportPreview } from './contract.ts'
import { openSite, type Site } from '#test/world/site.ts'
import { describe, expect, test, type World } from '#test/world/test-world.ts'

const header = ['Received', 'Company name', 'Type', 'Product', 'Issue', 'First name', 'Last name', 'E-mail', 'Amount', 'Details', 'Handled by']
const line = (changes: Record<string, string> = {}) => {
  const row: Record<string, string> = { Received: '11/20/2026', 'Company name': 'Lakeview Lending', Type: 'Phone', Product: 'Mortgage', Issue: 'Closing on a mortgage', 'First name': 'Ada', 'Last name': 'Moss', 'E-mail': 'ada@people.example', Amount: '$1,412.60', Details: 'They charged me twice.', 'Handled by': 'Sam', ...changes }
  return header.map((name) => row[name] ?? '')
}
const csv = (...rows: string[][]) => stringify([header, ...rows])

async function open(world: World, role: 'supervisor' | 'manager' | 'viewer' = 'manager') {
  const site = await openSite(world)
  const agency = await world.agency()
  const actor = await world.agencyUser(agency, role)
  return { site, agency, actor, headers: await site.signIn(await site.credentials(actor)) }
}
const give = (site: Site, headers: Record<string, string>, content: string | Buffer, name = 'complaints.csv') =>
  site.app.inject({ method: 'POST', url: '/api/v1/imports', payload: content, headers: { ...headers, 'content-type': 'application/octet-stream', 'x-file-name': encodeURIComponent(name) }, remoteAddress: site.remoteAddress })
const call = (site: Site, headers: Record<string, string>, method: 'GET' | 'PUT' | 'POST' | 'DELETE', path: string, payload?: object) =>
  site.app.inject({ method, url: `/api/v1/imports${path}`, headers, remoteAddress: site.remoteAddress, ...(payload && { payload }) })
const attempt = { attempt: 1, lastAttempt: false, signal: new AbortController().signal }
const work = (site: Site, id: string) => importJobs(site.parts.deps)['run-import']({ runId: id }, attempt)
const detail = (response: { body: string; statusCode: number }) => {
  if (response.statusCode >= 300) throw new Error(response.body)
  return ImportDetail.parse(JSON.parse(response.body))
}
const complaints = (world: World, actor: AgencyActor) =>
  world.rows(
    `select c.subject_name, c.received_on, c.cfpb_id, d.received_via, d.transaction_amount, d.narrative, p.first_name, p.last_name, p.name_key, p.email
     from complaint c join complaint_detail d on d.complaint_id = c.id join complainant p on p.complaint_id = c.id where c.agency_id = $1 order by c.number`,
    [actor.agencyId],
  )

test('an agency’s own spreadsheet is given, its columns guessed, previewed, imported; rejected rows are mended and given again', async ({ world }) => {
  const { site, actor, headers } = await open(world)
  const given = await give(site, headers, csv(line(), line({ Received: '31/12/2026' }), line({ Received: '13/40/2026', Details: '=1+1' }), line({ 'Company name': '' })))
  expect(given.statusCode).toBe(201)
  const run = detail(given)
  expect(run).toMatchObject({ state: 'uploaded', fileName: 'complaints.csv', format: 'csv', can: ['map', 'start', 'discard'] })
  expect(run.file?.mapping.columns).toEqual(['receivedOn', 'company', null, 'product', 'issue', 'firstName', 'lastName', 'email', 'amount', 'narrative', null])
  expect(run.file?.columns[0]).toEqual({ name: 'Received', samples: ['11/20/2026', '31/12/2026', '13/40/2026'] })

  const columns = run.file?.mapping.columns.with(2, 'receivedVia') ?? []
  const mapped = await call(site, headers, 'PUT', `/${run.id}/mapping`, { version: run.version, sheet: null, mapping: { columns, dates: { receivedOn: 'mdy' } }, keep: true })
  expect(mapped.statusCode).toBe(200)
  const preview = ImportPreview.parse((await call(site, headers, 'GET', `/${run.id}/preview`)).json())
  expect(preview).toMatchObject({ rows: 4, imported: 1, known: 0, rejected: 3, isWhole: true, newCompanies: { count: 1, names: ['Lakeview Lending'] }, unknownCategories: { count: 2 } })
  expect(preview.reasons).toEqual([
    { reason: 'Received is not a date such as 2026-11-23.', count: 2, rows: [3, 4], example: '31/12/2026' },
    { reason: 'There is no Company name.', count: 1, rows: [5], example: null },
  ])
  expect(preview.complaints).toEqual([{ row: 2, company: 'Lakeview Lending', isNewCompany: true, receivedOn: '2026-11-20', receivedVia: 'phone', product: 'Mortgage', issue: 'Closing on a mortgage', complainant: 'Ada Moss', narrative: 'They charged me twice.', cfpbId: null }])
  expect(await complaints(world, actor), 'a preview stores nothing').toEqual([])

  const begun = await call(site, headers, 'POST', `/${run.id}/starts`, { version: detail(mapped).version })
  expect(detail(begun)).toMatchObject({ state: 'waiting', can: ['cancel'] })
  await work(site, run.id)
  await work(site, run.id)
  expect(await complaints(world, actor)).toEqual([
    { subject_name: 'Lakeview Lending', received_on: '2026-11-20', cfpb_id: null, received_via: 'phone', transaction_amount: '1412.60', narrative: 'They charged me twice.', first_name: 'Ada', last_name: 'Moss', name_key: 'ada moss', email: 'ada@people.example' },
  ])
  const finished = detail(await call(site, headers, 'GET', `/${run.id}`))
  expect(finished).toMatchObject({ state: 'finished', rowsRead: 4, rowsImported: 1, rowsKnown: 0, rowsRejected: 3, companiesAdded: 1, share: 1, can: ['download-rejected'], file: null })
  expect(await site.parts.deps.files.keys()[Symbol.asyncIterator]().next(), 'the file is forgotten').toMatchObject({ done: true })

  const download = await call(site, headers, 'GET', `/${run.id}/rejected-rows`)
  expect(download.headers['content-disposition']).toContain('complaints.rejected.csv')
  const rejected: string[][] = parse(download.body, { bom: true })
  expect(rejected.map((cells) => cells.slice(0, 3))).toEqual([
    ['Reason', 'Row', 'Received'],
    ['Received is not a date such as 2026-11-23.', '3', '31/12/2026'],
    ['Received is not a date such as 2026-11-23.', '4', '13/40/2026'],
    ['There is no Company name.', '5', '11/20/2026'],
  ])
  const mended = detail(await give(site, headers, download.body.replace('13/40/2026', '11/03/2026'), 'complaints.rejected.csv'))
  expect(mended.file?.mapping, 'columns and dates are as in the run that rejected the rows').toEqual({ columns: [null, null, ...columns], dates: detail(mapped).file?.mapping.dates })
  expect(mended.file).toMatchObject({ isMended: true, ambiguousDates: [] })
  await call(site, headers, 'POST', `/${mended.id}/starts`, { version: mended.version })
  await work(site, mended.id)
  expect((await complaints(world, actor)).map((complaint) => complaint['narrative'])).toEqual(['They charged me twice.', '=1+1'])

  const again = detail(await give(site, headers, csv(line())))
  expect(again.file, 'the mapping is kept').toMatchObject({ isKept: true, mapping: { columns } })
  const audit = await world.rows<{ action: string; details: unknown }>('select action, details from audit_entry where agency_id = $1 and complaint_id is null order by at, id', [actor.agencyId])
  expect(audit.map((entry) => entry.action)).toEqual(expect.arrayContaining(['import.file_given', 'import.started', 'import.finished', 'import.rejected_downloaded']))
  expect(JSON.stringify(audit)).not.toMatch(/complaints\.csv|Ada|Lakeview/)
  const [told] = await world.rows<{ payload: { event: string; userId: string; runId: string } }>(`select payload from graphile_worker._private_jobs where payload->>'event' = 'import_finished' and payload->>'runId' = $1`, [run.id])
  expect(told?.payload).toMatchObject({ userId: actor.userId, runId: run.id })
  await site.close()
})

test('mended rows keep the date order that was chosen for the run they came from', async ({ world }) => {
  const { site, headers } = await open(world, 'manager')
  // Every date could be either; the person says day first.
  const run = detail(await give(site, headers, csv(line({ Received: '03/04/2026' }), line({ Received: '05/06/2026', 'Company name': '' }))))
  expect(run.file?.ambiguousDates).toEqual(['receivedOn'])
  const mapping = { columns: run.file?.mapping.columns ?? [], dates: { ...run.file?.mapping.dates, receivedOn: 'dmy' } }
  const mapped = detail(await call(site, headers, 'PUT', `/${run.id}/mapping`, { version: run.version, sheet: null, mapping, keep: false }))
  await call(site, headers, 'POST', `/${run.id}/starts`, { version: mapped.version })
  await work(site, run.id)
  const rejected = (await call(site, headers, 'GET', `/${run.id}/rejected-rows`)).body
  const mended = detail(await give(site, headers, rejected, 'complaints.rejected.csv'))
  expect(mended.file).toMatchObject({ isMended: true, isKept: false, ambiguousDates: [], mapping: { columns: [null, null, ...mapping.columns], dates: { receivedOn: 'dmy' } } })
  await site.close()
})

test('a row whose e-mail address is none is rejected with its reason; the form would not take it either', async ({ world }) => {
  const { site, headers } = await open(world, 'manager')
  const run = detail(await give(site, headers, csv(line(), line({ 'E-mail': 'ada at people' }), line({ 'E-mail': '' }))))
  const preview = ImportPreview.parse((await call(site, headers, 'GET', `/${run.id}/preview`)).json())
  expect(preview).toMatchObject({ imported: 2, rejected: 1, reasons: [{ reason: 'E-mail is not an e-mail address such as name@mail.example.', rows: [3] }] })
  await site.close()
})

test('a CSV that is no UTF-8 is read as Windows-1252, and says so', async ({ world }) => {
  const { site, headers } = await open(world, 'supervisor')
  const windows = (text: string) => Buffer.from(text.replaceAll('é', '\u00e9').replaceAll('–', '\u0096'), 'latin1')
  const run = detail(await give(site, headers, windows(csv(line({ 'Company name': 'Crédit – Lakeview' })))))
  expect(run.file).toMatchObject({ encoding: 'windows-1252' })
  expect(run.file?.columns.flatMap(({ samples }) => samples)).toContain('Crédit – Lakeview')
  expect(detail(await give(site, headers, csv(line({ 'Company name': 'Crédit – Lakeview' })))).file).toMatchObject({ encoding: 'utf-8' })
  await site.close()
})

describe('what is refused, in a sentence', () => {
  test('a file that is none, a wrong mapping, an old version', async ({ world }) => {
    const { site, actor, headers } = await open(world, 'supervisor')
    for (const [content, sentence] of [
      ['', /empty/],
      ['%PDF-1.7\n', /This is a PDF file/],
      [Buffer.from('504b0304140006000800', 'hex'), /cannot be opened/],
      ['one column\nvalue\n', /one column only/],
      [stringify([header]), /no rows/],
    ] as const) {
      const response = await give(site, headers, content)
      expect(response.statusCode).toBe(422)
      expect(response.json<{ detail: string }>().detail).toMatch(sentence)
    }
    expect(await world.rows('select 1 from import_run where agency_id = $1', [actor.agencyId])).toEqual([])

    const run = detail(await give(site, headers, csv(line({ Received: '03/04/2026' }))))
    expect(run.file?.ambiguousDates).toEqual(['receivedOn'])
    const early = await call(site, headers, 'POST', `/${run.id}/starts`, { version: run.version })
    expect(early.json<{ detail: string }>().detail).toMatch(/month first or day first/)
    const mapping = (columns: (string | null)[], dates = {}) => call(site, headers, 'PUT', `/${run.id}/mapping`, { version: run.version, sheet: null, mapping: { columns, dates }, keep: false })
    const columns = run.file?.mapping.columns ?? []
    expect((await mapping(columns.with(2, 'company'), { receivedOn: 'mdy' })).json<{ fields: unknown }>().fields).toEqual({ 'mapping.columns.2': 'Company is chosen for “Company name” already. Choose each field once.' })
    expect((await mapping(columns.with(0, null))).json<{ fields: unknown }>().fields).toEqual({ 'mapping.columns': 'Choose the column with the date received.' })
    expect((await mapping(columns, { receivedOn: 'dmy' })).statusCode).toBe(200)
    const stale = await mapping(columns, { receivedOn: 'mdy' })
    expect([stale.statusCode, stale.json<{ type: string }>().type]).toEqual([409, '/problems/stale_version'])
    for (const path of ['starts', 'checks']) {
      const late = await call(site, headers, 'POST', `/${run.id}/${path}`, { version: run.version })
      expect([late.statusCode, late.json<{ type: string }>().type], path).toEqual([409, '/problems/stale_version'])
    }
    expect(await complaints(world, actor), 'nothing was begun').toEqual([])
    await site.close()
  })
})

test('a row may be about a Non-NMLS entity, by its ID; one that was merged or became a company leads on', async ({ world }) => {
  const { site, actor, headers } = await open(world)
  const entity = async (name: string) => createEntity(world.deps, actor, CreateEntity.parse({ name }))
  const etnOf = async (id: string) => (await readEntity(world.deps, actor, id)).etn
  const [firm, merged, turned] = [await entity('Unknown Lender'), await entity('Unknown Lender of Ohio'), await entity('Bay Lending')]
  const company = await world.company({ name: 'Bay Lending, LLC' })
  await mergeEntity(world.deps, actor, merged, { version: 1, into: await etnOf(firm) })
  await turnEntity(world.deps, actor, turned, { version: 1, company: displayId('company', company.number) })
  const rows = [await etnOf(firm), await etnOf(merged), await etnOf(turned), 'ETN-999999', 'SES-000001'].map((etn) => ['11/20/2026', 'Mortgage', etn])
  const run = detail(await give(site, headers, stringify([['Date received', 'Product', 'ETN'], ...rows])))
  expect(run.file?.mapping.columns).toEqual(['receivedOn', 'product', 'etn'])
  const preview = ImportPreview.parse((await call(site, headers, 'GET', `/${run.id}/preview`)).json())
  expect(preview).toMatchObject({ imported: 3, rejected: 2, newCompanies: { count: 0 } })
  expect(preview.complaints.map((one) => one.company)).toEqual(['Unknown Lender', 'Unknown Lender', company.name])
  expect(preview.reasons.map(({ reason }) => reason)).toEqual(expect.arrayContaining(['No Non-NMLS entity has this ID. Leave its cell blank to go by the company’s name.', 'ETN is not an ID such as ETN-000012.']))
  detail(await call(site, headers, 'POST', `/${run.id}/starts`, { version: run.version }))
  await work(site, run.id)
  const stored = await world.rows('select subject_kind, subject_name, entity_id, company_id from complaint where agency_id = $1 order by number', [actor.agencyId])
  const about = { subject_kind: 'entity', subject_name: 'Unknown Lender', entity_id: firm, company_id: null }
  expect(stored).toEqual([about, about, { subject_kind: 'company', subject_name: company.name, entity_id: null, company_id: company.id }])
})

test('at most five files of an agency wait at one time; one that is discarded or imported makes room', async ({ world }) => {
  const { site, agency, headers } = await open(world)
  const colleague = await site.signIn(await site.credentials(await world.agencyUser(agency, 'supervisor')))
  const runs: ImportDetail[] = []
  for (let n = 0; n < 5; n += 1) runs.push(detail(await give(site, n % 2 === 0 ? headers : colleague, csv(line({ Details: `File ${String(n)}` })))))
  const [first, second] = runs
  if (first === undefined || second === undefined) throw new Error('two runs are there')
  const refused = async () => (await give(site, colleague, csv(line()))).json<{ type: string; detail: string }>()
  expect(await refused()).toMatchObject({ type: '/problems/conflict', detail: 'Your agency has 5 import files that are not finished, the most at one time. Finish or discard one of them first.' })
  expect((await call(site, headers, 'DELETE', `/${first.id}`)).statusCode).toBe(204)
  detail(await give(site, headers, csv(line())))
  detail(await call(site, headers, 'POST', `/${second.id}/starts`, { version: second.version }))
  expect(await refused(), 'one that runs is not finished').toMatchObject({ type: '/problems/conflict' })
  await work(site, second.id)
  const all = await Promise.all([1, 2, 3].map(() => give(site, headers, csv(line()))))
  expect(all.map((answer) => answer.statusCode).toSorted(), 'of several at one moment no more than there is room for').toEqual([201, 409, 409])
  const elsewhere = await open(world)
  detail(await give(elsewhere.site, elsewhere.headers, csv(line())))
})

describe('who imports', () => {
  test('not a Viewer; another agency finds nothing; a company is refused', async ({ world }) => {
    const { site, headers } = await open(world)
    const run = detail(await give(site, headers, csv(line())))
    const viewer = await site.signIn(await site.credentials(await world.agencyUser(await world.agency(), 'viewer')))
    expect((await give(site, viewer, csv(line()))).statusCode).toBe(403)
    const other = await site.signIn(await site.credentials(await world.agencyUser(await world.agency())))
    for (const [method, path, body] of [['GET', '', undefined], ['GET', '/preview', undefined], ['POST', '/starts', { version: 1 }], ['POST', '/checks', { version: 1 }], ['POST', '/cancellations', {}], ['DELETE', '', undefined], ['GET', '/rejected-rows', undefined]] as const) {
      expect((await call(site, other, method, `/${run.id}${path}`, body)).statusCode, `${method} ${path}`).toBe(404)
    }
    expect((await call(site, other, 'GET', '')).json()).toEqual({ items: [], next: null })
    const company = await site.signIn(await site.credentials(await world.companyUser(await world.company())))
    expect((await call(site, company, 'GET', `/${run.id}`)).statusCode).toBe(403)
    await site.close()
  })

  test('an import runs with the role that its starter holds then', async ({ world }) => {
    const { site, actor, headers } = await open(world)
    const run = detail(await give(site, headers, csv(line())))
    await call(site, headers, 'POST', `/${run.id}/starts`, { version: run.version })
    await world.rows("update account set complaints_role = 'viewer' where user_id = $1", [actor.userId])
    await work(site, run.id)
    expect(await world.rows('select state, failure, rows_imported from import_run where id = $1', [run.id])).toEqual([
      { state: 'failed', rows_imported: 0, failure: 'Whoever began this import may not import complaints any more. A colleague can give the file again.' },
    ])
    expect(await complaints(world, actor)).toEqual([])
    await site.close()
  })
})

describe('a run', () => {
  test('that was cut off is taken up where it was, and stores nothing twice, with or without CFPB IDs', async ({ world }) => {
    const { site, actor, headers } = await open(world)
    const run = detail(await give(site, headers, csv(...Array.from({ length: 2_300 }, (_, index) => line({ Details: `Row ${String(index)}`, Received: index % 100 === 7 ? '' : '11/20/2026' })))))
    await call(site, headers, 'POST', `/${run.id}/starts`, { version: run.version })
    const stopped = new AbortController()
    const deps = { ...site.parts.deps }
    let stored = 0
    const transaction: typeof deps.transaction = async (by, work) => {
      if (by.kind === 'agency' && (stored += 1) > 3) throw new Error('the server was stopped')
      return site.parts.deps.transaction(by, work)
    }
    await expect(importJobs({ ...deps, transaction })['run-import']({ runId: run.id }, { ...attempt, signal: stopped.signal })).rejects.toThrow('the server was stopped')
    const before = (await complaints(world, actor)).length
    expect(before).toBeGreaterThan(0)
    expect(before).toBeLessThan(2_277)
    expect(detail(await call(site, headers, 'GET', `/${run.id}`))).toMatchObject({ state: 'running', isInterrupted: false, can: ['cancel'] })
    await work(site, run.id)
    const texts = (await complaints(world, actor)).map((complaint) => complaint['narrative'])
    expect(texts).toHaveLength(2_277)
    expect(new Set(texts).size).toBe(2_277)
    expect(detail(await call(site, headers, 'GET', `/${run.id}`))).toMatchObject({ state: 'finished', rowsRead: 2_300, rowsImported: 2_277, rowsRejected: 23 })
    await site.close()
  })

  test('is canceled between batches: what is stored stays, and nothing more comes', async ({ world }) => {
    const { site, actor, headers } = await open(world)
    const run = detail(await give(site, headers, csv(...Array.from({ length: 2_600 }, () => line()))))
    await call(site, headers, 'POST', `/${run.id}/starts`, { version: run.version })
    const deps = { ...site.parts.deps }
    let batches = 0
    const transaction: typeof deps.transaction = async (by, work) => {
      if (by.kind === 'agency' && (batches += 1) === 4) expect((await call(site, headers, 'POST', `/${run.id}/cancellations`)).statusCode).toBe(200)
      return site.parts.deps.transaction(by, work)
    }
    await importJobs({ ...deps, transaction })['run-import']({ runId: run.id }, attempt)
    const found = detail(await call(site, headers, 'GET', `/${run.id}`))
    expect(found).toMatchObject({ state: 'canceled', can: [] })
    expect((await complaints(world, actor)).length).toBe(found.rowsImported)
    expect(found.rowsImported).toBeLessThan(2_600)
    expect((await call(site, headers, 'POST', `/${run.id}/cancellations`)).statusCode).toBe(409)
    await site.close()
  })

  test('of a large file is looked through by a job first, until its columns change', async ({ world }) => {
    const { site, headers } = await open(world)
    const run = detail(await give(site, headers, csv(...Array.from({ length: 2_500 }, (_, index) => line({ 'Company name': `Lender ${String(index % 30)}`, Received: index === 2_400 ? 'x' : '11/20/2026' })))))
    expect(ImportPreview.parse((await call(site, headers, 'GET', `/${run.id}/preview`)).json())).toMatchObject({ rows: 2_000, isWhole: false, rejected: 0 })
    expect(detail(await call(site, headers, 'POST', `/${run.id}/checks`, { version: run.version })).check).toMatchObject({ state: 'waiting' })
    await work(site, run.id)
    const checked = detail(await call(site, headers, 'GET', `/${run.id}`))
    expect(checked.check).toMatchObject({ state: 'done', share: 1, preview: { rows: 2_500, imported: 2_499, rejected: 1, isWhole: true, newCompanies: { count: 30 } } })
    await call(site, headers, 'PUT', `/${run.id}/mapping`, { version: run.version, sheet: null, mapping: checked.file?.mapping, keep: false })
    expect(detail(await call(site, headers, 'GET', `/${run.id}`)).check).toBeNull()
    await site.close()
  })

  test('whose file cannot be read to its end says where, and keeps what is stored', async ({ world }) => {
    const { site, headers } = await open(world)
    const run = detail(await give(site, headers, `${csv(...Array.from({ length: 600 }, () => line()))}11/20/2026,"never closed\n`))
    await call(site, headers, 'POST', `/${run.id}/starts`, { version: run.version })
    await work(site, run.id)
    const found = detail(await call(site, headers, 'GET', `/${run.id}`))
    expect(found).toMatchObject({ state: 'failed', rowsImported: 500 })
    expect(found.failure).toMatch(/From row 602 on/)
    await site.close()
  })
})

describe('an Excel workbook', () => {
  test('gives dates, numbers, results of formulas and ZIP codes as people see them, from the sheet that they choose', async ({ world }) => {
    const { site, actor, headers } = await open(world)
    const book = new exceljs.Workbook()
    book.addWorksheet('Notes').addRows([['To do', 'Who'], ['Nothing', 'Sam']])
    const sheet = book.addWorksheet('Complaints & more')
    sheet.addRow(['Complaints of November'])
    sheet.mergeCells('A1:D1')
    sheet.addRow(['Date received', 'Company', 'Product', 'ZIP', 'Amount', 'Narrative', 'Transaction date'])
    sheet.addRow([new Date('2026-11-02T00:00:00Z'), { richText: [{ text: 'Harbor ' }, { text: 'Credit' }] }, 'Mortgage', 4360, { formula: 'D3*2', result: 8720 }, 'First\nsecond', { formula: 'A3', result: 46328 }])
    sheet.getCell('G3').numFmt = 'mm/dd/yyyy'
    sheet.addRow([new Date('2026-11-03T00:00:00Z'), 'Harbor Credit', 'Mortgage', '04361', 412.6])
    const run = detail(await give(site, headers, Buffer.from(await book.xlsx.writeBuffer()), 'November.xlsx'))
    expect(run).toMatchObject({ format: 'xlsx', file: { sheets: ['Notes', 'Complaints & more'], sheet: 'Notes' } })
    const chosen = detail(await call(site, headers, 'PUT', `/${run.id}/sheet`, { version: run.version, sheet: 'Complaints & more' }))
    expect(chosen.file?.mapping).toEqual({ columns: ['receivedOn', 'company', 'product', 'zip', 'amount', 'narrative', 'transactionDate'], dates: { receivedOn: 'ymd', transactionDate: 'ymd' } })
    await call(site, headers, 'POST', `/${run.id}/starts`, { version: chosen.version })
    await work(site, run.id)
    const rows = await world.rows('select c.received_on, c.subject_name, p.zip, d.transaction_amount, d.narrative, c.transaction_date from complaint c join complaint_detail d on d.complaint_id = c.id join complainant p on p.complaint_id = c.id where c.agency_id = $1 order by c.number', [actor.agencyId])
    expect(rows).toEqual([
      { received_on: '2026-11-02', subject_name: 'Harbor Credit', zip: '04360', transaction_amount: '8720.00', narrative: 'First\nsecond', transaction_date: '2026-11-02' },
      { received_on: '2026-11-03', subject_name: 'Harbor Credit', zip: '04361', transaction_amount: '412.60', narrative: '', transaction_date: null },
    ])
    await site.close()
  })
})

test('files that nobody imported are forgotten after a week, rejected rows after a month', async ({ world }) => {
  const { site, actor, headers } = await open(world)
  const unrun = detail(await give(site, headers, csv(line())))
  const run = detail(await give(site, headers, csv(line({ Product: '' }))))
  await call(site, headers, 'POST', `/${run.id}/starts`, { version: run.version })
  await work(site, run.id)
  const expire = async (days: number) => {
    world.clock.advance(days * 86_400_000)
    await importJobs(site.parts.deps)['expire-imports']({}, attempt)
    return world.rows<{ id: string }>('select id from import_run where agency_id = $1', [actor.agencyId])
  }
  expect(await expire(6)).toHaveLength(2)
  expect((await expire(2)).map(({ id }) => id)).toEqual([run.id])
  expect(unrun.id).not.toBe(run.id)
  expect(await world.rows('select 1 from import_rejection where run_id = $1', [run.id])).toHaveLength(1)
  await expire(23)
  expect(await world.rows('select 1 from import_rejection where run_id = $1', [run.id])).toEqual([])
  await site.close()
})
