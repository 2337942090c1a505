import { z } from 'zod'
import { CalendarDate, Id, Instant, Person, requiredText, text, Version } from '../../kernel/shapes.ts'
import { DocumentItem } from '../documents/contract.ts'

/** Rounds of a request, and what its company asks about it: of both sides. */
export const askKinds = ['send_back', 'more_time'] as const
export type AskKind = (typeof askKinds)[number]
export const askStates = ['waiting', 'granted', 'declined', 'withdrawn', 'overtaken'] as const

export const AskItem = z
  .object({
    id: Id,
    requestId: Id,
    kind: z.enum(askKinds).describe('send_back: Request IR to be Sent Back; more_time: Request More Time'),
    reason: z.string(),
    wantedOn: CalendarDate.nullable().describe('more_time: the due date that the company wants'),
    state: z.enum(askStates).describe('overtaken: the request was canceled, answered or its complaint closed before anybody decided'),
    askedBy: Person,
    askedAt: Instant,
    decidedBy: Person.nullable(),
    decidedAt: Instant.nullable(),
    answer: z.string().describe("The agency's words to the company"),
    version: Version,
  })
  .meta({ id: 'RequestAsk' })
export type AskItem = z.infer<typeof AskItem>

export const RoundItem = z
  .object({
    round: z.number().int().min(2).describe('The first round is the sending itself'),
    explanation: z.string(),
    dueOn: CalendarDate.describe('As it was when sent back'),
    sentBackBy: Person,
    sentBackAt: Instant,
    documents: z.array(DocumentItem),
  })
  .meta({ id: 'RequestRound' })
export type RoundItem = z.infer<typeof RoundItem>

/** The agency's words where it grants what the company asked. */
const Answer = text(4_000).default('').describe('To the company, where this grants what it asked')
export const ExtendRequest = z.strictObject({ version: Version, dueOn: CalendarDate.describe('In the future, and not the present due date'), answer: Answer })
export type ExtendRequest = z.infer<typeof ExtendRequest>
export const SendBack = z.strictObject({
  version: Version,
  dueOn: CalendarDate.describe('In the future'),
  explanation: requiredText(4_000, 'Say what is missing or unclear.').describe('Shown to the company'),
  documentIds: z.array(Id).max(100).default([]).describe('Uploaded before with purpose send_back'),
})
export type SendBack = z.infer<typeof SendBack>
export const DeclineAsk = z.strictObject({ version: Version, answer: requiredText(4_000, 'Say why it is declined.').describe('Shown to the company') })
export type DeclineAsk = z.infer<typeof DeclineAsk>
