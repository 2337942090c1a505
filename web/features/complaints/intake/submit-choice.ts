import { z } from 'zod'
import { SubmitComplaint } from '#src/modules/complaints/review-contract.ts'

const [, preliminary] = SubmitComplaint.options

/** What follows the submission, as the form holds it: the way, and whom to ask where a review is wanted. */
export const SubmitChoice = z
  .object({ review: z.enum(['bypass', 'preliminary']), reviewerId: z.string().nullable().describe('null: nobody is chosen'), note: preliminary.shape.note.unwrap() })
  .refine(({ review, reviewerId }) => review === 'bypass' || Boolean(reviewerId), { error: 'Choose who shall review it.', path: ['reviewerId'] })
export type SubmitChoice = z.infer<typeof SubmitChoice>

/** The same as the contract wants it. */
export function submissionOf({ review, reviewerId, note }: SubmitChoice, version: number): SubmitComplaint {
  return review === 'bypass' ? { version, review } : { version, review, reviewerId: reviewerId ?? '', note }
}
