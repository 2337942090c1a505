import { z } from 'zod'
import { CalendarDate, Id, Instant, Person, requiredText, text, Version } from '../../kernel/shapes.ts'
import { enrollmentStates } from './domain/enrollment-steps.ts'

/** The first user of a company, whom the agency names (docs/rules.md 5). */
export const BeginEnrollment = z
  .strictObject({
    name: requiredText(200, 'Enter the name of the first user.'),
    title: text(200).optional(),
    email: z.email('Enter an e-mail address such as name@company.com.').max(254),
    phone: text(40).optional(),
  })
  .meta({ example: { name: 'Ellen Brandt', title: 'Head of customer care', email: 'ellen.brandt@brightwater.example', phone: '(614) 555-0188' } })
export type BeginEnrollment = z.infer<typeof BeginEnrollment>

export const RemindEnrollment = z.strictObject({
  newLink: z.boolean().default(false).describe('Also sends a new link, valid 14 days; the one before stops working. Always so once the old one has ended.'),
})
export type RemindEnrollment = z.infer<typeof RemindEnrollment>

export const WithdrawInvitation = z.strictObject({ version: Version, reason: text(1000).optional().describe('For the agencies, who read it in the history') })
export type WithdrawInvitation = z.infer<typeof WithdrawInvitation>

export const EnrollmentState = z.enum(enrollmentStates)

/** How far a company's enrollment is, as agencies see it. */
export const EnrollmentStatus = z
  .object({
    companyId: Id,
    companyName: z.string(),
    sesId: z.string(),
    state: EnrollmentState.describe("The company's: 'not_enrolled' where nobody began, or the last one was rejected or withdrawn"),
    nmlsContacts: z.array(z.object({ kind: z.enum(['contact_person', 'complaints_contact']), name: z.string(), title: z.string().nullable(), email: z.string().nullable(), phone: z.string().nullable() })),
    requestContact: z
      .object({ name: z.string(), title: z.string().nullable(), email: z.string().nullable(), phone: z.string().nullable() })
      .nullable()
      .describe("Whom the reader's agency named when it asked for the account of a company that NMLS does not know"),
    enrollment: z
      .object({
        id: Id,
        version: Version,
        agency: z.string(),
        begunBy: Person,
        begunAt: Instant,
        firstUser: z.object({ name: z.string(), title: z.string().nullable(), email: z.string() }),
        invitedAt: Instant,
        invitationEndsAt: Instant,
        invitationEnded: z.boolean(),
        activatedAt: Instant.nullable(),
        completedAt: Instant.nullable(),
        reminders: z.array(z.object({ sentAt: Instant, by: z.string(), agency: z.string(), newLink: z.boolean() })),
      })
      .nullable(),
    rejected: z.array(z.object({ at: Instant, by: z.string(), reason: z.string() })).describe('Associations that were rejected, newest first'),
    withdrawn: z.array(z.object({ at: Instant, by: z.string(), agency: z.string(), reason: z.string().nullable() })).describe('Invitations that were taken back, newest first'),
    can: z.array(z.enum(['enroll', 'remind', 'resend', 'withdraw'])).describe("'withdraw': only for the agency that sent the invitation, until it is used"),
  })
  .meta({ id: 'EnrollmentStatus' })
export type EnrollmentStatus = z.infer<typeof EnrollmentStatus>

const Step = { version: Version }
export const VerifyCompany = z.strictObject(Step)
export const RejectAssociation = z.strictObject({ ...Step, reason: requiredText(1000, 'Say why this is not your company.').describe('Told to the agency that began the enrollment') })
export type RejectAssociation = z.infer<typeof RejectAssociation>
export const FinishUsers = z.strictObject({ ...Step, later: z.boolean().describe('"Create Users Later"') })
export type FinishUsers = z.infer<typeof FinishUsers>
export const AssignContacts = z.strictObject({
  ...Step,
  complaintsContactId: z.uuid('Choose the Complaints Contact.').describe('An active or invited user who may manage complaints'),
  saContactId: z.uuid('Choose the Supervisory Activities Contact.'),
  extraAddresses: z.array(z.email('Enter an e-mail address such as complaints@company.com.').max(254)).max(10, 'Enter at most 10 addresses.'),
})
export type AssignContacts = z.infer<typeof AssignContacts>
export const CompleteEnrollment = z.strictObject(Step)

/** The enrollment as the company's first user sees it: where they are, what they said, what waits. */
export const EnrollmentWizard = z
  .object({
    version: Version,
    state: EnrollmentState,
    step: z.enum(['verify_company', 'create_users', 'assign_contacts', 'review', 'done']).describe('The step to take now'),
    usersLater: z.boolean(),
    company: z.object({ sesId: z.string(), nmlsId: z.string().nullable(), name: z.string(), kind: z.enum(['non-depository', 'depository']), address: z.string(), phone: z.string().nullable(), businessTypes: z.array(z.string()) }),
    begunBy: z.object({ agency: z.string(), name: z.string(), phone: z.string().nullable(), email: z.string().nullable() }),
    users: z.array(z.object({ id: Id, name: z.string(), email: z.string(), roles: z.array(z.string()), standing: z.enum(['invited', 'active']), isSelf: z.boolean(), mayBeComplaintsContact: z.boolean() })),
    contacts: z.object({ complaintsContactId: Id.nullable(), saContactId: Id.nullable(), extraAddresses: z.array(z.string()) }),
    waiting: z.array(z.object({ complaint: z.string(), agency: z.string(), deliveredAt: Instant, requests: z.number().int(), firstDueOn: CalendarDate.nullable() })),
    isFirstUser: z.boolean().describe('Only the first user may reject the association'),
  })
  .meta({ id: 'EnrollmentWizard' })
export type EnrollmentWizard = z.infer<typeof EnrollmentWizard>

/** Who finishes the set-up, for colleagues who do not. */
export const EnrollmentFinisher = z.object({ name: z.string() }).meta({ id: 'EnrollmentFinisher' })
export type EnrollmentFinisher = z.infer<typeof EnrollmentFinisher>
