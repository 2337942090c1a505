import { z } from 'zod'
import { CalendarDate, Id, Instant, Person, requiredText, text, Version } from '../../kernel/shapes.ts'
import { letterNoteLimit, letterSides, letterStatuses } from './domain/letter-lifecycle.ts'
import { letterKinds } from './domain/merge-fields.ts'

/** Letters to the complainant and to the company, and the templates that they are written from. */
const Kind = z.enum(letterKinds)
const Side = z.enum(letterSides).describe('To whom the letter goes')
const Subject = requiredText(200, 'Enter the subject of the letter.')
const Body = requiredText(20_000, 'Enter the text of the letter.')

export const LetterTemplate = z
  .object({
    id: Id,
    side: Side,
    kind: Kind,
    name: z.string(),
    subject: z.string(),
    body: z.string(),
    origin: z.enum(['shipped', 'changed', 'own']).describe("changed: the agency's copy stands in the place of a shipped one"),
    replaces: Id.nullable(),
    retired: z.boolean(),
    updatedBy: Person.nullable(),
    updatedAt: Instant,
    version: Version,
  })
  .meta({ id: 'LetterTemplate' })
export type LetterTemplate = z.infer<typeof LetterTemplate>
export const LetterTemplateList = z.object({ items: z.array(LetterTemplate), canManage: z.boolean() })

const templateText = { side: Side.default('complainant'), kind: Kind, name: requiredText(120, 'Name the template.'), subject: Subject, body: Body }
export const AddTemplate = z.strictObject({ ...templateText, replaces: Id.optional().describe('The shipped template in whose place it stands') })
export type AddTemplate = z.input<typeof AddTemplate>
export const UpdateTemplate = z.strictObject({ ...templateText, version: Version })
export type UpdateTemplate = z.input<typeof UpdateTemplate>
export const RetireTemplate = z.strictObject({ version: Version, retired: z.boolean().describe("Of a copy of a shipped one: the shipped text stands again") })
export type RetireTemplate = z.infer<typeof RetireTemplate>
export const PreviewTemplate = z.strictObject({ side: Side.default('complainant'), subject: Subject, body: Body, complaint: text(20).optional().describe('Its ID, such as C-001234. Left out: filled with an invented complaint') })
export type PreviewTemplate = z.input<typeof PreviewTemplate>
export const TemplatePreview = z.object({ subject: z.string(), body: z.string(), missing: z.array(z.string()).describe('Sentences on what the complaint lacks') })
export type TemplatePreview = z.infer<typeof TemplatePreview>

export const Letter = z
  .object({
    id: Id,
    complaintId: Id,
    side: Side,
    kind: Kind,
    status: z.enum(letterStatuses).describe('approved, acknowledged and withdrawn: letters to the company only'),
    addressee: z.string(),
    subject: z.string(),
    body: z.string(),
    missing: z.array(z.string()).describe('What must be mended before it can be issued'),
    sentVia: z.enum(['mail', 'email']).nullable(),
    ownerOnly: z.boolean().describe('The complainant is restricted: agencies with access do not see it'),
    createdBy: Person,
    updatedAt: Instant,
    issuedBy: Person.nullable(),
    issuedAt: Instant.nullable(),
    document: z.object({ id: Id, name: z.string(), canOpen: z.boolean() }).nullable().describe('The PDF; null while it is being made'),
    toCompany: z
      .object({
        approvalAsked: z.object({ by: Person, at: Instant }).nullable(),
        approved: z.object({ by: Person, at: Instant }).nullable(),
        returnNote: z.string().describe('What was said when the draft was returned; agencies only'),
        dueOn: CalendarDate.nullable().describe('Until when the company is asked to acknowledge receipt'),
        originalDueOn: CalendarDate.nullable(),
        overdue: z.boolean().describe('By the agency’s day'),
        deliveredAt: Instant.nullable().describe('Since when the company has it; null while its PDF is being made'),
        acknowledged: z.object({ by: Person, at: Instant, words: z.string() }).nullable(),
        withdrawn: z.object({ by: Person, at: Instant, reason: z.string() }).nullable(),
      })
      .nullable()
      .describe('null: a letter to the complainant'),
    can: z.array(z.string()),
    version: Version,
  })
  .meta({ id: 'Letter' })
export type Letter = z.infer<typeof Letter>
export const LetterList = z.object({ items: z.array(Letter), can: z.array(z.string()) })

export const WriteLetter = z.strictObject({ side: Side.default('complainant').describe('Of an empty letter; a template has its own'), templateId: Id.optional().describe('Left out: an empty letter') })
export type WriteLetter = z.input<typeof WriteLetter>
export const UpdateLetter = z.strictObject({ version: Version, addressee: text(500), subject: Subject, body: Body })
export type UpdateLetter = z.infer<typeof UpdateLetter>
export const IssueLetter = z.strictObject({
  version: Version,
  sentVia: z.enum(['mail', 'email'], 'Choose how the letter goes out.').optional().describe('To the complainant; must be said'),
  dueOn: CalendarDate.optional().describe('To the company: until when it shall acknowledge receipt, in the future. Left out: the agency’s own number of days'),
  shareNarrative: z.boolean().optional().describe("To the company: share the consumer's description too; always no where complainant details are restricted. Left out: no"),
})
export type IssueLetter = z.infer<typeof IssueLetter>

// ── Letters to the company

export const ApproveLetter = z.strictObject({ version: Version })
export const ReturnLetter = z.strictObject({ version: Version, note: text(letterNoteLimit).default('').describe('For colleagues; the company never reads it') })
export type ReturnLetter = z.input<typeof ReturnLetter>
export const ExtendLetter = z.strictObject({ version: Version, dueOn: CalendarDate })
export type ExtendLetter = z.infer<typeof ExtendLetter>
export const WithdrawLetter = z.strictObject({ version: Version, reason: requiredText(letterNoteLimit, 'Say why the letter is withdrawn. The company reads it.') })
export type WithdrawLetter = z.infer<typeof WithdrawLetter>
export const AcknowledgeLetter = z.strictObject({ version: Version, words: text(letterNoteLimit).default('').describe('For the agency, if there is something to say') })
export type AcknowledgeLetter = z.input<typeof AcknowledgeLetter>

/** A letter as its company sees it. */
export const ReceivedLetter = z
  .object({
    id: Id,
    complaintId: Id,
    complaintNumber: z.string(),
    agency: z.object({ name: z.string(), shortName: z.string() }),
    status: z.enum(['issued', 'acknowledged', 'withdrawn']),
    addressee: z.string(),
    subject: z.string(),
    body: z.string(),
    issuedAt: Instant,
    dueOn: CalendarDate,
    originalDueOn: CalendarDate,
    overdue: z.boolean().describe('By the agency’s day'),
    acknowledged: z.object({ by: Person, at: Instant, words: z.string() }).nullable(),
    withdrawn: z.object({ at: Instant, reason: z.string() }).nullable(),
    document: z.object({ id: Id, name: z.string(), canOpen: z.boolean() }).nullable(),
    can: z.array(z.string()),
    version: Version,
  })
  .meta({ id: 'ReceivedLetter' })
export type ReceivedLetter = z.infer<typeof ReceivedLetter>
export const ReceivedLetterList = z.object({ items: z.array(ReceivedLetter).describe('Newest first') })
