import { z } from 'zod'
import { Id, Instant, Person, text, Version } from '../../kernel/shapes.ts'

/** Submission, and preliminary review (docs/rules.md 3). */
export const SubmitComplaint = z.discriminatedUnion('review', [
  z.strictObject({
    version: Version,
    review: z.literal('bypass').describe('Bypass Preliminary Review: the submitter becomes Agency POC and the complaint is in progress'),
  }),
  z.strictObject({
    version: Version,
    review: z.literal('preliminary').describe('The complaint is pending until a reviewer lets it proceed or closes it'),
    reviewerId: Id.describe('A Complaint Supervisor or Complaint Manager of the agency other than the submitter; is told'),
    note: text(4_000).optional().describe('What the reviewer should look at'),
  }),
])
export type SubmitComplaint = z.infer<typeof SubmitComplaint>

export const CompleteReview = z.strictObject({
  version: Version,
  agencyPocId: z.uuid({ error: 'Choose who will work on it.' }).describe('Who works on it: a Complaint Supervisor or Complaint Manager of the agency'),
  comments: text(4_000).optional().describe('For whoever works on it; agencies only'),
})
export type CompleteReview = z.infer<typeof CompleteReview>

export const ReplaceReviewer = z.strictObject({
  version: Version,
  reviewerId: z.uuid({ error: 'Choose who shall review it.' }).describe('A Complaint Supervisor or Complaint Manager of the agency other than who asked for the review; is told'),
  note: text(4_000).default('').describe('What the reviewer should look at'),
})
export type ReplaceReviewer = z.infer<typeof ReplaceReviewer>

export const PreliminaryReview = z
  .object({
    reviewer: Person.describe('Who was asked; any Complaint Supervisor or Manager of the agency may complete it'),
    askedBy: Person,
    askedAt: Instant,
    note: z.string(),
    completedBy: Person.nullable(),
    completedAt: Instant.nullable(),
    comments: z.string(),
    canReplace: z.boolean().describe('This actor may choose another reviewer now'),
  })
  .meta({ id: 'PreliminaryReview' })
export type PreliminaryReview = z.infer<typeof PreliminaryReview>
