import { displayId } from '../../../kernel/ids.ts'
import type { OrganisationTaskKind } from './facts.ts'
import { onceEach, tell, tellAddresses, tellByMail, tellInApp } from './once-each.ts'
import type { Telling as AnyTelling } from './once-each.ts'
import type { AgencyFact, CompanyFact, HomeFact, OrganisationFacts, UserFact } from './organisation-facts.ts'
import { organisationLinks as links } from './organisation-messages.ts'
import type { OrganisationMessage, OrganisationMessageKind } from './organisation-messages.ts'

type Telling = AnyTelling<OrganisationMessage>
/** A task of the organisation that must be open and in the hands of these people. */
export type OrganisationTask = { kind: OrganisationTaskKind; holders: string[]; dueOn: string | null }
export type OrganisationPlan = {
  open: OrganisationTask[]
  finish: OrganisationTaskKind[]
  /** Complaints whose task Assign Point of Contact must be open, as their first sending would have opened it. */
  assign: { complaints: OrganisationFacts['unassigned']; holders: string[] }
  tell: Telling[]
}

/** Who must do and who must know what after an event of a person or an organisation (docs/rules.md 9). */
export function planOrganisation(facts: OrganisationFacts): OrganisationPlan {
  const planned = planEvent(facts)
  return { open: [], finish: [], assign: { complaints: [], holders: [] }, ...planned, tell: onceEach(planned.tell) }
}

type Planned = Partial<OrganisationPlan> & Pick<OrganisationPlan, 'tell'>

function planEvent(facts: OrganisationFacts): Planned {
  switch (facts.event) {
    case 'account_invited':
      return { tell: invited(facts, 'account_invited') }
    case 'password_reset_asked':
      return { tell: facts.user?.standing === 'active' && facts.placeholder !== null ? tellByMail([facts.user], say(facts, 'password_reset', links.newPassword(facts.placeholder))) : [] }
    case 'password_changed':
    case 'second_factor_changed':
    case 'second_factor_reset':
    case 'new_device_sign_in':
    case 'sign_in_failures':
      return { tell: toUser(facts, say(facts, facts.event, links.account)) }
    case 'email_changed':
      return { tell: emailChanged(facts) }
    case 'roles_changed':
      return { tell: [...toUser(facts, say(facts, 'roles_changed', links.account)), ...tellInApp(otherAdministrators(facts), say(facts, 'colleague_roles_changed', links.user(facts.user?.id ?? '')))] }
    case 'account_removed':
      return accountRemoved(facts)
    case 'account_reactivated':
      return { tell: facts.placeholder === null ? toUser(facts, say(facts, 'account_reactivated', links.signIn)) : invited(facts, 'account_invited_again') }
    case 'enrollment_begun':
      return enrollmentBegun(facts)
    case 'enrollment_reminded':
      return { tell: isUnderway(facts) ? enrollmentReminded(facts) : [] }
    case 'enrollment_completed':
      return enrollmentCompleted(facts)
    case 'association_rejected':
      return { finish: ['complete_enrollment'], tell: toInitiator(facts, say(facts, 'association_rejected', links.company(facts.home?.id ?? ''))) }
    case 'company_account_requested':
      return { tell: facts.accountRequest?.status === 'pending' ? tell(facts.platformPeople, say(facts, 'company_account_requested', links.companyAccounts)) : [] }
    case 'company_account_decided':
      return { tell: companyAccountDecided(facts) }
    case 'verification_opened':
      return verification(facts, 'verify_users', 'verification_told')
    case 'verification_overdue':
      return verification(facts, 'verify_users_overdue', 'verification_overdue_told')
    case 'work_left_behind':
      return workLeftBehind(facts)
    case 'entity_change_requested':
      return { tell: entityChangeRequested(facts) }
    case 'entity_change_decided':
      return { tell: entityChangeDecided(facts) }
    case 'import_finished':
      return { tell: importFinished(facts) }
    case 'complaints_assigned':
      return { tell: complaintsAssigned(facts) }
    case 'deputy_named':
      return { tell: facts.deputy === null || facts.deputy.ended ? [] : deputyTold(facts, facts.deputy) }
    case 'deputy_ended':
      return { tell: facts.deputy === null ? [] : deputyTold(facts, facts.deputy) }
    case 'document_infected':
      return { tell: documentInfected(facts) }
    case 'entity_discussion_tagged':
      return { tell: entityDiscussionTagged(facts) }
    case 'webhook_switched_off':
      return { tell: facts.home === null ? [] : tell(administrators(facts.home), say(facts, 'webhook_switched_off', links.integrations)) }
    case 'address_refused':
      return { tell: addressRefused(facts) }
  }
}

/** A link that opens an account goes by e-mail alone, and only while it opens one. */
function invited(facts: OrganisationFacts, kind: OrganisationMessageKind): Telling[] {
  if (facts.user?.standing !== 'invited' || facts.placeholder === null) return []
  return tellByMail([facts.user], say(facts, kind, links.activate(facts.placeholder)))
}

/** Told even of their own deed: it may have been somebody else's. Who cannot sign in gets the e-mail alone. */
function toUser({ user }: OrganisationFacts, message: OrganisationMessage): Telling[] {
  if (user === null) return []
  return user.standing === 'active' ? tell([user], message) : tellByMail([user], message)
}

/** At both addresses: whoever reads the new mailbox could take the account over, and only the old one would notice. */
function emailChanged(facts: OrganisationFacts): Telling[] {
  const { user, formerAddress } = facts
  if (user?.standing !== 'active') return []
  const former = formerAddress === null ? [] : tellByMail([{ ...user, email: formerAddress }], say(facts, 'email_changed_away', links.front))
  return [...tell([user], say(facts, 'email_changed', links.account)), ...former]
}

function accountRemoved(facts: OrganisationFacts): Planned {
  return { ...missingContact(facts), tell: toUser(facts, say(facts, 'account_removed', links.front)) }
}

/** A company that lost its Complaints Contact must name another: until then only its administrators are told of complaints. */
function missingContact({ home }: OrganisationFacts): Pick<OrganisationPlan, 'open'> {
  if (home?.kind !== 'company' || !home.enrolled || complaintsContact(home) !== null) return { open: [] }
  return { open: [{ kind: 'assign_contacts', holders: ids(administrators(home)), dueOn: null }] }
}

function enrollmentBegun(facts: OrganisationFacts): Planned {
  if (!isUnderway(facts) || facts.user === null) return { tell: [] }
  return { open: [{ kind: 'complete_enrollment', holders: [facts.user.id], dueOn: null }], tell: invited(facts, 'enrollment_begun') }
}

function enrollmentReminded(facts: OrganisationFacts): Telling[] {
  if (facts.user?.standing === 'invited' && facts.placeholder !== null) return invited(facts, 'enrollment_resent')
  return facts.user?.standing === 'removed' ? [] : toUser(facts, say(facts, 'enrollment_reminded', links.enroll))
}

function enrollmentCompleted(facts: OrganisationFacts): Planned {
  const { home, unassigned, by } = facts
  if (home?.kind !== 'company' || !home.enrolled) return { tell: [] }
  const holders = assigners(home)
  const waiting = say(facts, 'complaints_to_assign', links.received, { count: unassigned.length, dueOn: earliest(unassigned) })
  const toAgency = toInitiator(facts, say(facts, 'enrollment_completed', links.company(home.id)))
  const toCompany = tell(but(administrators(home), by), say(facts, 'company_enrolled', links.home))
  if (unassigned.length === 0) return { finish: ['complete_enrollment'], tell: [...toCompany, ...toAgency] }
  return {
    finish: ['complete_enrollment'],
    assign: { complaints: unassigned, holders: ids(holders) },
    tell: [...tell(holders, waiting), ...tellAddresses(home.extraAddresses, waiting), ...toAgency],
  }
}

function companyAccountDecided(facts: OrganisationFacts): Telling[] {
  const { accountRequest } = facts
  if (accountRequest === null || accountRequest.status === 'pending') return []
  const approved = accountRequest.status === 'approved' && accountRequest.companyId !== null
  return toInitiator(facts, approved ? say(facts, 'company_account_approved', links.company(accountRequest.companyId ?? '')) : say(facts, 'company_account_rejected', links.companies))
}

function verification(facts: OrganisationFacts, kind: OrganisationMessageKind, toContacts: OrganisationMessageKind): Planned {
  const { home } = facts
  // Done before the job ran.
  if (home === null || facts.verification === null) return { tell: [] }
  const { dueOn } = facts.verification
  const holders = administrators(home)
  const contacts = home.kind === 'company' ? home.people.filter(({ id }) => id === home.complaintsContactId || id === home.saContactId) : []
  return {
    open: [{ kind: 'verify_users', holders: ids(holders), dueOn }],
    tell: [...tell(holders, say(facts, kind, links.verifyUsers, { dueOn })), ...tell(contacts, say(facts, toContacts, links.home, { dueOn }))],
  }
}

function workLeftBehind(facts: OrganisationFacts): Planned {
  const { home } = facts
  if (home === null || home.kind === 'platform') return { tell: [] }
  const holders = administrators(home)
  const handlers = home.kind === 'agency' ? supervisors(home).filter(({ id }) => !holders.some((holder) => holder.id === id)) : []
  return {
    open: [{ kind: 'take_over_work', holders: ids([...holders, ...handlers]), dueOn: null }, ...missingContact(facts).open],
    tell: [
      ...tell(holders, say(facts, 'work_left_behind', links.removedUsers)),
      ...tell(handlers, say(facts, 'work_left_behind', links.complaints)),
      ...(home.kind === 'agency' ? tellAddresses(home.extraAddresses, say(facts, 'work_left_behind', links.complaints)) : []),
    ],
  }
}

/** The Supervisors of the agency that keeps the record, and whoever created it. */
function entityChangeRequested(facts: OrganisationFacts): Telling[] {
  const { home, entity, by } = facts
  if (home?.kind !== 'agency' || entity === null) return []
  const message = say(facts, 'entity_change_requested', links.entity(entity.id))
  const people = home.people.filter(({ id, complaintsRole }) => complaintsRole === 'supervisor' || (complaintsRole === 'manager' && id === entity.createdBy))
  return [...tell(but(people, by), message), ...tellAddresses(home.extraAddresses, message)]
}

function entityChangeDecided(facts: OrganisationFacts): Telling[] {
  const { entity, entityChange, by } = facts
  if (entity === null || entityChange === null || entityChange.state === 'open') return []
  const asker = handlers(entityChange.asker).filter(({ id }) => id === entityChange.askedBy)
  return tell(but(asker, by), say(facts, entityChange.state === 'done' ? 'entity_change_done' : 'entity_change_declined', links.entity(entity.id)))
}

/** On a Non-NMLS entity's board, which all agencies see: users with a role that works on complaints, and Supervisors of agencies. */
function entityDiscussionTagged(facts: OrganisationFacts): Telling[] {
  const { tagged, entity, by } = facts
  if (tagged === null || entity === null) return []
  const words = (kind: OrganisationMessageKind) => ({ ...say(facts, kind, links.post(entity.id, tagged.postId)), agency: tagged.authorAgency })
  const users = tagged.users.filter(({ complaintsRole }) => complaintsRole === 'supervisor' || complaintsRole === 'manager')
  return [
    ...tell(but(users, by), words('entity_discussion_tagged_you')),
    ...tagged.agencies.flatMap((agency) => [
      ...tell(but(supervisors(agency), by), words('entity_discussion_tagged_agency')),
      ...tellAddresses(agency.extraAddresses, words('entity_discussion_tagged_agency')),
    ]),
  ]
}

/** Whoever started it: the import goes on without them. */
function importFinished(facts: OrganisationFacts): Telling[] {
  const { home, importRun } = facts
  if (home?.kind !== 'agency' || importRun === null) return []
  const starter = handlers(home).filter(({ id }) => id === importRun.startedBy)
  return tell(starter, say(facts, importRun.failed ? 'import_failed' : 'import_finished', links.importRun(importRun.id), { count: importRun.imported }))
}

/** One message for all of them. Whoever takes them over themselves knows it, and a Viewer by now is told of nothing. */
function complaintsAssigned(facts: OrganisationFacts): Telling[] {
  const { home, user, by, assigned } = facts
  if (home?.kind !== 'agency' || user === null || user.id === by) return []
  return tell(handlers(home).filter(({ id }) => id === user.id), say(facts, 'complaints_assigned', links.ownComplaints, { count: assigned }))
}

/** The deputy, and the colleague who is away; complaints move in the list of notifications alone (plan.ts). */
function deputyTold(facts: OrganisationFacts, deputy: NonNullable<OrganisationFacts['deputy']>): Telling[] {
  const { user, home, event, by } = facts
  const named = event === 'deputy_named'
  const days = { at: deputy.from, dueOn: deputy.until }
  const active = (person: UserFact | null): UserFact[] => but(home?.people.filter(({ id }) => id === person?.id) ?? [], by)
  return [
    ...tell(active(user), say(facts, named ? 'deputy_named' : 'deputy_ended', links.received, days)),
    ...tell(active(deputy.absent), say(facts, named ? 'deputy_named_for_you' : 'deputy_ended_for_you', links.deputies, days)),
  ]
}

/** Whoever uploaded it, and the Account Administrators beside them. Not what the file is called: names give away contents. */
function documentInfected(facts: OrganisationFacts): Telling[] {
  const { user, home, document } = facts
  if (user === null || home === null || document === null) return []
  const { complaintId } = document
  const link = complaintId === null ? links.entity(document.entityId ?? '') : home.kind === 'company' ? links.receivedComplaint(complaintId) : links.complaint(complaintId)
  return [...toUser(facts, say(facts, 'document_infected', link)), ...tell(administrators(home).filter(({ id }) => id !== user.id), say(facts, 'document_infected_told', links.home))]
}

/**
 * In the program alone, as it may be their own address that fails. Where an invitation to finish a company's enrollment does
 * not arrive, nobody of the company is there yet: the agency that sent it hears of it, to invite under another address.
 */
function addressRefused(facts: OrganisationFacts): Telling[] {
  const { user, home } = facts
  if (home === null || user?.standing === 'removed') return []
  if (user === null) return tellInApp(administrators(home), say(facts, 'extra_address_refused', links.profile))
  if (user.standing === 'invited' && isUnderway(facts)) return toInitiator(facts, say(facts, 'invitation_refused', links.company(home.id)))
  return tellInApp(administrators(home), say(facts, 'address_refused', links.user(user.id)))
}

/** Whoever began it, the agency's Supervisors, and copies to its extra addresses. Not of their own deed. */
function toInitiator({ initiator, by }: OrganisationFacts, message: OrganisationMessage): Telling[] {
  if (initiator === null) return []
  const people = initiator.people.filter(({ id, complaintsRole }) => complaintsRole === 'supervisor' || (complaintsRole === 'manager' && id === initiator.userId))
  return [...tell(but(people, by), message), ...tellAddresses(initiator.extraAddresses, message)]
}

function say(facts: OrganisationFacts, kind: OrganisationMessageKind, link: string, more: { count?: number; dueOn?: string | null; at?: string } = {}): OrganisationMessage {
  const { home, initiator } = facts
  return {
    kind,
    event: facts.event,
    complaintId: null,
    requestId: null,
    organisation: home?.name ?? '',
    agency: facts.entityChange?.asker.name ?? initiator?.name ?? '',
    company: facts.accountRequest?.companyName ?? (home?.kind === 'company' ? home.name : ''),
    count: more.count ?? 0,
    dueOn: more.dueOn ?? null,
    entity: facts.entity === null ? '' : displayId('entity', facts.entity.number),
    rejected: facts.importRun?.rejected ?? 0,
    device: facts.device,
    at: more.at ?? facts.at,
    isCompany: home?.kind === 'company',
    link,
  }
}

function isUnderway({ enrollment, user }: OrganisationFacts): boolean {
  return enrollment !== null && enrollment.firstUserId === user?.id && !['complete', 'rejected', 'withdrawn'].includes(enrollment.state)
}

function otherAdministrators({ home, user, by }: OrganisationFacts): UserFact[] {
  return home === null ? [] : but(administrators(home), by).filter(({ id }) => id !== user?.id)
}

function administrators(home: HomeFact): UserFact[] {
  return home.people.filter((person) => person.administers)
}

function handlers(agency: AgencyFact): UserFact[] {
  return agency.people.filter((person) => person.complaintsRole === 'supervisor' || person.complaintsRole === 'manager')
}

function supervisors(agency: AgencyFact): UserFact[] {
  return agency.people.filter((person) => person.complaintsRole === 'supervisor')
}

/** Those who may assign the Company POC. */
function assigners(company: CompanyFact): UserFact[] {
  const contact = complaintsContact(company)
  const holders = administrators(company)
  return contact === null || holders.some(({ id }) => id === contact.id) ? holders : [contact, ...holders]
}

function complaintsContact(company: CompanyFact): UserFact | null {
  return company.people.find(({ id, complaintsRole }) => id === company.complaintsContactId && complaintsRole === 'manage') ?? null
}

function but(people: readonly UserFact[], userId: string | null): UserFact[] {
  return people.filter(({ id }) => id !== userId)
}

function ids(people: readonly UserFact[]): string[] {
  return people.map(({ id }) => id)
}

function earliest(complaints: OrganisationFacts['unassigned']): string | null {
  return complaints.map(({ dueOn }) => dueOn).filter((date) => date !== null).sort()[0] ?? null
}
