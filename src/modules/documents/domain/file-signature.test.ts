import { expect, test } from 'vitest'
import { remarkOn } from './file-signature.ts'

const bytes = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0))
const zip = 'PK\x03\x04\x14\x00'
const program = `MZ\x90\x00\x03`

test.each([
  ['statement.pdf', '%PDF-1.7\n', null],
  ['statement.pdf', zip, 'type_differs'],
  ['statement.pdf', 'Dear Sir or Madam', 'type_differs'],
  ['letter.docx', zip, null],
  ['letter.docx', '%PDF-1.4', 'type_differs'],
  ['table.xls', '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', null],
  ['photo.JPG', '\xff\xd8\xff\xe0', null],
  ['photo.png', '\xff\xd8\xff\xe0', 'type_differs'],
  ['table.csv', 'MZ,Mozambique\n', null],
  ['table.csv', program, 'type_differs'],
  ['notes.txt', 'plain words', null],
  ['recording.opus', 'OggS', null],
  ['recording.opus', program, 'type_differs'],
  ['book.epub', zip, null],
  ['none', '\x7fELF', 'type_differs'],
  ['setup.exe', program, null],
])('%s that begins with %j: %s', (name, start, remark) => {
  expect(remarkOn(name, start.length, bytes(start))).toBe(remark)
})

test('a file without bytes is remarked on as empty, whatever its name', () => {
  expect(remarkOn('statement.pdf', 0, bytes(''))).toBe('empty')
})
