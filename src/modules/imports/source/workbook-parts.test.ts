import { Readable } from 'node:stream'
import { crc32, deflateRawSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { openSource } from './records.ts'

type Part = { path: string; content: Buffer; declared?: number }

/** An archive as an attacker writes it: sizes are what it says, not what it holds. */
function archive(parts: readonly Part[]): Buffer {
  const files: Buffer[] = []
  const directory: Buffer[] = []
  let at = 0
  for (const { path, content, declared } of parts) {
    const [name, data] = [Buffer.from(path), deflateRawSync(content)]
    const entry = Buffer.alloc(46)
    entry.writeUInt32LE(0x02014b50, 0)
    entry.writeUInt16LE(20, 4)
    entry.writeUInt16LE(20, 6)
    entry.writeUInt16LE(8, 10)
    entry.writeUInt32LE(crc32(content), 16)
    entry.writeUInt32LE(data.length, 20)
    entry.writeUInt32LE(declared ?? content.length, 24)
    entry.writeUInt16LE(name.length, 28)
    entry.writeUInt32LE(at, 42)
    const local = Buffer.alloc(30)
    local.writeUInt32LE(0x04034b50, 0)
    entry.copy(local, 4, 6, 32)
    files.push(local, name, data)
    directory.push(entry, name)
    at += local.length + name.length + data.length
  }
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(parts.length, 8)
  end.writeUInt16LE(parts.length, 10)
  end.writeUInt32LE(Buffer.concat(directory).length, 12)
  end.writeUInt32LE(at, 16)
  return Buffer.concat([...files, ...directory, end])
}

const workbook = (sheet: Omit<Part, 'path'>, others: readonly Part[] = []) =>
  archive([
    { path: 'xl/workbook.xml', content: Buffer.from('<workbook><sheets><sheet name="A" r:id="r1"/></sheets></workbook>') },
    { path: 'xl/_rels/workbook.xml.rels', content: Buffer.from('<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/></Relationships>') },
    { path: 'xl/worksheets/sheet1.xml', ...sheet },
    ...others,
  ])

async function readAll(content: Buffer): Promise<number> {
  const bytes = { size: content.length, read: (range?: { first: number; last: number }) => Readable.from([range ? content.subarray(range.first, range.last + 1) : content]) }
  let rows = 0
  for await (const _ of (await openSource(bytes, { format: 'xlsx' })).records) rows += 1
  return rows
}

const row = '<row r="1"><c t="inlineStr"><is><t>a</t></is></c><c t="inlineStr"><is><t>b</t></is></c></row>'
const sheetOf = (rows: string) => Buffer.from(`<worksheet><sheetData>${rows}</sheetData></worksheet>`)
const spaces = Buffer.alloc(24 << 20, 0x20)

test.for<[string, Buffer]>([
  ['says that its sheet unpacks to 2 GB', workbook({ content: sheetOf(row), declared: 2 ** 31 })],
  ['says that its texts unpack to 300 MB', workbook({ content: sheetOf(row) }, [{ path: 'xl/sharedStrings.xml', content: Buffer.from('<sst/>'), declared: 300 << 20 }])],
  ['unpacks to more than it says', workbook({ content: Buffer.concat([sheetOf(row), spaces]), declared: 4_000 })],
  ['unpacks to a sheet of spaces', workbook({ content: Buffer.concat([Buffer.from('<worksheet><sheetData>'), spaces]) })],
  ['has thousands of parts', archive(Array.from({ length: 6_000 }, (_, at) => ({ path: `xl/worksheets/sheet${String(at)}.xml`, content: Buffer.from('x') })))],
])('a small workbook that %s is refused at once, and held in memory never', async ([, content]) => {
  expect(content.length).toBeLessThan(1 << 20)
  const before = process.memoryUsage().rss
  await expect(readAll(content)).rejects.toMatchObject({ name: 'AppError', code: 'invalid', message: expect.stringMatching(/Nothing was imported/) as string })
  expect(process.memoryUsage().rss - before).toBeLessThan(160 << 20)
})
