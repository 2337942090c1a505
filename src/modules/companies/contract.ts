import { z } from 'zod'
import { Id, Instant, pageOf, Paging, Person, StateCode } from '../../kernel/shapes.ts'
import { enrollmentStates } from '../enrollment/domain/enrollment-steps.ts'

export const FindSubjects = z.strictObject({
  words: z.string().trim().min(1, 'Enter an SES ID, NMLS ID or name.').max(200).describe('SES ID, NMLS ID, or (part of) a name of a company, branch or individual'),
  limit: z.number().int().min(1).max(50).default(10),
})
export type FindSubjects = z.infer<typeof FindSubjects>
export const SubjectMatch = z
  .object({
    kind: z.enum(['company', 'branch', 'individual']),
    companyId: Id,
    branchId: Id.nullable(),
    individualId: Id.nullable(),
    name: z.string(),
    companyName: z.string(),
    sesId: z.string(),
    nmlsId: z.string().nullable(),
    place: z.string(),
    standing: z.enum(['confirmed', 'to_be_confirmed']),
    why: z.string().describe('Why it matches').meta({ example: 'NMLS ID' }),
  })
  .meta({ id: 'SubjectMatch' })
export type SubjectMatch = z.infer<typeof SubjectMatch>
export const SubjectMatches = z.object({ items: z.array(SubjectMatch) })

const companyKinds = ['non-depository', 'depository'] as const
const someText = (most: number) => z.string().trim().max(most).transform((value) => (value === '' ? undefined : value)).optional()

export const SearchCompanies = z
  .strictObject({
    words: someText(200).describe('SES ID, NMLS ID (of the company, a branch or an individual), license number, or (part of) a name; names forgive typos'),
    sesId: someText(20),
    nmlsId: someText(20).describe("The company's, or that of one of its branches or individuals"),
    name: someText(200),
    licenceNumber: someText(60).describe('Spaces, dashes, dots and case do not matter'),
    state: StateCode.optional().describe('Companies that sit there or hold a license there'),
    enrollment: z.enum(enrollmentStates).optional(),
    kind: z.enum(companyKinds).optional(),
    cursor: Paging.cursor,
    limit: z.number().int().min(1).max(200).default(50),
  })
  .meta({ example: { words: 'Brihgtwater', state: 'OH' } })
export type SearchCompanies = z.infer<typeof SearchCompanies>

export const CompanyItem = z.object({
  id: Id,
  sesId: z.string(),
  nmlsId: z.string().nullable(),
  name: z.string(),
  place: z.string(),
  kind: z.enum(companyKinds),
  enrollment: z.enum(enrollmentStates),
  standing: z.enum(['confirmed', 'to_be_confirmed']),
  why: z.string().nullable().describe('Why it matches; null where all are listed').meta({ example: 'License MB.803291 (OH)' }),
})
export type CompanyItem = z.infer<typeof CompanyItem>
export const CompanyPage = pageOf(CompanyItem).meta({ id: 'CompanyPage' })

export const CompanyRecord = z
  .object({
    id: Id,
    sesId: z.string(),
    nmlsId: z.string().nullable(),
    name: z.string(),
    kind: z.enum(companyKinds),
    standing: z.enum(['confirmed', 'to_be_confirmed']),
    source: z.enum(['directory', 'request', 'import']).describe("Whence the record came: NMLS, an agency's request, a name in an imported complaint"),
    missingSince: Instant.nullable().describe('When NMLS no longer named it'),
    enrollment: z.enum(enrollmentStates),
    enrollmentBegun: z.object({ at: Instant, agency: z.string(), by: z.string(), invitationEndsAt: Instant }).nullable().describe('The enrollment that is under way or complete'),
    businessTypes: z.array(z.string()),
    address: z.string(),
    phone: z.string().nullable(),
    website: z.string().nullable(),
    licences: z.array(z.object({ id: Id, state: z.string(), number: z.string(), kind: z.string(), status: z.string() })),
    nmlsContacts: z
      .array(z.object({ kind: z.enum(['contact_person', 'complaints_contact']), name: z.string(), title: z.string().nullable(), email: z.string().nullable(), phone: z.string().nullable() }))
      .describe('As NMLS has them; never edited here'),
    complaintsContact: Person.extend({ title: z.string().nullable(), phone: z.string().nullable(), email: z.string().nullable() }).nullable(),
    saContact: Person.extend({ title: z.string().nullable(), phone: z.string().nullable(), email: z.string().nullable() }).nullable(),
    users: z.array(Person.extend({ title: z.string().nullable(), email: z.string(), phone: z.string().nullable(), systemRoles: z.array(z.string()), complaintsRole: z.string().nullable() })),
    branchCount: z.number().int().describe('Listed now, capped at 1000'),
    individualCount: z.number().int().describe('Listed now, capped at 1000'),
    openComplaints: z.number().int().describe('Of all agencies, capped at 1000'),
    can: z.array(z.enum(['enroll', 'remind'])),
  })
  .meta({ id: 'CompanyRecord' })
export type CompanyRecord = z.infer<typeof CompanyRecord>

export const ListedSearch = z.strictObject({
  words: someText(200).describe('Beginning or part of a name, or an NMLS ID'),
  cursor: Paging.cursor,
  limit: z.number().int().min(1).max(200).default(50),
})
export type ListedSearch = z.infer<typeof ListedSearch>
export const ListedItem = z.object({ id: Id, nmlsId: z.string().nullable(), name: z.string(), place: z.string(), delistedAt: Instant.nullable().describe('When NMLS no longer listed it under this company') })
export type ListedItem = z.infer<typeof ListedItem>
export const ListedPage = pageOf(ListedItem).meta({ id: 'ListedPage' })
