import { buffer } from 'node:stream/consumers'
import ExcelJS from 'exceljs'
import { ExportComplaints } from './list-contract.ts'
import { exportComplaints } from './queries/export-complaints.ts'
import { cast, entered } from '#test/world/exchange.ts'
import { expect, test, type World } from '#test/world/test-world.ts'
import type { AgencyActor } from '#src/access/actor.ts'
import type { Deps } from '#src/platform/ports.ts'

async function exported(world: World, actor: AgencyActor, input: object): Promise<Buffer> {
  return buffer(await exportComplaints(world.deps, actor, ExportComplaints.parse(input)))
}

async function many(world: World, actor: AgencyActor, count: number): Promise<void> {
  await world.rows(
    `insert into complaint (id, agency_id, status, subject_kind, subject_name, created_at, received_on) select gen_random_uuid(), $1, 'in_progress', 'company', 'Company ' || i, now(), '2026-11-02' from generate_series(1, $2::int) i`,
    [actor.agencyId, count],
  )
}

test('an export has every row of the list once, in its order, with the chosen columns; formulas are harmless in both formats', async ({ world }) => {
  const { supervisor, company } = await cast(world)
  await many(world, supervisor, 9_999)
  const id = await entered(world, supervisor, company)
  await world.rows("update complaint set subject_name = '=HYPERLINK(\"http://x\")' where id = $1", [id])
  const csv = (await exported(world, supervisor, { view: 'open', sort: 'subject', columns: ['id', 'subject', 'received'] })).toString('utf8')
  const lines = csv.replace('\uFEFF', '').trim().split('\r\n')
  expect(lines[0]).toBe('Complaint ID,Subject,Received')
  expect(lines[1]).toContain("'=HYPERLINK")
  expect(new Set(lines).size).toBe(10_001)
  const workbook = new ExcelJS.Workbook()
  await workbook.xlsx.load((await exported(world, supervisor, { view: 'open', sort: 'subject', columns: ['id', 'subject', 'received', 'days'], format: 'xlsx' })).buffer as ArrayBuffer)
  const sheet = workbook.getWorksheet('Complaints')
  expect(sheet?.rowCount).toBe(10_001)
  expect(sheet?.autoFilter, 'its columns can be filtered at once').toBe('A1:D1')
  expect(sheet?.getRow(2).getCell(2).value).toBe('\'=HYPERLINK("http://x")')
  expect(sheet?.getRow(2).getCell(3).value).toEqual(new Date('2026-11-02T00:00:00Z'))
  expect(await world.rows("select 1 from audit_entry where agency_id = $1 and action = 'complaints.exported'", [supervisor.agencyId])).toHaveLength(2)
})

test('the status stands in words, and whatever a name begins with stays text in Excel', async ({ world }) => {
  const { supervisor, company } = await cast(world)
  const names = ['=1+1', '+1 555', '-2', '@SUM(A1)', "'=2"]
  for (const name of names) await world.rows('update complaint set subject_name = $1 where id = $2', [name, await entered(world, supervisor, company)])
  await world.rows("update complaint set status = 'referral_in_progress' where agency_id = $1 and subject_name = '-2'", [supervisor.agencyId])
  const workbook = new ExcelJS.Workbook()
  await workbook.xlsx.load((await exported(world, supervisor, { view: 'open', sort: 'number', columns: ['subject', 'status', 'kind'], format: 'xlsx' })).buffer as ArrayBuffer)
  const rows = workbook.getWorksheet('Complaints')?.getRows(2, names.length) ?? []
  expect(rows.map((row) => row.getCell(1).type)).toEqual(names.map(() => ExcelJS.ValueType.String))
  expect(rows.map((row) => row.getCell(1).value)).toEqual(names.map((name) => `'${name}`))
  expect(rows.map((row) => row.getCell(2).value)).toEqual(['In progress', 'In progress', 'Being referred', 'In progress', 'In progress'])
  expect(rows.map((row) => row.getCell(3).value)).toContain('Company')
})

test('chosen rows and found words narrow an export', async ({ world }) => {
  const { supervisor, company } = await cast(world)
  const [a, b] = [await entered(world, supervisor, company, { narrative: 'A zeppelin clause.' }), await entered(world, supervisor, company)]
  const rows = async (input: object) => (await exported(world, supervisor, { columns: ['id'], ...input })).toString('utf8').trim().split('\r\n').length - 1
  expect(await rows({ ids: [a] })).toBe(1)
  expect(await rows({ ids: [a, b] })).toBe(2)
  expect(await rows({ words: 'zeppelin' })).toBe(1)
  expect(await rows({ words: 'zeppelin', ids: [b] })).toBe(0)
})

test('an export breaks off when its reader lost the role or was removed meanwhile', async ({ world }) => {
  const { agency } = await cast(world)
  for (const format of ['csv', 'xlsx'] as const) {
    const leaver = await world.agencyUser(agency, 'manager')
    await many(world, leaver, 1_500)
    let reads = 0
    // The third page finds the account removed.
    const transaction: Deps['transaction'] = async (actor, work) => {
      reads += 1
      if (reads === 3) await world.rows("update account set standing = 'removed' where user_id = $1", [leaver.userId])
      return world.deps.transaction(actor, work)
    }
    const stream = await exportComplaints({ ...world.deps, transaction }, leaver, ExportComplaints.parse({ format }))
    await expect((async () => { for await (const part of stream) expect(part).toBeDefined() })()).rejects.toThrow()
  }
})

test('a company exports nothing, nor does somebody without a complaints role', async ({ world }) => {
  const { agency, poc } = await cast(world)
  for (const actor of [poc, await world.agencyUser(agency, null)]) await expect(exportComplaints(world.deps, actor, ExportComplaints.parse({}))).rejects.toMatchObject({ code: 'forbidden' })
})
