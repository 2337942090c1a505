/** What happened (platform/ports.ts organisationEvents). */
export const organisationEvents = [
  'account_invited', 'password_reset_asked', 'password_changed', 'second_factor_changed', 'second_factor_reset', 'email_changed', 'roles_changed', 'account_removed', 'account_reactivated',
  'new_device_sign_in', 'sign_in_failures', 'enrollment_begun', 'enrollment_reminded', 'enrollment_completed', 'association_rejected', 'company_account_requested',
  'company_account_decided', 'verification_opened', 'verification_overdue', 'work_left_behind',
  'entity_change_requested', 'entity_change_decided', 'import_finished', 'complaints_assigned', 'deputy_named', 'deputy_ended', 'document_infected',
  'entity_discussion_tagged', 'webhook_switched_off', 'address_refused',
] as const
export type OrganisationEvent = (typeof organisationEvents)[number]

export type Standing = 'invited' | 'active' | 'removed'

/** An account, as far as it decides who hears of what. */
export type UserFact = {
  id: string
  name: string
  email: string
  standing: Standing
  /** Agency: supervisor, manager, viewer; company: manage, view. */
  complaintsRole: string | null
  administers: boolean
}

/** An organisation with its active users. */
export type OrganisationFact = {
  id: string
  name: string
  people: UserFact[]
  /** Addresses without an account, which the organisation named to be told too. */
  extraAddresses: string[]
}

export type AgencyFact = OrganisationFact & { kind: 'agency' }
export type CompanyFact = OrganisationFact & { kind: 'company'; enrolled: boolean; complaintsContactId: string | null; saContactId: string | null }
/** Whoever runs the system. */
export type PlatformFact = OrganisationFact & { kind: 'platform' }
export type HomeFact = AgencyFact | CompanyFact | PlatformFact

/** A complaint that lies with the company, has requests to answer and no Company POC. */
export type UnassignedComplaint = { id: string; dueOn: string | null }

/** All that decides who hears of an event of a person or an organisation, as it stands when the job runs. */
export type OrganisationFacts = {
  event: OrganisationEvent
  by: string | null
  /** When it happened, in words, in the organisation's zone. */
  at: string
  device: string | null
  /** What stands in a stored e-mail where the one-time link's token will be (platform/one-time-links.ts). */
  placeholder: string | null
  /** Whom it happened to. */
  user: UserFact | null
  /** Where they were reached before an administrator changed their address. */
  formerAddress: string | null
  /** Whose user it is, or which organisation it happened to. */
  home: HomeFact | null
  /** The agency that began the enrollment or asked for a company account, and the user who did. */
  initiator: (AgencyFact & { userId: string }) | null
  /** The latest enrollment of the company. */
  enrollment: { state: string; firstUserId: string } | null
  unassigned: UnassignedComplaint[]
  /** The verification of users that is open. */
  verification: { dueOn: string } | null
  accountRequest: { status: string; companyName: string; companyId: string | null } | null
  platformPeople: UserFact[]
  /** The Non-NMLS entity that another agency wants changed. */
  entity: { id: string; number: number; createdBy: string | null } | null
  /** Who asked for the change, of which agency; `done`: the record was changed. */
  entityChange: { askedBy: string; asker: AgencyFact; state: string } | null
  /** How many complaints were assigned to the user at once. */
  assigned: number
  /** Who acts as Company POC for whom, on which days. Days in words; `until` is the last one, YYYY-MM-DD. */
  deputy: { absent: UserFact | null; from: string; until: string; ended: boolean } | null
  /** One that holds malware; its uploader is `user`. */
  /** of a complaint, or else of a post on an entity's board */
  document: { complaintId: string | null; entityId?: string | null } | null
  /**
   * A post on an entity's board, and whom it names by this event: their agencies are those named, or all with a Supervisor.
   * `agencyIds`: these, and those of users who are named and hear of it.
   */
  tagged: { postId: string; authorAgency: string; users: UserFact[]; agencies: AgencyFact[]; agencyIds: string[] } | null
  importRun: { id: string; startedBy: string | null; failed: boolean; imported: number; rejected: number } | null
}
