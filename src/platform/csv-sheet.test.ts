import { buffer, text } from 'node:stream/consumers'
import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { originalCell } from '../kernel/safe-cell.ts'
import { csvLines, csvSheet } from './csv-sheet.ts'

const awkward = ['a\nb', 'a\rb', 'a\r\nb', '\n', '"', 'say "so"', 'a,b', 'a;b', '=1+1', '+1', '-1', '@x', '\ttab', '\rreturn', "'=1", "'plain", 'a\u0085b', '\u2028', '\u2029x', ' space ', '', '\uFEFF', '日本', '\u000b']
const read = (csv: string): string[][] => parse(csv, { bom: true })

test('any text is read back as it was by a standard parser, however lines are parted', () => {
  const cell = fc.oneof(fc.constantFrom(...awkward), fc.string({ unit: 'grapheme' }), fc.tuple(fc.constantFrom(...awkward), fc.constantFrom(...awkward)).map((two) => two.join('')))
  const rows = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 6 }).map((given) => given.map((row) => [...row, 'end'].slice(-3)))
  fc.assert(fc.property(rows, (given) => {
    const csv = csvLines(given)
    for (const record_delimiter of [['\r\n'], ['\r\n', '\n'], ['\r\n', '\n', '\r']]) {
      const found: string[][] = parse(csv, { record_delimiter })
      expect(found.map((row) => row.map(originalCell))).toEqual(given)
      expect(found.flat().filter((text) => /^[=+\-@\t\r]/.test(text)), 'no formula').toEqual([])
    }
  }))
})

test('outside of quotation marks there is no line break but CRLF, and no space that a reader might drop', () => {
  const bare = csvLines([awkward, awkward]).replace(/"(?:[^"]|"")*"/g, 'cell').replaceAll('\r\n', '')
  expect(bare).not.toMatch(/[\r\n\t\v\u0085\u2028\u2029]|(^|,) | (,|$)/)
})

test('a sheet begins with a byte order mark and breaks off when reading fails', async () => {
  const rows = async function* (fails: boolean) {
    yield [['1', 'two\nlines']]
    yield []
    await Promise.resolve()
    if (fails) throw new Error('no longer')
    yield [['2', '']]
  }
  const whole = (await buffer(csvSheet(['ID', 'Text'], rows(false)))).toString()
  expect(whole.startsWith('\uFEFFID,Text\r\n')).toBe(true)
  expect(read(whole)).toEqual([['ID', 'Text'], ['1', 'two\nlines'], ['2', '']])
  await expect(text(csvSheet(['ID', 'Text'], rows(true)))).rejects.toThrow('no longer')
})

test('rows that nobody reads any more are ended', async () => {
  let ended = false
  const rows = async function* () {
    try {
      for (;;) {
        await Promise.resolve()
        yield [['x'.repeat(10_000)]]
      }
    } finally {
      ended = true
    }
  }
  const sheet = csvSheet(['ID'], rows())
  for await (const _ of sheet) break
  await new Promise((resolve) => setImmediate(resolve))
  expect(ended).toBe(true)
})
