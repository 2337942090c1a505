import { z } from 'zod'
import { EmailDomains, ExtraAddresses, TimeZone } from '../../kernel/organisation-shapes.ts'
import { Id, Version } from '../../kernel/shapes.ts'

const Colleague = z.object({ id: Id, name: z.string(), roles: z.array(z.string()), standing: z.enum(['active', 'invited']), mayBeComplaintsContact: z.boolean(), mayBeSaContact: z.boolean() })

/** Whom the company has named, and where else to write; its name and addresses come from NMLS. */
export const CompanyProfile = z
  .object({
    id: Id,
    sesId: z.string(),
    nmlsId: z.string().nullable(),
    name: z.string(),
    address: z.string(),
    phone: z.string().nullable(),
    version: Version,
    complaintsContactId: Id.nullable(),
    saContactId: Id.nullable(),
    extraAddresses: z.array(z.string()),
    emailDomains: z.array(z.string()).describe("None: users' addresses may lie anywhere"),
    timeZone: z.string(),
    colleagues: z.array(Colleague),
    outsideDomains: z.number().int(),
  })
  .meta({ id: 'CompanyProfile' })
export type CompanyProfile = z.infer<typeof CompanyProfile>

export const UpdateCompanyProfile = z
  .strictObject({
    version: Version,
    complaintsContactId: z.uuid('Choose the Complaints Contact.').optional().describe('An active user who may manage complaints'),
    saContactId: z.uuid('Choose the Supervisory Activities Contact.').optional().describe('An active user who is no third party'),
    extraAddresses: ExtraAddresses.optional(),
    emailDomains: EmailDomains.optional(),
    timeZone: TimeZone.optional(),
  })
  .meta({ example: { version: 2, extraAddresses: ['complaints@brightwater.example'] } })
export type UpdateCompanyProfile = z.infer<typeof UpdateCompanyProfile>
