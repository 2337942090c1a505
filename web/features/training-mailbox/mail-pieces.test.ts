import { expect, test } from 'vitest'
import { pieces } from './mail-pieces.ts'

test('an address in an e-mail can be followed, and the full stop after it is no part of it', () => {
  expect(pieces('Open http://localhost:3000/received/1. Thank you.')).toEqual([
    { text: 'Open ', href: null },
    { text: 'http://localhost:3000/received/1', href: 'http://localhost:3000/received/1' },
    { text: '. Thank you.', href: null },
  ])
})

test('a text of another kind is never a link', () => {
  expect(pieces('javascript:alert(1)')).toEqual([{ text: 'javascript:alert(1)', href: null }])
})
