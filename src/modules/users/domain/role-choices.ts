import type { AgencySystemRole, CompanySystemRole, ComplaintsAccess, ComplaintsRole } from '../../../access/actor.ts'

/** The roles of each side (docs/rules.md 1), with what each lets its holder do: shown beside the choice. */
export type Side = 'agency' | 'company'
export type RoleChoice = { name: string; words: string; does: string }

const agencySystem = {
  account_administrator: { words: 'Account Administrator', does: 'Manages users and the agency profile. At most five in an agency.' },
  staff_director: { words: 'Staff Director', does: 'Schedules supervisory activities and decides requests of other agencies. Must also hold a complaints role.' },
  staff_user: { words: 'Staff User', does: 'Supports the Examiner in Charge in supervisory activities.' },
  examiner: { words: 'Examiner', does: 'Takes part in supervisory activities.' },
  reviewer: { words: 'Reviewer', does: 'Reviews the work of supervisory activities.' },
  master_viewer: { words: 'Master Viewer', does: 'Sees supervisory activities of the agency and changes nothing.' },
} as const satisfies Record<AgencySystemRole, { words: string; does: string }>

const agencyComplaints = {
  supervisor: { words: 'Complaint Supervisor', does: 'Does everything with complaints, decides access of other agencies, and is told of everything.' },
  manager: { words: 'Complaint Manager', does: 'Does everything with complaints but decide access of other agencies.' },
  viewer: { words: 'Complaint Viewer', does: 'Sees complaints and changes nothing. Gets no notifications.' },
} as const satisfies Record<ComplaintsRole, { words: string; does: string }>

const companySystem = {
  account_administrator: { words: 'Account Administrator', does: 'Manages users, contacts and the company profile; may assign Points of Contact. One to three in a company.' },
  leader: { words: 'Leader', does: 'May lead the company in supervisory activities.' },
  contributor: { words: 'Contributor', does: 'May contribute to supervisory activities.' },
  third_party: { words: 'Third Party', does: 'Counsel or a consultant: works on the supervisory activities they are put on, never on complaints.' },
} as const satisfies Record<CompanySystemRole, { words: string; does: string }>

const companyComplaints = {
  manage: { words: 'Manage complaints', does: 'Drafts answers; as Point of Contact also submits them.' },
  view: { words: 'View complaints', does: 'Sees complaints and answers, and changes nothing.' },
} as const satisfies Record<ComplaintsAccess, { words: string; does: string }>

const choicesOf = (roles: Readonly<Record<string, { words: string; does: string }>>): readonly RoleChoice[] => Object.entries(roles).map(([name, role]) => ({ name, ...role }))

export const systemRoleChoices: Readonly<Record<Side, readonly RoleChoice[]>> = { agency: choicesOf(agencySystem), company: choicesOf(companySystem) }
export const complaintsRoleChoices: Readonly<Record<Side, readonly RoleChoice[]>> = { agency: choicesOf(agencyComplaints), company: choicesOf(companyComplaints) }

/** Who may be Point of Contact of a complaint. */
export function handlesComplaints(side: Side, complaintsRole: string | null): boolean {
  return side === 'agency' ? complaintsRole === 'supervisor' || complaintsRole === 'manager' : complaintsRole === 'manage'
}

export const thirdPartyKinds = ['law_firm', 'audit_firm', 'accounting_firm', 'consultant', 'other'] as const
export type ThirdPartyKind = (typeof thirdPartyKinds)[number]
export const thirdPartyKindWords: Readonly<Record<ThirdPartyKind, string>> = {
  law_firm: 'Law firm',
  audit_firm: 'Audit firm',
  accounting_firm: 'Accounting firm',
  consultant: 'Consultant',
  other: 'Other',
}
