import { describe, expect, test } from 'vitest'
import { AppError } from '../../../kernel/errors.ts'
import { searchTerms } from './search-words.ts'

const word = (text: string, more: Partial<ReturnType<typeof searchTerms>[number]> = {}) => ({ text, phrase: false, prefix: false, excluded: false, ...more })

describe('what was typed into the search box', () => {
  test('every word is wanted', () => expect(searchTerms('escrow  shortage')).toEqual([word('escrow'), word('shortage')]))
  test('quotes keep words together, and one word in quotes is a word', () => expect(searchTerms('"credit report" "fee"')).toEqual([word('credit report', { phrase: true }), word('fee')]))
  test('a quote that was not closed reaches to the end', () => expect(searchTerms('loan "credit report')).toEqual([word('loan'), word('credit report', { phrase: true })]))
  test('a minus leaves out a word or a phrase', () => expect(searchTerms('loan -auto -"late fee"')).toEqual([word('loan'), word('auto', { excluded: true }), word('late fee', { phrase: true, excluded: true })]))
  test('a star at the end is a beginning', () => expect(searchTerms('forec*')).toEqual([word('forec', { prefix: true })]))
  test('a hyphen within a word is no exclusion', () => expect(searchTerms('co-op')).toEqual([word('co-op')]))
  test('IDs that people read are words', () => expect(searchTerms('C-000123 ir-456 SES-001187 etn-12')).toEqual([word('c123'), word('ir456'), word('ses1187'), word('etn12')]))
  test('marks alone are passed over', () => expect(searchTerms('loan & - …')).toEqual([word('loan')]))
})

test.each([
  ['-loan', /Say also what to find/],
  ['-"late fee" -auto', /Say also what to find/],
  ['…', /Enter a word/],
  ['""', /Enter a word/],
  ['a*', /at least two letters/],
])('%s is refused with a sentence', (words, sentence) => {
  expect(() => searchTerms(words)).toThrow(AppError)
  expect(() => searchTerms(words)).toThrow(sentence)
})
