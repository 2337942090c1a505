import { z } from 'zod'
import { Id, Instant, pageOf, Paging, Person, requiredText, StateCode, text, Version } from '../../kernel/shapes.ts'
import { businessTypes } from '../complaints/domain/intake.ts'

/** A company that NMLS does not know: an agency asks for an account, a platform administrator decides (docs/rules.md 5). */
export const accountRequestStatuses = ['pending', 'approved', 'rejected'] as const
export const companyKinds = ['non-depository', 'depository'] as const

/** Those of complaints, and the one that depositories have besides. */
export const accountBusinessTypes = [...businessTypes, 'Commercial Bank'] as const

const blankIsNone = z.literal('').transform(() => undefined)

export const RequestCompanyAccount = z
  .strictObject({
    name: requiredText(300, 'Enter the legal name of the company.'),
    kind: z.enum(companyKinds, 'Choose the kind of company.'),
    businessTypes: z.array(z.enum(accountBusinessTypes)).max(accountBusinessTypes.length).default([]),
    street: text(200).optional(),
    city: text(100).optional(),
    state: blankIsNone.or(StateCode).optional(),
    zip: text(10).optional(),
    phone: text(40).optional(),
    website: text(200).optional(),
    contactName: text(200).optional().describe('Whom the agency knows at the company'),
    contactTitle: text(200).optional(),
    contactEmail: blankIsNone.or(z.email('Enter an e-mail address such as name@company.com.').max(254)).optional(),
    contactPhone: text(40).optional(),
    reason: requiredText(2_000, 'Say why the company needs an account.').describe('Read by whoever decides'),
  })
  .meta({ example: { name: 'Keystone Bay Lending LLC', kind: 'non-depository', businessTypes: ['Consumer Finance'], city: 'Erie', state: 'PA', reason: 'Licensed by this agency since 2024; not in NMLS. Eleven complaints.' } })
export type RequestCompanyAccount = z.infer<typeof RequestCompanyAccount>

export const AccountRequestItem = z
  .object({
    id: Id,
    name: z.string(),
    kind: z.enum(companyKinds),
    place: z.string().meta({ example: 'Erie, PA' }),
    agency: z.object({ id: Id, name: z.string(), shortName: z.string() }),
    requestedBy: Person,
    requestedAt: Instant,
    status: z.enum(accountRequestStatuses),
    decidedAt: Instant.nullable(),
    company: z.object({ id: Id, sesId: z.string() }).nullable().describe('That the approval made'),
  })
  .meta({ id: 'CompanyAccountRequestItem' })
export type AccountRequestItem = z.infer<typeof AccountRequestItem>
export const AccountRequestPage = pageOf(AccountRequestItem)
export const ListAccountRequests = z.object({ ...Paging })
export type ListAccountRequests = z.infer<typeof ListAccountRequests>

export const SimilarCompany = z.object({ id: Id, sesId: z.string(), nmlsId: z.string().nullable(), name: z.string(), place: z.string() })

export const AccountRequest = AccountRequestItem.extend({
  version: Version,
  businessTypes: z.array(z.string()),
  street: z.string().nullable(),
  city: z.string().nullable(),
  state: z.string().nullable(),
  zip: z.string().nullable(),
  phone: z.string().nullable(),
  website: z.string().nullable(),
  contact: z.object({ name: z.string().nullable(), title: z.string().nullable(), email: z.string().nullable(), phone: z.string().nullable() }),
  reason: z.string(),
  decidedBy: Person.nullable().describe('null for agencies: who runs the system is not shown to them'),
  decisionNote: z.string().nullable().describe('Told to the agency'),
  similar: z.array(SimilarCompany).describe('Companies that are there already under a name like this one, the likest first'),
  can: z.array(z.enum(['approve', 'reject'])),
}).meta({ id: 'CompanyAccountRequest' })
export type AccountRequest = z.infer<typeof AccountRequest>

export const DecideAccountRequest = z
  .strictObject({
    version: Version,
    decision: z.enum(['approved', 'rejected'], { error: 'Choose whether to approve or to reject.' }),
    note: text(2_000).default('').describe('Told to the agency; required for a rejection'),
  })
  .refine(({ decision, note }) => decision === 'approved' || note.trim() !== '', { path: ['note'], error: 'Say why, so that the agency knows what to do instead.' })
export type DecideAccountRequest = z.infer<typeof DecideAccountRequest>
