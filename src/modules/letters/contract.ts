import { z } from 'zod'
import { Id, Instant, Person, requiredText, text, Version } from '../../kernel/shapes.ts'
import { letterKinds } from './domain/merge-fields.ts'

/** Letters to the complainant, and the templates that they are written from. */
const Kind = z.enum(letterKinds)
const Subject = requiredText(200, 'Enter the subject of the letter.')
const Body = requiredText(20_000, 'Enter the text of the letter.')

export const LetterTemplate = z
  .object({
    id: Id,
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

const templateText = { kind: Kind, name: requiredText(120, 'Name the template.'), subject: Subject, body: Body }
export const AddTemplate = z.strictObject({ ...templateText, replaces: Id.optional().describe('The shipped template in whose place it stands') })
export type AddTemplate = z.infer<typeof AddTemplate>
export const UpdateTemplate = z.strictObject({ ...templateText, version: Version })
export type UpdateTemplate = z.infer<typeof UpdateTemplate>
export const RetireTemplate = z.strictObject({ version: Version, retired: z.boolean().describe("Of a copy of a shipped one: the shipped text stands again") })
export type RetireTemplate = z.infer<typeof RetireTemplate>
export const PreviewTemplate = z.strictObject({ subject: Subject, body: Body, complaint: text(20).optional().describe('Its ID, such as C-001234. Left out: filled with an invented complaint') })
export type PreviewTemplate = z.infer<typeof PreviewTemplate>
export const TemplatePreview = z.object({ subject: z.string(), body: z.string(), missing: z.array(z.string()).describe('Sentences on what the complaint lacks') })
export type TemplatePreview = z.infer<typeof TemplatePreview>

export const Letter = z
  .object({
    id: Id,
    complaintId: Id,
    kind: Kind,
    status: z.enum(['draft', 'issued']),
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
    version: Version,
  })
  .meta({ id: 'Letter' })
export type Letter = z.infer<typeof Letter>
export const LetterList = z.object({ items: z.array(Letter), can: z.array(z.string()) })

export const WriteLetter = z.strictObject({ templateId: Id.optional().describe('Left out: an empty letter') })
export type WriteLetter = z.infer<typeof WriteLetter>
export const UpdateLetter = z.strictObject({ version: Version, addressee: text(500), subject: Subject, body: Body })
export type UpdateLetter = z.infer<typeof UpdateLetter>
export const IssueLetter = z.strictObject({ version: Version, sentVia: z.enum(['mail', 'email'], 'Choose how the letter goes out.') })
export type IssueLetter = z.infer<typeof IssueLetter>
