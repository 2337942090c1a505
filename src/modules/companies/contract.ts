import { z } from 'zod'
import { Id, Person } from '../../kernel/shapes.ts'

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

export const CompanyRecord = z
  .object({
    id: Id,
    sesId: z.string(),
    nmlsId: z.string().nullable(),
    name: z.string(),
    kind: z.enum(['non-depository', 'depository']),
    standing: z.enum(['confirmed', 'to_be_confirmed']),
    enrollment: z.string(),
    businessTypes: z.array(z.string()),
    address: z.string(),
    phone: z.string().nullable(),
    website: z.string().nullable(),
    branches: z.array(z.object({ id: Id, nmlsId: z.string().nullable(), name: z.string(), place: z.string() })),
    individuals: z.array(z.object({ id: Id, nmlsId: z.string().nullable(), name: z.string(), place: z.string() })),
    nmlsContacts: z.array(z.object({ kind: z.enum(['contact_person', 'complaints_contact']), name: z.string(), title: z.string().nullable(), email: z.string().nullable(), phone: z.string().nullable() })),
    complaintsContact: Person.nullable(),
    users: z.array(Person.extend({ title: z.string().nullable(), email: z.string(), systemRoles: z.array(z.string()), complaintsRole: z.string().nullable() })),
    openComplaints: z.number().int().describe('Of all agencies, capped at 1000'),
  })
  .meta({ id: 'CompanyRecord' })
export type CompanyRecord = z.infer<typeof CompanyRecord>
