import { z } from 'zod'
import { Id, Instant, pageOf, Paging, requiredText, text, Version } from '../../kernel/shapes.ts'
import { thirdPartyKinds } from './domain/role-choices.ts'

/** Users of an agency or a company, as their Account Administrators look after them. */
const Email = z.email('Enter an e-mail address such as name@mail.example.').max(254)
const Name = requiredText(200, 'Enter the name.')

export const SystemRoles = z.array(z.string().max(40)).max(10).describe('agency: account_administrator, staff_director, staff_user, examiner, reviewer, master_viewer; company: account_administrator, leader, contributor, third_party')
export const ComplaintsRole = z.string().max(40).nullable().describe('agency: supervisor, manager, viewer; company: manage, view; null: none')
export const ThirdParty = z.strictObject({ firm: requiredText(200, 'Enter whom this person works for.'), kind: z.enum(thirdPartyKinds, { error: 'Choose what kind of firm it is.' }) })
export type ThirdParty = z.infer<typeof ThirdParty>
const Roles = { systemRoles: SystemRoles, complaintsRole: ComplaintsRole }

export const CreateUser = z
  .strictObject({
    name: Name,
    title: text(200).optional(),
    phone: text(40).optional(),
    email: Email,
    ...Roles,
    thirdParty: ThirdParty.optional().describe('Counsel or a consultant of a company; their role is third_party'),
  })
  .meta({ example: { name: 'Priya Raman', title: 'Complaints analyst', email: 'priya.raman@brightwater.example', systemRoles: ['contributor'], complaintsRole: 'manage' } })
export type CreateUser = z.infer<typeof CreateUser>

export const UpdateUser = z.strictObject({ version: Version, name: Name, title: text(200), phone: text(40), email: Email.optional().describe('Left out: stays as it is') })
export type UpdateUser = z.infer<typeof UpdateUser>

export const SetRoles = z.strictObject({ version: Version, ...Roles })
export type SetRoles = z.infer<typeof SetRoles>

export const Reassign = z.strictObject({ toUserId: z.uuid('Choose the colleague who takes the work over.') })
export type Reassign = z.infer<typeof Reassign>

export const RemoveUser = z.strictObject({
  version: Version,
  reassignTo: z.uuid('Choose the colleague who takes the work over.').optional().describe('Who takes over what is still held. Without it, a user who holds work is not removed.'),
  reason: text(500).optional().describe('For your own records: your administrators read it on the page of the user'),
})
export type RemoveUser = z.infer<typeof RemoveUser>

export const ReactivateUser = z.strictObject({ version: Version, ...Roles, thirdParty: ThirdParty.optional() })
export type ReactivateUser = z.infer<typeof ReactivateUser>

// ── Lists

export const userViews = ['active', 'invited', 'third_party', 'removed', 'all'] as const
export type UserView = (typeof userViews)[number]
export const userSorts = ['name', 'last_sign_in'] as const

export const ListUsers = z.object({
  view: z.enum(userViews).default('active').describe('active and invited leave third-party users out; all has the removed too'),
  sort: z.enum(userSorts).default('name').describe('last_sign_in, ascending: whoever never signed in, then the longest ago'),
  direction: z.enum(['asc', 'desc']).default('asc'),
  ...Paging,
})
export type ListUsers = z.infer<typeof ListUsers>
/** Names are private data: they come in the body, so that no log holds them. */
export const SearchUsers = ListUsers.extend({ words: requiredText(200, 'Enter a name or an e-mail address.').describe('Each must stand in the name or the e-mail address'), limit: z.number().int().min(1).max(200).default(50) }).strict()
export type SearchUsers = z.infer<typeof SearchUsers>

export const standings = ['invited', 'active', 'removed'] as const
export const designations = ['complaints_contact', 'sa_contact'] as const

const user = {
  id: Id,
  name: z.string(),
  title: z.string().nullable(),
  email: z.string(),
  systemRoles: z.array(z.string()),
  complaintsRole: z.string().nullable(),
  roles: z.array(z.string()).describe('In words').meta({ example: ['Staff Director', 'Complaint Manager'] }),
  standing: z.enum(standings),
  thirdParty: z.object({ firm: z.string(), kind: z.enum(thirdPartyKinds) }).nullable(),
  designations: z.array(z.enum(designations)).describe("What the company has named this user for: its Complaints Contact, its contact for supervisory activities"),
  lastSignInAt: Instant.nullable(),
  termsAcceptedAt: Instant.nullable(),
  lockedUntil: Instant.nullable().describe('Until when no sign-in is tried after too many wrong ones; null: not locked'),
  invitedAt: Instant.nullable(),
  removedAt: Instant.nullable(),
  isSelf: z.boolean(),
}
export const UserItem = z.object(user).meta({ id: 'UserItem' })
export type UserItem = z.infer<typeof UserItem>
export const UserPage = pageOf(UserItem)

export const UserCounts = z.object({
  counts: z.record(z.enum(userViews), z.number().int()),
  administrators: z.object({ active: z.number().int(), all: z.number().int(), most: z.number().int() }).describe('Account Administrators; `all` counts the invited'),
  emailDomains: z.array(z.string()).describe('Where e-mail addresses of users must lie; none: anywhere'),
})
export type UserCounts = z.infer<typeof UserCounts>

// ── One user

export const userActions = ['update', 'change_roles', 'invite', 'reset_password', 'unlock', 'reset_second_factor', 'reassign', 'remove', 'reactivate', 'add_agreement'] as const

const HistoryEntry = z.object({ id: Id, at: Instant, action: z.string(), sentence: z.string(), by: z.string() })

export const UserRecord = z
  .object({
    ...user,
    version: Version,
    phone: z.string().nullable(),
    createdAt: Instant,
    invitationEndsAt: Instant.nullable().describe('Until when the link of the latest invitation works'),
    signsInElsewhere: z.boolean().describe('Linked with the single sign-on of the organisation'),
    roleFacts: z
      .object({
        side: z.enum(['agency', 'company']),
        isThirdParty: z.boolean(),
        otherAdministrators: z.number().int(),
        otherActiveAdministrators: z.number().int(),
        isActiveAdministrator: z.boolean(),
        isComplaintsContact: z.boolean(),
        pocOf: z.number().int(),
      })
      .describe('What the rules for roles ask'),
    removalReason: z.string().nullable().describe('What was said when a user who is removed now was removed; read by Account Administrators only'),
    mayNotBeRemoved: z.string().nullable().describe('Why this user cannot be removed'),
    history: z.array(HistoryEntry).describe('What was done with the account, newest first, at most 50'),
    can: z.array(z.enum(userActions)),
  })
  .meta({ id: 'UserRecord' })
export type UserRecord = z.infer<typeof UserRecord>

/** What somebody holds, and who could take it over. */
export const HeldWork = z
  .object({
    items: z.array(
      z.object({
        kind: z.enum(['agency_poc', 'company_poc', 'task']),
        complaintId: Id.nullable().describe('null where the actor may not open complaints'),
        complaintNumber: z.string().nullable().meta({ example: 'C-000123' }),
        taskKind: z.string().nullable(),
        sentence: z.string().meta({ example: 'Company POC of C-000123' }),
        mustBeReassigned: z.boolean().describe('false: a task that colleagues hold as well'),
      }),
    ),
    colleagues: z.array(z.object({ id: Id, name: z.string(), title: z.string().nullable(), openComplaints: z.number().int() })).describe('Who may take it over, with how many open complaints each is Point of Contact of'),
  })
  .meta({ id: 'HeldWork' })
export type HeldWork = z.infer<typeof HeldWork>

export const Agreement = z.object({ id: Id, name: z.string(), size: z.number().int(), sha256: z.string(), uploadedBy: z.string(), uploadedAt: Instant }).meta({ id: 'ConfidentialityAgreement' })
export type Agreement = z.infer<typeof Agreement>
export const AgreementList = z.object({ items: z.array(Agreement) })
export const AgreementById = z.object({ id: Id, agreementId: Id })
