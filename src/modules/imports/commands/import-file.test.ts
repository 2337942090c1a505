import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { stringify } from 'csv-stringify/sync'
import iconv from 'iconv-lite'
import { afterAll, beforeAll, describe, expect, test, type World } from '#test/world/test-world.ts'
import { findImporter } from '../queries/find-importer.ts'
import { importFile } from './import-file.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ses-import-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const fixture = join(import.meta.dirname, '../fixtures/complaints-100.csv')
const original = await readFile(fixture, 'utf8')
const rows: string[][] = parse(original, { relax_column_count: true })
const header = rows[0] ?? []
let files = 0

async function file(content: string | Buffer): Promise<string> {
  files += 1
  const path = join(folder, `complaints-${String(files)}.csv`)
  await writeFile(path, content)
  return path
}
const csv = (...lines: Record<string, string>[]) => stringify([header, ...lines.map((line, index) => header.map((name) => line[name] ?? defaults(index)[name] ?? ''))])
const defaults = (index: number): Record<string, string> => ({ 'Date received': '2026-10-01', Product: 'Mortgage', Issue: 'Settlement process and costs', Company: 'Acme Home Loans, LLC', 'Complaint ID': `9${String(files)}00${String(index)}` })

async function complaintsOf(world: World, agencyId: string) {
  return world.rows<{ cfpb_id: string; status: string; subject_name: string; narrative: string; received_via: string; state: string | null; product: string | null; imported: boolean; agency_poc_id: string | null }>(
    `select c.cfpb_id, c.status, c.subject_name, c.imported, c.agency_poc_id, d.narrative, d.received_via, p.state, g.name as product
     from complaint c join complaint_detail d on d.complaint_id = c.id join complainant p on p.complaint_id = c.id left join category g on g.id = c.product_id
     where c.agency_id = $1 order by c.cfpb_id`,
    [agencyId],
  )
}

describe('every encoding that the CFPB’s file is met in gives the same complaints', () => {
  const crlf = original.replace(/\r?\n/g, '\r\n')
  test.for<[string, Buffer]>([
    ['UTF-8, LF', Buffer.from(original)],
    ['UTF-8 with byte order mark, CRLF', Buffer.from(`\uFEFF${crlf}`)],
    ['Windows-1252, as Excel saves a plain CSV', iconv.encode(original, 'win1252')],
    ['UTF-16 LE with mark', iconv.encode(original, 'utf-16le', { addBOM: true })],
    ['UTF-16 BE with mark, CRLF', iconv.encode(crlf, 'utf-16be', { addBOM: true })],
    ['UTF-16 LE without mark', iconv.encode(original, 'utf-16le', { addBOM: false })],
    ['UTF-16 BE without mark', iconv.encode(original, 'utf-16be', { addBOM: false })],
  ])('%s', async ([, content], { world }) => {
    const actor = await world.agencyUser(await world.agency())
    const summary = await importFile(world.deps, { path: await file(content), actor })
    expect(summary).toMatchObject({ rowsRead: 100, rowsImported: 100, rowsKnown: 0, rowsRejected: 0, rejectedFile: null })
    const complaints = await complaintsOf(world, actor.agencyId)
    const narratives = new Map(rows.slice(1).map((cells) => [cells[17], (cells[5] ?? '').replace(/\r\n/g, '\n').trim()]))
    expect(complaints.map((complaint) => complaint.narrative)).toEqual(complaints.map((complaint) => narratives.get(complaint.cfpb_id)))
    expect(complaints.filter((complaint) => complaint.product === null)).toEqual([])
  })
})

describe('an imported complaint', () => {
  test('is in progress, nobody’s yet, found by its words, and its history says whence it came', async ({ world }) => {
    const actor = await world.agencyUser(await world.agency())
    const path = await file(csv({ 'Complaint ID': '55501', 'Consumer complaint narrative': 'The zephyrine fee', 'Submitted via': 'Fax', State: 'OH', Tags: 'Servicemember' }))
    const summary = await importFile(world.deps, { path, actor })
    const [complaint] = await complaintsOf(world, actor.agencyId)
    expect(complaint).toMatchObject({ status: 'in_progress', imported: true, agency_poc_id: null, received_via: 'fax', state: 'OH' })
    const found = await world.deps.transaction(actor, ({ db }) => db.selectFrom('complaint').select('id').where('cfpb_id', '=', '55501').execute())
    const [audit] = await world.rows<{ action: string; actor_id: string; details: unknown }>('select action, actor_id, details from audit_entry where complaint_id = $1', [found[0]?.id])
    expect(audit).toEqual({ action: 'complaint.imported', actor_id: actor.userId, details: { importRun: summary.runId, row: 2, cfpbId: '55501' } })
    const [words] = await world.rows<{ n: number }>("select count(*)::int as n from search_document where complaint_id = $1 and words @@ to_tsquery('english', 'zephyrine')", [found[0]?.id])
    expect(words?.n).toBe(1)
  })

  test('is about the company of that name, whatever its case, punctuation and legal form', async ({ world }) => {
    const actor = await world.agencyUser(await world.agency())
    const known = await world.company({ name: 'Quimby & Sons Mortgage, Inc.' })
    const path = await file(csv({ Company: 'QUIMBY AND SONS MORTGAGE' }, { Company: 'Quimby\u00a0& Sons Mortgage Inc' }, { Company: 'Unlisted Lender One LLC' }, { Company: 'UNLISTED LENDER ONE, L.L.C.' }))
    const summary = await importFile(world.deps, { path, actor })
    expect(summary).toMatchObject({ rowsImported: 4, companiesAdded: 1 })
    expect((await complaintsOf(world, actor.agencyId)).map((complaint) => complaint.subject_name)).toEqual([known.name, known.name, 'Unlisted Lender One LLC', 'Unlisted Lender One LLC'])
    expect(await world.rows("select name, standing from company where name_key = 'unlisted lender one'")).toEqual([{ name: 'Unlisted Lender One LLC', standing: 'to_be_confirmed' }])
  })

  test('keeps a label that no code set knows, retired', async ({ world }) => {
    const actor = await world.agencyUser(await world.agency())
    const path = await file(csv({ Product: 'Barter tokens', Issue: 'Token lost', 'Sub-issue': 'At sea' }))
    expect(await importFile(world.deps, { path, actor })).toMatchObject({ rowsImported: 1, categoriesAdded: 3 })
    expect(await world.rows("select level, retired from category where name in ('Barter tokens', 'Token lost', 'At sea') order by id")).toEqual([
      { level: 'product', retired: true }, { level: 'issue', retired: true }, { level: 'sub_issue', retired: true },
    ])
  })
})

describe('importing again', () => {
  test('passes over what the agency has, and leaves it as it is', async ({ world }) => {
    const actor = await world.agencyUser(await world.agency())
    await importFile(world.deps, { path: fixture, actor, rejectedPath: join(folder, 'none.csv') })
    await world.rows("update complaint set subject_name = 'Changed by hand' where agency_id = $1 and cfpb_id = $2", [actor.agencyId, rows[1]?.[17]])
    const again = await importFile(world.deps, { path: fixture, actor, rejectedPath: join(folder, 'none.csv') })
    expect(again).toMatchObject({ rowsRead: 100, rowsImported: 0, rowsKnown: 100 })
    expect((await complaintsOf(world, actor.agencyId)).filter((complaint) => complaint.subject_name === 'Changed by hand')).toHaveLength(1)
  })

  test('another agency’s complaints are another agency’s', async ({ world }) => {
    const [first, second] = [await world.agencyUser(await world.agency()), await world.agencyUser(await world.agency())]
    const path = await file(csv({ 'Complaint ID': '777' }))
    await importFile(world.deps, { path, actor: first })
    expect(await importFile(world.deps, { path, actor: second })).toMatchObject({ rowsImported: 1 })
  })

  test('the same file twice at the same time gives each complaint once', async ({ world }) => {
    const actor = await world.agencyUser(await world.agency())
    const path = await file(csv(...Array.from({ length: 1500 }, (_, index) => ({ 'Complaint ID': `8${String(index)}`, Company: `Side by Side ${String(index % 40)} Bank` }))))
    const results = await Promise.all([importFile(world.deps, { path, actor, rejectedPath: `${path}.a` }), importFile(world.deps, { path, actor, rejectedPath: `${path}.b` })])
    expect(results.reduce((sum, result) => sum + result.rowsImported, 0)).toBe(1500)
    expect(await complaintsOf(world, actor.agencyId)).toHaveLength(1500)
    expect(await world.rows("select count(*)::int as n from company where name like 'Side by Side%'")).toEqual([{ n: 40 }])
  })

  test('an ID that comes twice in one file counts once', async ({ world }) => {
    const actor = await world.agencyUser(await world.agency())
    expect(await importFile(world.deps, { path: await file(csv({ 'Complaint ID': '1' }, { 'Complaint ID': '1' })), actor })).toMatchObject({ rowsImported: 1, rowsKnown: 1 })
  })
})

describe('rejected rows', () => {
  test('are written with row number and reason, safe for a spreadsheet, and import once mended', async ({ world }) => {
    const actor = await world.agencyUser(await world.agency())
    const path = await file(csv({ 'Complaint ID': '61' }, { 'Complaint ID': '62', 'Date received': '2026-13-01', 'Consumer complaint narrative': '=HYPERLINK("http://x.example")\nsecond line' }, { 'Complaint ID': '63', Company: '' }))
    const summary = await importFile(world.deps, { path, actor })
    expect(summary).toMatchObject({ rowsImported: 1, rowsRejected: 2, rejectedFile: `${path}.rejected.csv` })
    const text = (await readFile(`${path}.rejected.csv`, 'utf8')).replace(/^\uFEFF/, '')
    const rejected: Record<string, string>[] = parse(text, { columns: true })
    expect(rejected.map((row) => [row['Row'], row['Reason'], row['Complaint ID']])).toEqual([
      ['3', 'Date received is not a date such as 2026-11-23.', '62'],
      ['4', 'There is no Company.', '63'],
    ])
    expect(rejected[0]?.['Consumer complaint narrative']).toBe('\'=HYPERLINK("http://x.example")\nsecond line')
    const mended = await file(text.replace('2026-13-01', '2026-10-13').replace('There is no Company.', ''))
    expect(await importFile(world.deps, { path: mended, actor })).toMatchObject({ rowsImported: 1, rowsRejected: 1 })
    expect((await complaintsOf(world, actor.agencyId)).find((complaint) => complaint.cfpb_id === '62')?.narrative).toBe('=HYPERLINK("http://x.example")\nsecond line')
    const left: string[][] = parse((await readFile(`${mended}.rejected.csv`, 'utf8')).replace(/^\uFEFF/, ''))
    expect(left[0]?.slice(0, 3)).toEqual(['Reason', 'Row', 'Date received'])
  })

  test('of an earlier run are gone once all is well', async ({ world }) => {
    const actor = await world.agencyUser(await world.agency())
    const path = await file(csv({ 'Complaint ID': '' }))
    await importFile(world.deps, { path, actor })
    await writeFile(path, csv({ 'Complaint ID': '64' }))
    expect(await importFile(world.deps, { path, actor })).toMatchObject({ rejectedFile: null })
    await expect(readFile(`${path}.rejected.csv`)).rejects.toThrow('ENOENT')
  })
})

describe('a file that cannot be imported is refused in a sentence', () => {
  test.for<[string, string | Buffer, RegExp]>([
    ['empty', '', /The file is empty/],
    ['a workbook', Buffer.from('504b0304140006000800', 'hex'), /workbook or ZIP archive/],
    ['letters of no known writing', Buffer.concat([Buffer.from(csv({ Company: 'Cr' })), Buffer.from([0xe9, 0x81, 0x0a])]), /neither UTF-8 nor UTF-16 nor Windows-1252/],
    ['without needed columns', 'Date received,Product\n2026-01-01,Mortgage\n', /no column named .*“Company”/],
    ['with other columns', 'Name,Street\nA,B\n', /none of the columns/],
    ['a PDF', '%PDF-1.7\n', /This is a PDF file/],
    ['a workbook of the old kind', Buffer.from('d0cf11e0a1b11ae1', 'hex'), /\.xls\), or one with a password/],
  ])('%s', async ([, content, sentence], { world }) => {
    const actor = await world.agencyUser(await world.agency())
    await expect(importFile(world.deps, { path: await file(content), actor })).rejects.toThrow(sentence)
    expect(await world.rows('select 1 from import_run where agency_id = $1', [actor.agencyId])).toEqual([])
  })

  test('a quotation mark that is never closed stops it, and says where; whole batches before it are there', async ({ world }) => {
    const actor = await world.agencyUser(await world.agency())
    const many = csv(...Array.from({ length: 600 }, (_, index) => ({ 'Complaint ID': `q${String(index)}` })))
    await expect(importFile(world.deps, { path: await file(`${many}2026-10-01,"Mortgage\n1,2,3\n`), actor })).rejects.toThrow(/From row 602 on .* never closed/)
    expect((await complaintsOf(world, actor.agencyId)).length).toBe(500)
  })

  test('one that is not there', async ({ world }) => {
    const actor = await world.agencyUser(await world.agency())
    await expect(importFile(world.deps, { path: join(folder, 'missing.csv'), actor })).rejects.toThrow(/cannot be read \(ENOENT\)/)
  })
})

describe('who imports', () => {
  test('a Complaint Viewer may not', async ({ world }) => {
    const actor = await world.agencyUser(await world.agency(), 'viewer')
    await expect(importFile(world.deps, { path: fixture, actor })).rejects.toThrow('Your role does not allow this action.')
  })

  test('from the command line it is the agency’s first Supervisor, or whom the operator names', async ({ world }) => {
    const agency = await world.agency()
    const manager = await world.agencyUser(agency, 'manager')
    const supervisor = await world.agencyUser(agency)
    const viewer = await world.agencyUser(agency, 'viewer')
    expect((await findImporter(world.deps, agency.code.toLowerCase())).actor).toEqual(supervisor)
    expect((await findImporter(world.deps, agency.code, (await world.emailOf(manager.userId)).toUpperCase())).actor).toEqual(manager)
    await expect(findImporter(world.deps, agency.code, await world.emailOf(viewer.userId))).rejects.toThrow(/no active Complaint Supervisor or Manager/)
    await expect(findImporter(world.deps, 'ZZ-NONE')).rejects.toThrow(/No agency has the code ZZ-NONE/)
  })
})
