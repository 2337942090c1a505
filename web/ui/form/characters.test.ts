import { expect, test } from 'vitest'
import { charactersSentence, countCharacters } from './characters.ts'

test('a line break counts one, however the browser writes it', () => {
  expect(countCharacters('a\nb')).toBe(3)
  expect(countCharacters('a\r\nb')).toBe(3)
  expect(countCharacters('a\rb')).toBe(3)
})

test('an emoji outside the basic plane counts one, as the server counts it', () => {
  expect(countCharacters('Grüße 🏠')).toBe(7)
})

test('the counter says how many are too many', () => {
  expect(charactersSentence(528, 4000)).toBe('528 of 4,000 characters')
  expect(charactersSentence(4003, 4000)).toBe('4,003 of 4,000 characters, 3 too many')
})
