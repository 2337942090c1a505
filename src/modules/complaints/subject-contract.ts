import { z } from 'zod'
import { Id, requiredText, StateCode, Version } from '../../kernel/shapes.ts'
import { SubjectChoice } from './contract.ts'
import { subjectKinds } from './domain/intake.ts'

/** Finding whom a complaint is about: by an ID, or by all that is known. Words come in the body, so that no log holds them. */
export const lookupKinds = ['ses', 'nmls', 'etn', 'licence', 'branch_nmls', 'individual_nmls', 'individual_name'] as const
export type LookupKind = (typeof lookupKinds)[number]

export const LookUpSubject = z
  .strictObject({
    by: z.enum(lookupKinds, 'Choose what kind of ID you have.').describe('company: SES ID, NMLS ID, Entity Tracking Number or state license number; branch: NMLS ID; individual: NMLS ID or name'),
    value: requiredText(200, 'Enter the ID.'),
    state: z.literal('').transform(() => undefined).or(StateCode).optional().describe('With a license number: the state that gave it'),
  })
  .refine(({ by, state }) => by !== 'licence' || state !== undefined, { path: ['state'], error: 'Choose the state that gave the license.' })
  .meta({ example: { by: 'nmls', value: '1904412' } })
export type LookUpSubject = z.infer<typeof LookUpSubject>

const clue = (most: number) => z.string().trim().max(most, `Use at most ${String(most)} characters.`).transform((value) => (value === '' ? undefined : value)).optional()

export const SearchSubjects = z
  .strictObject({
    words: clue(200).describe('Any ID, or a name'),
    name: clue(200),
    city: clue(100),
    state: z.literal('').transform(() => undefined).or(StateCode).optional(),
    employee: clue(200).describe('Somebody who works there or acts for it'),
    keywords: clue(200).describe('Words that all stand in a name, or in what is known of an entity'),
    phone: clue(40),
    website: clue(300).describe('Any address of it; the host is compared'),
    limit: z.number().int().min(1).max(50).default(20),
  })
  .meta({ example: { name: 'Summit Debt Relief', state: 'OH', phone: '(614) 555-0142' } })
export type SearchSubjects = z.infer<typeof SearchSubjects>

export const FoundSubject = z
  .object({
    kind: z.enum(subjectKinds),
    companyId: Id.nullable(),
    branchId: Id.nullable(),
    individualId: Id.nullable(),
    entityId: Id.nullable(),
    number: z.string().describe('SES ID of the company, or ETN of the entity').meta({ example: 'SES-001187' }),
    nmlsId: z.string().nullable().describe('Of what was found itself'),
    name: z.string(),
    companyName: z.string().nullable().describe('Of a branch or individual'),
    address: z.string(),
    phone: z.string().nullable(),
    website: z.string().nullable(),
    standing: z.enum(['confirmed', 'to_be_confirmed', 'delisted', 'entity']).describe('delisted: NMLS no longer lists it; entity: not in NMLS'),
    licences: z.array(z.string()).describe('Of the company; at most ten').meta({ example: ['OH MB.803291 (Active)'] }),
    openComplaints: z.number().int().describe("Of the company or entity, at all agencies, capped at 1000"),
    why: z.array(z.string()).describe('Why it matches, the strongest first').meta({ example: ['Name resembles', 'Licensed in OH'] }),
  })
  .meta({ id: 'FoundSubject' })
export type FoundSubject = z.infer<typeof FoundSubject>
export const FoundSubjects = z.object({ items: z.array(FoundSubject) })

export const ChangeSubject = z.strictObject({ version: Version, subject: SubjectChoice })
export type ChangeSubject = z.infer<typeof ChangeSubject>
