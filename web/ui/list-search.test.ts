import { expect, test } from 'vitest'
import { hashFor, patched, wordsIn } from './list-search.ts'

test('searched words survive the fragment, signs and all', () => {
  for (const words of ['escrow taxes', 'AT&T 50% + more', 'q=1#2', 'Tomás']) expect(wordsIn(`#${hashFor(words)}`)).toBe(words)
  expect(hashFor('   ')).toBe('')
  expect(wordsIn('')).toBe('')
})

test('an emptied filter leaves the address', () => {
  expect(patched({ status: 'pending', view: 'open' }, { status: undefined })).toEqual({ view: 'open' })
  expect(patched({ view: 'open' }, { status: '', tags: [] })).toEqual({ view: 'open' })
})

test('a changed filter never keeps the cursor of the list before', () => {
  expect(patched({ cursor: 'abc' }, { status: 'closed' })).toEqual({ status: 'closed' })
})
