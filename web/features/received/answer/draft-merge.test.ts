import { expect, test } from 'vitest'
import { isEmpty, joined, merge, nothingYet, sameContent } from './draft-merge.ts'

const base = { text: 'One', links: ['https://a.example'], restricted: false }

test('a colleague who only added a file or a link does not disturb the text that is being written', () => {
  const { content, textDiffers } = merge(base, { ...base, text: 'One and more' }, { ...base, links: [...base.links, 'https://b.example'] })
  expect(textDiffers).toBe(false)
  expect(content).toEqual({ text: 'One and more', links: ['https://a.example', 'https://b.example'], restricted: false })
})

test('a text that both changed is left to a person, and one’s own stays in the field', () => {
  const { content, textDiffers } = merge(base, { ...base, text: 'Mine' }, { ...base, text: 'Theirs' })
  expect(textDiffers).toBe(true)
  expect(content.text).toBe('Mine')
})

test('the same change made twice is no difference', () => {
  expect(merge(base, { ...base, text: 'Two' }, { ...base, text: 'Two' }).textDiffers).toBe(false)
})

test('a text that only the colleague changed is taken over', () => {
  expect(merge(base, base, { ...base, text: 'Theirs', restricted: true }).content).toEqual({ text: 'Theirs', links: base.links, restricted: true })
})

test('a link that one removed stays removed, those that either added are kept once', () => {
  const mine = { ...base, links: ['https://m.example', 'https://both.example'] }
  const theirs = { ...base, links: ['https://a.example', 'https://both.example'] }
  expect(merge(base, mine, theirs).content.links).toEqual(['https://both.example', 'https://m.example'])
})

test('keeping both loses no word, and an empty text adds no blank lines', () => {
  expect(joined('Theirs', 'Mine')).toBe('Theirs\n\nMine')
  expect(joined('', 'Mine')).toBe('Mine')
})

test('an answer of blanks alone is empty, unless it has a file', () => {
  expect(isEmpty({ ...nothingYet, text: ' \n ' }, 0)).toBe(true)
  expect(isEmpty(nothingYet, 1)).toBe(false)
  expect(sameContent(nothingYet, { text: '', links: [], restricted: false })).toBe(true)
})
