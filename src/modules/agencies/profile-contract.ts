import { z } from 'zod'
import { EmailAddress, EmailDomains, ExtraAddresses, TimeZone } from '../../kernel/organisation-shapes.ts'
import { CalendarDate, Id, requiredText, StateCode, text, Version } from '../../kernel/shapes.ts'

/** An emptied field takes away what stood there. */
const blankIsNone = z.literal('').transform(() => null)

export const OwnHolidays = z.array(z.strictObject({ date: CalendarDate, name: requiredText(100, 'Name the day.') })).max(60, 'Enter at most 60 days.')

/** What an agency says about itself; its name, code and components are the platform's. */
export const AgencyProfile = z
  .object({
    id: Id,
    code: z.string(),
    name: z.string(),
    shortName: z.string(),
    state: StateCode,
    version: Version,
    phone: z.string().nullable(),
    email: z.string().nullable(),
    timeZone: z.string(),
    requestDueDays: z.number().int(),
    extraAddresses: z.array(z.string()),
    emailDomains: z.array(z.string()).describe("None: users' addresses may lie anywhere"),
    workingDays: z.array(z.number().int()).describe('1 Monday … 7 Sunday'),
    keepsFederalHolidays: z.boolean(),
    ownHolidays: OwnHolidays,
    retentionYears: z.number().int().describe('How many years a complaint is kept after it was closed or canceled'),
    disposesAutomatically: z.boolean().describe('The system deletes what is due, and leaves a certificate'),
    proposedDueOn: CalendarDate.describe('What a request that is sent today would propose'),
    outsideDomains: z.number().int().describe('Users whose address lies outside the domains; they keep their access'),
  })
  .meta({ id: 'AgencyProfile' })
export type AgencyProfile = z.infer<typeof AgencyProfile>

export const UpdateAgencyProfile = z
  .strictObject({
    version: Version,
    phone: blankIsNone.or(text(40).nullable()).optional(),
    email: blankIsNone.or(EmailAddress.nullable()).optional(),
    timeZone: TimeZone.optional(),
    requestDueDays: z.number('Enter a number of days.').int('Enter whole days.').min(1, 'Enter at least 1 day.').max(365, 'Enter at most 365 days.').optional(),
    extraAddresses: ExtraAddresses.optional(),
    emailDomains: EmailDomains.optional(),
    workingDays: z.array(z.number().int().min(1).max(7)).min(1, 'Choose at least one working day.').max(7).optional(),
    keepsFederalHolidays: z.boolean().optional(),
    ownHolidays: OwnHolidays.optional(),
    retentionYears: z.number('Enter a number of years.').int('Enter whole years.').min(1, 'Enter at least 1 year.').max(100, 'Enter at most 100 years.').optional().describe('For complaints that end from now on'),
    disposesAutomatically: z.boolean().optional(),
  })
  .meta({ example: { version: 3, requestDueDays: 20, workingDays: [1, 2, 3, 4, 5], extraAddresses: ['complaints@ohio-frd.example'] } })
export type UpdateAgencyProfile = z.infer<typeof UpdateAgencyProfile>
