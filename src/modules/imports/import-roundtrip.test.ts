import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import exceljs from 'exceljs'
import fc from 'fast-check'
import { stringify } from 'csv-stringify/sync'
import iconv from 'iconv-lite'
import { safeCell } from '#src/kernel/safe-cell.ts'
import { nameKey } from '#src/kernel/text.ts'
import type { AgencyActor } from '#src/access/actor.ts'
import { newId } from '#src/platform/new-id.ts'
import { expect, test, type World } from '#test/world/test-world.ts'
import { importRecords } from './commands/import-records.ts'
import { guessMapping, layoutOf } from './domain/mapping.ts'
import { startRun } from './run-store.ts'
import { detectFormat } from './source/encoding.ts'
import { openSource } from './source/records.ts'

/** Our own words for every field, and what docs/imports.md says that its values become. */
const header = [
  'CFPB ID', 'Date received', 'How received', 'Company', 'Product', 'Sub-product', 'Issue', 'Sub-issue', 'Narrative', 'Desired outcome', 'Amount', 'Transaction date', 'Transaction city',
  'Transaction state', 'First name', 'Last name', 'Street', 'City', 'State', 'ZIP code', 'Phone', 'Email', 'Language', 'Tags',
]
type Given = Record<string, string>
type Stored = Record<string, string | boolean | null>

const quirks = fc.constantFrom('=1+1', '+49 30', '-5%', '@home', "'=x", '"quoted"', 'a,b;c', 'line\nbreak', 'return\r\nbreak', 'XXXX {$500.00}', 'é\u00a0ü', 'a\u0085b', '  spaced  ', 'N/A', '', '日本', '<XXXX>', '&amp;', '\ttab', '_x0041_')
const text = (most: number) => fc.oneof(quirks, fc.string({ unit: 'grapheme', maxLength: most })).map((value) => value.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '').toWellFormed())
const words = (most: number) => text(most).map((value) => `Word ${value}`)
const date = fc.integer({ min: 0, max: 20_000 }).map((days) => new Date(Date.UTC(1970, 0, 2) + days * 86_400_000).toISOString().slice(0, 10))

const row: fc.Arbitrary<Given> = fc.record({
  'CFPB ID': fc.constant(''), 'Date received': date, 'How received': fc.constantFrom('Web', 'Phone', 'Postal mail', 'in person', 'pigeon', ''),
  Company: words(20), Product: words(10), 'Sub-product': text(10), Issue: words(10), 'Sub-issue': text(10), Narrative: text(200), 'Desired outcome': text(60),
  Amount: fc.oneof(fc.constant(''), fc.integer({ min: 0, max: 99_999_999 }).map((cents) => `$${(cents / 100).toFixed(2)}`)),
  'Transaction date': fc.oneof(fc.constant(''), date), 'Transaction city': text(30), 'Transaction state': fc.constantFrom('OH', 'ohio', 'Puerto Rico', 'Nowhere', ''),
  'First name': text(30), 'Last name': text(30), Street: text(40), City: text(20), State: fc.constantFrom('TX', 'texas', 'AP', 'N/A', ''), 'ZIP code': fc.constantFrom('43604', '436XX', '4360', '43604-1234', 'XXXXX', ''),
  Phone: text(20), Email: fc.constantFrom('', 'N/A', ' ada@people.example ', "+o'neill@mail.example", 'Ada.Moss@People.EXAMPLE'), Language: text(10), Tags: fc.constantFrom('Servicemember', 'Older American, Servicemember', 'N/A', ''),
})

/** The documented normalisation, said anew and not by the code under test. */
function normalised(given: Given): Stored {
  const value = (name: string) => ((given[name] ?? '').trim() === 'N/A' ? '' : (given[name] ?? '').trim())
  const line = (name: string) => value(name).replace(/[\s\u0085]+/gu, ' ').trim()
  const lines = (name: string) => value(name).replace(/\r\n?/g, '\n')
  const label = (name: string) => (/[\p{L}\p{N}]/u.test(line(name)) ? line(name) : null)
  const place: Record<string, string> = { OH: 'OH', ohio: 'OH', 'Puerto Rico': 'PR', TX: 'TX', texas: 'TX', AP: 'AP' }
  const via: Record<string, string> = { Web: 'web', Phone: 'phone', 'Postal mail': 'mail', 'in person': 'in_person' }
  const zip: Record<string, string> = { '4360': '04360', XXXXX: '' }
  return {
    received_on: value('Date received'), received_via: via[value('How received')] ?? null, company: line('Company'), product: label('Product'), narrative: lines('Narrative'), desired_outcome: lines('Desired outcome'),
    amount: value('Amount') === '' ? null : value('Amount').slice(1), transaction_date: value('Transaction date') || null, transaction_city: line('Transaction city') || null, transaction_state: place[value('Transaction state')] ?? null,
    first_name: line('First name'), last_name: line('Last name'), street: line('Street'), city: line('City'), state: place[value('State')] ?? null, zip: zip[value('ZIP code')] ?? value('ZIP code'),
    phone: line('Phone'), email: line('Email'), language: line('Language'), servicemember: value('Tags').includes('Servicemember'), older_american: value('Tags').includes('Older'),
  }
}

async function importBytes(world: World, actor: AgencyActor, content: Buffer): Promise<void> {
  const bytes = { size: content.length, read: (range?: { first: number; last: number }) => Readable.from([range ? content.subarray(range.first, range.last + 1) : content]) }
  const source = await openSource(bytes, { format: await detectFormat(bytes) })
  const { columns } = guessMapping(source.header, [])
  const layout = layoutOf(source.header, { columns, dates: { receivedOn: 'ymd', transactionDate: 'ymd' } })
  const runId = newId()
  await world.deps.transaction(actor, (tx) => startRun(tx.db, { id: runId, actor, fileName: 'round.csv', header: source.header, now: tx.now }))
  await importRecords(world.deps, { runId, actor, source, layout })
}

async function stored(world: World, actor: AgencyActor): Promise<Stored[]> {
  return world.rows<Stored>(
    `select c.received_on, d.received_via, c.subject_name as company, g.name as product, d.narrative, d.desired_outcome, d.transaction_amount as amount, c.transaction_date, c.transaction_city, c.transaction_state,
            p.first_name, p.last_name, p.street, p.city, p.state, p.zip, p.phone, p.email, p.language, p.servicemember, p.older_american
     from complaint c join complaint_detail d on d.complaint_id = c.id join complainant p on p.complaint_id = c.id left join category g on g.id = c.product_id
     join audit_entry a on a.complaint_id = c.id and a.action = 'complaint.imported' where c.agency_id = $1 order by (a.details->>'row')::int`,
    [actor.agencyId],
  )
}

const cells = (given: Given) => header.map((name) => given[name] ?? '')
async function workbook(rows: readonly Given[]): Promise<Buffer> {
  const book = new exceljs.Workbook()
  const sheet = book.addWorksheet('Complaints')
  sheet.addRow(header)
  for (const given of rows) sheet.addRow(cells(given))
  return Buffer.from(await book.xlsx.writeBuffer())
}
const files: [string, (rows: readonly Given[]) => Buffer | Promise<Buffer>][] = [
  ['CSV', (rows) => Buffer.from(stringify([header, ...rows.map(cells)]))],
  ['CSV in UTF-16 with CRLF and semicolons', (rows) => iconv.encode(stringify([header, ...rows.map(cells)], { record_delimiter: 'windows', delimiter: ';', quoted: true }), 'utf-16le', { addBOM: true })],
  ['CSV as an export writes it', (rows) => Buffer.from(stringify([['Reason', 'Row', ...header], ...rows.map((given) => ['', '', ...cells(given).map(safeCell)])], { bom: true }))],
  ['Excel', workbook],
]

test.for(files)('%s: what is imported is what the file says, after the documented normalisation', async ([, write], { world }) => {
  await fc.assert(
    fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 12 }), async (rows) => {
      const actor = await world.agencyUser(await world.agency())
      await importBytes(world, actor, await write(rows))
      const found = await stored(world, actor)
      // Companies and categories are shared: of several spellings with one key, the first stands.
      const comparable = (complaint: Stored) => ({ ...complaint, company: nameKey(String(complaint['company'])), product: nameKey(String(complaint['product'])) })
      expect(found.map(comparable)).toEqual(rows.map((given) => comparable(normalised(given))))
    }),
    { numRuns: 12, seed: createHash('sha256').update('imports').digest().readInt32LE() },
  )
})
