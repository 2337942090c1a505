import type { ActingToken } from './token-scopes.ts'

/** Who acts: built from the session (or for a job, from whoever caused it), never from what a client sends. */
export const agencySystemRoles = ['account_administrator', 'staff_director', 'staff_user', 'examiner', 'reviewer', 'master_viewer'] as const
export type AgencySystemRole = (typeof agencySystemRoles)[number]

export const complaintsRoles = ['supervisor', 'manager', 'viewer'] as const
export type ComplaintsRole = (typeof complaintsRoles)[number]

export const companySystemRoles = ['account_administrator', 'leader', 'contributor', 'third_party'] as const
export type CompanySystemRole = (typeof companySystemRoles)[number]

export const complaintsAccesses = ['manage', 'view'] as const
export type ComplaintsAccess = (typeof complaintsAccesses)[number]

export type AgencyActor = {
  kind: 'agency'
  userId: string
  agencyId: string
  systemRoles: readonly AgencySystemRole[]
  complaintsRole: ComplaintsRole | null
  /** The agency's IANA time zone: "today" is a date there. */
  timeZone: string
  /** The API token by which the user's own system acts. */
  token?: ActingToken
}

export type CompanyActor = {
  kind: 'company'
  userId: string
  companyId: string
  systemRoles: readonly CompanySystemRole[]
  complaintsAccess: ComplaintsAccess | null
  /** The company's Complaints Contact, who assigns Company POCs. */
  isComplaintsContact: boolean
  /** Its enrollment is complete; until then only the enrollment itself is open (docs/rules.md 5). */
  enrolled: boolean
  timeZone: string
  token?: ActingToken
}

/** Runs the system: organisations and accounts, never complaint data. */
export type PlatformActor = { kind: 'platform'; userId: string; timeZone: string }

export type Actor = AgencyActor | CompanyActor | PlatformActor
