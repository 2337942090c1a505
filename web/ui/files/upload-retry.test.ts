import { expect, test } from 'vitest'
import { afterBreak, smoothed } from './upload-retry.ts'

test('a lost connection is tried again for as long as it takes, with pauses that grow to a minute', () => {
  expect([1, 2, 3, 4, 5, 6, 7, 100].map((attempt) => afterBreak(null, attempt))).toEqual([1, 2, 4, 8, 16, 32, 60, 60].map((seconds) => ({ then: 'again', seconds })))
})

test('a server that is overloaded is given the time that it asks for', () => {
  expect(afterBreak(429, 1, 30)).toEqual({ then: 'again', seconds: 30 })
})

test('a session that ended asks to sign in; what the server refuses is not tried again', () => {
  expect(afterBreak(401, 1)).toEqual({ then: 'sign-in' })
  for (const status of [400, 403, 404, 413, 422]) expect(afterBreak(status, 1)).toEqual({ then: 'give-up' })
  expect(afterBreak(409, 1).then).toBe('again')
  expect(afterBreak(409, 4).then).toBe('give-up')
})

test('the speed follows slowly, so that the time left does not jump', () => {
  expect(smoothed(0, 1000, 1)).toBe(1000)
  const after = smoothed(1000, 0, 1)
  expect(after).toBeGreaterThan(700)
  expect(after).toBeLessThan(1000)
})
