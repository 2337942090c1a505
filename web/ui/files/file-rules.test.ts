import { expect, test } from 'vitest'
import { isHidden, progressWords, refusalOf, sentName, sizeWords } from './file-rules.ts'

test('a file of exactly 1 GB is taken, one byte more is refused with ways on', () => {
  expect(refusalOf({ name: 'a.zip', size: 2 ** 30 })).toBeNull()
  expect(refusalOf({ name: 'a.zip', size: 2 ** 30 + 1 })).toContain('file-sharing link')
})

test('a name has at most 200 characters, its extension included', () => {
  expect(refusalOf({ name: `${'ü'.repeat(196)}.pdf`, size: 1 })).toBeNull()
  expect(refusalOf({ name: `${'ü'.repeat(197)}.pdf`, size: 1 })).toContain('200 characters')
})

test('a file out of a folder is sent with its path, of which only as much as a name may hold', () => {
  expect(sentName('Loan 12/Statements/May.pdf')).toBe('Loan 12/Statements/May.pdf')
  expect(sentName('/May.pdf')).toBe('May.pdf')
  expect(sentName(`${'a'.repeat(120)}/${'b'.repeat(120)}/May.pdf`)).toBe(`${'b'.repeat(120)}/May.pdf`)
  expect(sentName('c'.repeat(250))).toHaveLength(250)
})

test('what a system hides in a folder is left out; a file that was chosen by itself is not', () => {
  for (const path of ['Loan/.DS_Store', 'Loan/.git/config', 'Loan/Thumbs.db', '__MACOSX/Loan/a.pdf']) expect(isHidden(path)).toBe(true)
  for (const path of ['.env', 'Loan/a.pdf', 'Loan/thumbs.database.pdf']) expect(isHidden(path)).toBe(false)
})

test('sizes and progress are said as people say them', () => {
  expect(sizeWords(226 * 1024)).toBe('226 KB')
  expect(sizeWords(3.1 * 1024 ** 2)).toBe('3.1 MB')
  expect(sizeWords(10)).toBe('10 bytes')
  expect(progressWords(403 * 1024 ** 2, 640 * 1024 ** 2, 2 * 1024 ** 2)).toBe('62%, 403 MB of 640 MB, 2 MB/s, about 2 minutes left')
})
