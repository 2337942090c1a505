import type { OrganisationEvent } from '../../notifications/domain/organisation-facts.ts'

/** Whose systems may hear of it: whose user or matter it is, the agency that began it, that asked for it, or those that a post names. */
export type OrganisationHearer = 'home' | 'initiator' | 'asker' | 'named'

type Rule = { name: string; label: string; hearers: readonly OrganisationHearer[]; kinds: readonly ('agency' | 'company')[] }

const ofBoth = (name: string, label: string): Rule => ({ name, label, hearers: ['home'], kinds: ['agency', 'company'] })
const ofAgency = (name: string, label: string, hearer: OrganisationHearer = 'home'): Rule => ({ name, label, hearers: [hearer], kinds: ['agency'] })
const ofCompany = (name: string, label: string): Rule => ({ name, label, hearers: ['home'], kinds: ['company'] })

/**
 * Follows what people are told of because of their place in the organization (docs/rules.md 9). Null: told to a person about
 * their own account, to whoever runs the system, or complaint by complaint.
 */
export const ruleOfOrganisationEvent: Record<OrganisationEvent, Rule | null> = {
  account_invited: null,
  password_reset_asked: null,
  password_changed: null,
  second_factor_changed: null,
  second_factor_reset: null,
  email_changed: null,
  new_device_sign_in: null,
  sign_in_failures: null,
  roles_changed: ofBoth('user.roles_changed', 'Roles of a user changed'),
  account_removed: ofBoth('user.removed', 'User removed'),
  account_reactivated: ofBoth('user.reactivated', 'User taken back'),
  work_left_behind: ofBoth('user.work_left_behind', 'Removed user still held work'),
  verification_opened: ofBoth('verification.due', 'Verification of users due'),
  verification_overdue: ofBoth('verification.overdue', 'Verification of users overdue'),
  document_infected: ofBoth('document.infected', 'Malware found in a document of yours'),
  deputy_named: ofCompany('deputy.named', 'Deputy of a Company POC named'),
  deputy_ended: ofCompany('deputy.ended', 'Deputy’s days ended early'),
  enrollment_begun: null,
  enrollment_reminded: null,
  enrollment_completed: ofAgency('enrollment.completed', 'Company that you enrolled is in', 'initiator'),
  association_rejected: ofAgency('enrollment.rejected', 'Company that you enrolled rejected the association', 'initiator'),
  company_account_requested: null,
  company_account_decided: ofAgency('company_account.decided', 'Request for a company account decided', 'initiator'),
  entity_change_requested: ofAgency('entity.change_requested', 'Change of an entity of yours wanted'),
  entity_change_decided: ofAgency('entity.change_decided', 'Change of an entity that you wanted decided', 'asker'),
  entity_discussion_tagged: ofAgency('entity.mentioned', 'Your agency or one of its users mentioned on an entity’s board', 'named'),
  import_finished: ofAgency('import.finished', 'Import finished or failed'),
  complaints_assigned: null,
  webhook_switched_off: null,
  address_refused: null,
}

const rules = Object.values(ruleOfOrganisationEvent).filter((rule) => rule !== null)

/** What an organization of this kind may choose, besides what happens to complaints. */
export function organisationEventsFor(kind: 'agency' | 'company'): { name: string; label: string }[] {
  return rules.filter(({ kinds }) => kinds.includes(kind)).map(({ name, label }) => ({ name, label }))
}

/** Is it about the organization, and so about no complaint? */
export function isOfOrganisation(name: string): boolean {
  return rules.some((rule) => rule.name === name)
}
