import { expect, test } from 'vitest'
import { categoryWords } from './category-words.ts'

const label = (name: string, retired?: { version: string | null; until: string | null }) => ({ id: name.length, name, retired })
const ended = { version: '2016', until: '2017-04-23' }

test('labels in use are said plainly', () => {
  expect(categoryWords(label('Mortgage'), label('FHA mortgage'))).toBe('Mortgage · FHA mortgage')
  expect(categoryWords(label('Mortgage'), null)).toBe('Mortgage')
  expect(categoryWords(null, null)).toBe('')
})

test('until when they stood is said once for a label and the one under it', () => {
  expect(categoryWords(label('Bank account', ended), label('Checking account', ended))).toBe('Bank account · Checking account (earlier label, used until Apr 23, 2017)')
  expect(categoryWords(label('Bank account', ended), null)).toBe('Bank account (earlier label, used until Apr 23, 2017)')
})

test('where they differ each says its own', () => {
  expect(categoryWords(label('Mortgage'), label('FHA mortgage', ended))).toBe('Mortgage · FHA mortgage (earlier label, used until Apr 23, 2017)')
  expect(categoryWords(label('Mortgage', ended), label('FHA mortgage'))).toBe('Mortgage (earlier label, used until Apr 23, 2017) · FHA mortgage')
  expect(categoryWords(label('Credits', { version: null, until: null }), label('FHA mortgage', ended))).toBe('Credits (label of an import) · FHA mortgage (earlier label, used until Apr 23, 2017)')
})
