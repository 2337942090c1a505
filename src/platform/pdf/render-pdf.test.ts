import { buffer } from 'node:stream/consumers'
import { inflateSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { breakLines } from './break-lines.ts'
import { printable } from './glyphs.ts'
import type { PdfBlock, PdfDocument } from './pdf-document.ts'
import { renderPdf } from './render-pdf.ts'

const documentOf = (blocks: PdfBlock[]): PdfDocument => ({ title: 'Record of C-000123', author: 'Test Agency', language: 'en-US', createdAt: new Date('2026-11-23T15:00:00Z'), header: 'C-000123', footer: 'Exported', blocks })

/** The PDF's own objects, with compressed ones opened. */
async function opened(blocks: PdfBlock[]): Promise<string> {
  const bytes = await buffer(renderPdf(documentOf(blocks)))
  return bytes.toString('latin1').replace(/(\/FlateDecode[^]*?stream\r?\n)([^]*?)\r?\nendstream/g, (_, head: string, body: string) => head + inflateSync(Buffer.from(body, 'latin1')).toString('latin1'))
}
const pagesOf = (pdf: string) => pdf.match(/\/Type \/Page\b(?!s)/g)?.length ?? 0

test('a document says its language and title, and of every part what it is', async () => {
  const pdf = await opened([{ kind: 'heading', level: 1, text: 'C-000123' }, { kind: 'paragraph', text: 'José’s narrative' }, { kind: 'table', head: ['Name'], widths: [1], rows: [['a.pdf']] }])
  for (const part of ['/Lang (en-US)', '/Marked true', '/DisplayDocTitle true', '/S /H1', '/S /P', '/S /Table', '/S /TH', '/FontFile2']) expect(pdf).toContain(part)
})

test('a description of 50,000 characters goes on over as many pages as it takes', async () => {
  const sentence = 'The servicer did not credit my payment of October. '
  const pdf = await opened([{ kind: 'paragraph', text: sentence.repeat(1000).slice(0, 50_000) }])
  expect(pagesOf(pdf)).toBeGreaterThan(9)
})

test('the head of a table is repeated on its every page, and a row longer than a page goes on', async () => {
  const rows = [...Array.from({ length: 120 }, (_, index) => [`file ${String(index)}`, 'x']), ['long', 'word '.repeat(3000)]]
  const pdf = await opened([{ kind: 'table', head: ['Name', 'Text'], widths: [1, 3], rows }])
  expect(pdf.match(/\/S \/TH/g)?.length).toBe(2 * pagesOf(pdf))
})

test('what the font lacks is shown as missing, never dropped without a trace, and nothing crashes', async () => {
  expect(printable('Nguyễn Žofia d’Été “ok” – €')).toBe('Nguyễn Žofia d’Été “ok” – €')
  expect(printable('中文 👍🏽 ａｂ① Жук')).toBe('◊◊ ◊ ab1 ◊◊◊')
  expect(printable('e\u0301 a\u0000b\u202ec')).toBe('é abc')
  await expect(opened([{ kind: 'paragraph', text: '\ud800 中 \u0007 👩‍👩‍👧' }, { kind: 'facts', items: [{ label: '', value: '' }] }, { kind: 'list', items: [''] }, { kind: 'table', head: [''], widths: [], rows: [[]] }])).resolves.toContain('%%EOF')
})

test('lines break between words; a word longer than a line breaks where the line ends', () => {
  const measure = (text: string) => text.length
  expect(breakLines('one two three', 7, measure)).toEqual(['one two', 'three'])
  expect(breakLines(`a ${'b'.repeat(12)} c`, 5, measure)).toEqual(['a', 'bbbbb', 'bbbbb', 'bb c'])
  expect(breakLines('', 5, measure)).toEqual([''])
})

test('when nobody reads any more, writing ends', async () => {
  const pdf = renderPdf(documentOf(Array.from({ length: 2000 }, () => ({ kind: 'paragraph', text: 'word '.repeat(200) }))))
  pdf.destroy()
  await expect(buffer(pdf)).rejects.toThrow()
})

test('bars stand on one page with what their colors mean, and say in words what they show', async () => {
  const bars: PdfBlock = { kind: 'bars', alt: 'Open and closed complaints by product.', parts: [{ name: 'Open', color: '#1a4480' }, { name: 'Closed', color: '#71767a' }], rows: Array.from({ length: 36 }, (_, index) => ({ label: `A product with a long name ${String(index)}`, values: [index, 0] })) }
  const pdf = await opened([{ kind: 'paragraph', text: 'word '.repeat(1000) }, bars])
  expect(pdf).toContain('/Alt (Open and closed complaints by product.)')
  expect(pdf.match(/\/S \/Figure/g)).toHaveLength(1)
  expect(pagesOf(pdf)).toBeLessThanOrEqual(3)
  await expect(opened([{ ...bars, rows: [{ label: '', values: [0, 0] }] }])).resolves.toContain('%%EOF')
})
