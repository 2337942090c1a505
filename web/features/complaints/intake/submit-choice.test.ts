import { expect, test } from 'vitest'
import { SubmitChoice, submissionOf } from './submit-choice.ts'

test('a review needs a reviewer; bypassing it needs nobody', () => {
  expect(SubmitChoice.safeParse({ review: 'preliminary', reviewerId: '', note: '' }).error?.issues[0]).toMatchObject({ path: ['reviewerId'], message: 'Choose who shall review it.' })
  expect(SubmitChoice.safeParse({ review: 'bypass', reviewerId: '', note: '' }).success).toBe(true)
})

test('what was typed for a review is not sent along when it is bypassed', () => {
  expect(submissionOf({ review: 'bypass', reviewerId: 'x', note: 'y' }, 3)).toEqual({ version: 3, review: 'bypass' })
})

test('a review without anybody chosen says whom to choose', () => {
  for (const reviewerId of ['', null]) expect(SubmitChoice.safeParse({ review: 'preliminary', reviewerId, note: '' }).error?.issues.map(({ message }) => message)).toEqual(['Choose who shall review it.'])
  expect(SubmitChoice.safeParse({ review: 'bypass', reviewerId: null, note: '' }).success).toBe(true)
})
