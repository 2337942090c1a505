import { z } from 'zod'
import { CalendarDate, Id, Instant, Person, requiredText, Version } from '../../kernel/shapes.ts'
import { askKinds, AskItem } from './round-contract.ts'
import { responseStatuses } from './domain/request-lifecycle.ts'

/** How a company works on its answers, and what it gets for having sent them. Never the agency's, but asks and receipts. */
export const HandOver = z.strictObject({ version: Version })
export type HandOver = z.infer<typeof HandOver>
export const ReturnDraft = z.strictObject({ version: Version, comment: requiredText(4_000, 'Say what is to be changed.').describe('Kept with the internal comments; the agency never sees it') })
export type ReturnDraft = z.infer<typeof ReturnDraft>

export const SubmitResponses = z.strictObject({
  items: z
    .array(z.strictObject({ requestId: Id, version: z.number().int().min(0).describe('Of the draft. 0: acknowledges receipt where the request asks for no more') }))
    .min(1, 'Choose at least one request.')
    .max(100, 'Submit at most 100 answers at once.'),
})
export type SubmitResponses = z.infer<typeof SubmitResponses>
export const SubmissionItem = z
  .object({
    id: Id,
    submittedAt: Instant,
    submittedBy: Person,
    actedFor: Person.nullable().describe('The absent Company POC for whom a deputy submitted'),
    requests: z.array(z.object({ id: Id, number: z.string(), title: z.string(), round: z.number().int() })).describe('Those whose answers the reader may read'),
    answers: z.number().int().describe('How many there were, with restricted ones'),
  })
  .meta({ id: 'Submission' })
export type SubmissionItem = z.infer<typeof SubmissionItem>
export const SubmissionList = z.object({ items: z.array(SubmissionItem).describe('Newest first') })

export const ReadyAnswer = z
  .object({
    requestId: Id,
    number: z.string(),
    title: z.string(),
    dueOn: CalendarDate,
    round: z.number().int(),
    acknowledgeOnly: z.boolean(),
    version: z.number().int().min(0).describe('0: nothing was written yet'),
    status: z.enum(responseStatuses).nullable(),
    savedAt: Instant.nullable(),
    savedBy: Person.nullable(),
    characters: z.number().int(),
    files: z.number().int(),
    links: z.number().int(),
    restricted: z.boolean(),
    problems: z.array(z.string()).describe('Why it cannot be submitted yet; empty: it can'),
    remarks: z.array(z.string()).describe('What its sender should know'),
  })
  .meta({ id: 'AnswerToSubmit' })
export type ReadyAnswer = z.infer<typeof ReadyAnswer>
export const ReadyAnswers = z.object({ items: z.array(ReadyAnswer).describe('Requests that are with the company, next due first'), maySubmit: z.boolean() })

export const CommentItem = z
  .object({ id: Id, round: z.number().int(), text: z.string().describe('Empty where removed'), author: Person, createdAt: Instant, removed: z.boolean(), canRemove: z.boolean() })
  .meta({ id: 'ResponseComment' })
export type CommentItem = z.infer<typeof CommentItem>
export const AddComment = z.strictObject({ text: requiredText(4_000, 'Write a comment.') })
export type AddComment = z.infer<typeof AddComment>
export const ByComment = z.object({ id: Id, commentId: Id })

export const AssignDrafters = z.strictObject({
  userIds: z.array(Id).max(20, 'Ask at most 20 colleagues.'),
  seen: z.array(Id).max(100).describe('Those who were asked when the page was read; others by now are refused with stale_version'),
})
export type AssignDrafters = z.infer<typeof AssignDrafters>

export const MakeAsk = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('send_back'), reason: requiredText(4_000, 'Say why the request should come back.') }),
  z.strictObject({ kind: z.literal('more_time'), reason: requiredText(4_000, 'Say why you need more time.'), wantedOn: z.iso.date({ error: 'Enter the date that you ask for.' }).describe('After the present due date') }),
])
export type MakeAsk = z.infer<typeof MakeAsk>
export const WithdrawAsk = z.strictObject({ version: Version })
export const ByAsk = z.object({ id: Id, askId: Id })

/** All that goes on around an answer within the company, in one reading. */
export const AnswerWork = z
  .object({
    handed: z.object({ by: Person, at: Instant }).nullable().describe('It waits for the Company POC'),
    returned: z.object({ by: Person, at: Instant }).nullable().describe('The Company POC gave it back to be changed'),
    canTakeBack: z.boolean(),
    comments: z.array(CommentItem).describe('Oldest first'),
    drafters: z.array(Person.extend({ assignedBy: Person, assignedAt: Instant })),
    colleagues: z.array(Person).describe('Who may be asked to draft'),
    asks: z.array(AskItem).describe('Newest first'),
    canAsk: z.array(z.enum(askKinds)),
  })
  .meta({ id: 'AnswerWork' })
export type AnswerWork = z.infer<typeof AnswerWork>
