import { expect, test } from 'vitest'
import { caretAfter, mergeText } from './text-merge.ts'

const base = 'First.\n\nSecond.\n\nThird.'

test('changes in different paragraphs come together', () => {
  expect(mergeText(base, base.replace('First.', 'First, mended.'), base.replace('Third.', 'Third, mended.'))).toBe('First, mended.\n\nSecond.\n\nThird, mended.')
})

test('what both added at the end stands one after the other, theirs first', () => {
  expect(mergeText(base, `${base}\nMine.`, `${base}\nTheirs.`)).toBe(`${base}\nTheirs.\nMine.`)
})

test('the same paragraph changed by both is left to a person', () => {
  expect(mergeText(base, base.replace('Second.', 'Second, mine.'), base.replace('Second.', 'Second, theirs.'))).toBe(null)
  expect(mergeText('', 'Mine', 'Theirs')).toBe(null)
})

test('one removes a paragraph, the other changes another; the same change made twice is one', () => {
  expect(mergeText(`${base}\n\nFourth.`, 'First.\n\nThird.\n\nFourth.', `${base}\n\nFourth, mended.`)).toBe('First.\n\nThird.\n\nFourth, mended.')
  expect(mergeText(base, `${base}!`, `${base}!`)).toBe(`${base}!`)
  expect(mergeText(base, base, 'New')).toBe('New')
})

test('the cursor stays by the words where it stood', () => {
  expect(caretAfter('ab', 'abc', 2)).toBe(2)
  expect(caretAfter('one\ntwo', 'zero\none\ntwo', 7)).toBe(12)
  expect(caretAfter('one two', 'one', 6)).toBe(3)
})
