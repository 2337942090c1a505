import { expect, test } from 'vitest'
import { z } from 'zod'
import { DecideAccountRequest } from '#src/modules/companies/account-requests-contract.ts'
import { ChangeAgencyPoc } from '#src/modules/complaints/contract.ts'
import { CompleteReview } from '#src/modules/complaints/review-contract.ts'
import { DecideReferral } from '#src/modules/sharing/contract.ts'
import { unanswered } from './unanswered.ts'

const said = (contract: z.ZodType, input: unknown, field: string) => contract.safeParse(input, { error: unanswered }).error?.issues.find((issue) => issue.path.join('.') === field)?.message

test('radio buttons of which none is chosen say what to do, in their own words where the contract has them', () => {
  expect(said(ChangeAgencyPoc, { version: 1, userId: null }, 'userId')).toBe('Choose who will work on it.')
  expect(said(CompleteReview, { version: 1, agencyPocId: null }, 'agencyPocId')).toBe('Choose who will work on it.')
  expect(said(DecideReferral, { decision: 'accept', agencyPocId: null }, 'agencyPocId')).toBe('Choose who will work on it.')
  expect(said(DecideAccountRequest, { version: 1, decision: null, note: '' }, 'decision')).toBe('Choose whether to approve or to reject.')
})

test('without words of their own they still speak plain English', () => {
  const contract = z.object({ kind: z.string(), way: z.enum(['a', 'b']), level: z.enum(['x']).optional(), count: z.number() })
  for (const field of ['kind', 'way', 'level', 'count']) expect(said(contract, { kind: null, way: null, level: null, count: null }, field)).toBe('Choose or enter something here.')
  expect(said(contract, { kind: 5, way: 'a', count: 1 }, 'kind'), 'what is wrong in another way keeps its sentence').toContain('expected string')
})
