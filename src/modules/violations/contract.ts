import { z } from 'zod'
import { Id, Instant, pageOf, Paging, Person, requiredText, StateCode, text, Version } from '../../kernel/shapes.ts'
import { citationLevels, standings } from './domain/violation-words.ts'

export const Standing = z.enum(standings)
export const CitationLevel = z.enum(citationLevels)

const violationFields = {
  description: requiredText(10_000, 'Describe the alleged violation.'),
  citationId: Id.nullish().describe('A citation of the list; goes before `citation`'),
  citation: text(500).default('').describe('Free text, where no citation of the list fits'),
  level: CitationLevel.nullish().describe('Of a citation in free text'),
}

export const AddViolations = z.strictObject({
  violations: z.array(z.strictObject({ ...violationFields, standing: Standing.default('alleged') })).min(1, 'Describe at least one alleged violation.').max(50),
})
export type AddViolations = z.infer<typeof AddViolations>
export type ViolationFields = AddViolations['violations'][number]
export const UpdateViolation = z.strictObject({ version: Version, ...violationFields, standing: Standing })
export type UpdateViolation = z.infer<typeof UpdateViolation>

/** Agencies only: the owner, and agencies with access. */
export const AllegedViolation = z
  .object({
    id: Id,
    complaintId: Id,
    description: z.string(),
    citationId: Id.nullable().describe("null: none, free text, or another agency's own"),
    citation: z.string().describe('As it read when it was cited'),
    level: CitationLevel.nullable(),
    standing: Standing,
    addedBy: Person,
    addedAt: Instant,
    updatedBy: Person.nullable(),
    updatedAt: Instant.nullable(),
    version: Version,
    canChange: z.boolean(),
    canRemove: z.boolean().describe('Whoever added it; the Agency POC any'),
  })
  .meta({ id: 'AllegedViolation' })
export type AllegedViolation = z.infer<typeof AllegedViolation>
export const ViolationPage = pageOf(AllegedViolation)
export const ListViolations = z.object({ ...Paging })
export type ListViolations = z.infer<typeof ListViolations>

// ── Citations: the federal ones that the program ships, and each agency's own

const citationFields = {
  level: CitationLevel,
  state: StateCode.nullish().describe('Required for a state citation'),
  code: requiredText(120, 'Enter the citation, such as ORC 1322.40.'),
  title: requiredText(300, 'Enter what it is about.'),
  law: text(200).default('').describe('The law that it belongs to, with the names by which it is searched'),
}
type StateCitation = { level: string; state?: string | null | undefined }
function checkState(check: { value: StateCitation; issues: unknown[] }): void {
  if (check.value.level === 'state' && !check.value.state) check.issues.push({ code: 'custom', path: ['state'], message: 'Choose the state.', input: check.value })
}
export const AddCitation = z.strictObject(citationFields).check(checkState)
export type AddCitation = z.infer<typeof AddCitation>
export const UpdateCitation = z.strictObject({ version: Version, ...citationFields, retired: z.boolean().describe('No longer offered; stays readable where it was cited') }).check(checkState)
export type UpdateCitation = z.infer<typeof UpdateCitation>

export const Citation = z
  .object({
    id: Id,
    level: CitationLevel,
    state: StateCode.nullable(),
    code: z.string(),
    title: z.string(),
    law: z.string(),
    retired: z.boolean(),
    isOwn: z.boolean().describe("The agency's own addition, not shipped"),
    version: Version,
    canChange: z.boolean(),
  })
  .meta({ id: 'Citation' })
export type Citation = z.infer<typeof Citation>
export const CitationPage = pageOf(Citation).extend({ ownState: z.string().nullable().describe("The agency's own state: what it adds is mostly of that") })
export const CitationList = z.object({ items: z.array(Citation) })
export const ListCitations = z.object({ of: z.enum(['own', 'shipped']).default('own'), ...Paging })
export type ListCitations = z.infer<typeof ListCitations>
export const SearchCitations = z.strictObject({ words: requiredText(200, 'Enter words to search for.'), limit: z.number().int().min(1).max(50).default(20) })
export type SearchCitations = z.infer<typeof SearchCitations>
