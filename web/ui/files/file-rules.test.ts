import { expect, test } from 'vitest'
import { progressWords, refusalOf, sizeWords } from './file-rules.ts'

test('a file of exactly 1 GB is taken, one byte more is refused with ways on', () => {
  expect(refusalOf({ name: 'a.zip', size: 2 ** 30 })).toBeNull()
  expect(refusalOf({ name: 'a.zip', size: 2 ** 30 + 1 })?.advice).toContain('file-sharing link')
})

test('a name has at most 200 characters, its extension included', () => {
  expect(refusalOf({ name: `${'ü'.repeat(196)}.pdf`, size: 1 })).toBeNull()
  expect(refusalOf({ name: `${'ü'.repeat(197)}.pdf`, size: 1 })?.what).toContain('200 characters')
})

test('sizes and progress are said as people say them', () => {
  expect(sizeWords(226 * 1024)).toBe('226 KB')
  expect(sizeWords(3.1 * 1024 ** 2)).toBe('3.1 MB')
  expect(sizeWords(10)).toBe('10 bytes')
  expect(progressWords(403 * 1024 ** 2, 640 * 1024 ** 2, 2 * 1024 ** 2)).toBe('62%, 403 MB of 640 MB, 2 MB/s, about 2 minutes left')
})
