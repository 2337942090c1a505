import { AppError } from '../kernel/errors.ts'
import type { Actor, AgencySystemRole, CompanySystemRole, ComplaintsAccess, ComplaintsRole } from './actor.ts'
import { withinScopes } from './token-scopes.ts'

/**
 * Who may do what: one table, action × role × condition (docs/rules.md 1). What an actor may SEE is
 * decided by row-level security; what a record's STATUS allows, by its lifecycle. Here is only who.
 */

/** The facts of a record on which a permission may depend. All are IDs. */
export type Target = {
  ownerAgencyId?: string | null
  /** The agency was given access to this complaint by its owner. */
  sharedWithActor?: boolean
  companyId?: string | null
  agencyPocId?: string | null
  companyPocId?: string | null
  addedBy?: string | null
}

type Scope = 'owner' | 'detail' | 'other' | 'any'

type Condition = { words: string; holds: (actor: Actor, target: Target) => boolean }

export type Permission =
  | { side: 'agency'; complaintsRoles: readonly ComplaintsRole[]; systemRoles: readonly AgencySystemRole[]; scope: Scope; condition: Condition | null }
  | { side: 'company'; access: readonly ComplaintsAccess[]; systemRoles: readonly CompanySystemRole[]; condition: Condition | null; whileEnrolling: boolean }
  | { side: 'administrators' }
  | { side: 'platform' }
  | { side: 'everyone' }

const agency = (...complaintsRoles: ComplaintsRole[]) => {
  const make = (scope: Scope, condition: Condition | null = null): Permission => ({ side: 'agency', complaintsRoles, systemRoles: [], scope, condition })
  return {
    ofOwner: () => make('owner'),
    withDetail: () => make('detail'),
    ofOtherAgency: () => make('other'),
    anywhere: () => make('any'),
    ofOwnerWhen: (condition: Condition) => make('owner', condition),
  }
}
const company = (access: readonly ComplaintsAccess[], systemRoles: readonly CompanySystemRole[] = []) => ({
  ofOwn: (): Permission => ({ side: 'company', access, systemRoles, condition: null, whileEnrolling: false }),
  ofOwnWhen: (condition: Condition): Permission => ({ side: 'company', access, systemRoles, condition, whileEnrolling: false }),
  ofOwnWhileEnrolling: (): Permission => ({ side: 'company', access, systemRoles, condition: null, whileEnrolling: true }),
})

const isAgencyPoc: Condition = { words: 'the Agency POC, or the user who added it', holds: (actor, target) => target.agencyPocId === actor.userId || target.addedBy === actor.userId }
const isContactOrAdministrator: Condition = {
  words: 'the Complaints Contact, or an Account Administrator',
  holds: (actor) => actor.kind === 'company' && (actor.isComplaintsContact || actor.systemRoles.includes('account_administrator')),
}
const isCompanyPoc: Condition = { words: 'the Company POC of the complaint', holds: (actor, target) => target.companyPocId === actor.userId }

const isSupervisorOrAsked: Condition = {
  words: 'a Complaint Supervisor, or the user who asked for the review',
  holds: (actor, target) => actor.kind === 'agency' && (actor.complaintsRole === 'supervisor' || target.addedBy === actor.userId),
}

export const permissions = {
  'complaint.view': agency('supervisor', 'manager', 'viewer').anywhere(),
  'complaint.view-detail': agency('supervisor', 'manager', 'viewer').withDetail(),
  'complaint.enter': agency('supervisor', 'manager').anywhere(),
  'complaint.update': agency('supervisor', 'manager').ofOwner(),
  'complaint.submit': agency('supervisor', 'manager').ofOwner(),
  'complaint.discard': agency('supervisor', 'manager').ofOwner(),
  'complaint.review': agency('supervisor', 'manager').ofOwner(),
  'complaint.replace-reviewer': agency('supervisor', 'manager').ofOwnerWhen(isSupervisorOrAsked),
  'complaint.import': agency('supervisor', 'manager').anywhere(),
  'complaint.close': agency('supervisor', 'manager').ofOwner(),
  'complaint.cancel': agency('supervisor', 'manager').ofOwner(),
  'complaint.reopen': agency('supervisor', 'manager').ofOwner(),
  'complaint.refer': agency('supervisor', 'manager').ofOwner(),
  'complaint.decide-referral': agency('supervisor', 'manager').anywhere(),
  'complaint.request-access': agency('supervisor', 'manager').ofOtherAgency(),
  'complaint.decide-access': agency('supervisor').ofOwner(),
  'complaint.withdraw-access-request': agency('supervisor', 'manager').ofOtherAgency(),
  'complaint.view-access': agency('supervisor', 'manager', 'viewer').withDetail(),
  'complaint.export': agency('supervisor', 'manager', 'viewer').anywhere(),
  'complaint.view-as-company': agency('supervisor', 'manager', 'viewer').ofOwner(),
  'complaint.hold': agency('supervisor').ofOwner(),
  'filter.keep': agency('supervisor', 'manager', 'viewer').anywhere(),
  'filter.remove-shared': agency('supervisor').ofOwner(),
  'entity.view': agency('supervisor', 'manager', 'viewer').anywhere(),
  'entity.create': agency('supervisor', 'manager').anywhere(),
  'entity.update': agency('supervisor', 'manager').ofOwner(),
  'entity.request-change': agency('supervisor', 'manager').ofOtherAgency(),
  'request.add': agency('supervisor', 'manager').ofOwner(),
  'request.send': agency('supervisor', 'manager').ofOwner(),
  'request.update': agency('supervisor', 'manager').ofOwner(),
  'request.cancel': agency('supervisor', 'manager').ofOwner(),
  'request.remind': agency('supervisor', 'manager').ofOwner(),
  'request.quick-look': agency('supervisor', 'manager').ofOwner(),
  'request.send-back': agency('supervisor', 'manager').ofOwner(),
  'request.extend': agency('supervisor', 'manager').ofOwner(),
  'request.decide-ask': agency('supervisor', 'manager').ofOwner(),
  'request-library.manage': agency('supervisor', 'manager').anywhere(),
  'research.add': agency('supervisor', 'manager').ofOwner(),
  'violation.add': agency('supervisor', 'manager').ofOwner(),
  'violation.remove': agency('supervisor', 'manager').ofOwnerWhen(isAgencyPoc),
  'citation.manage': agency('supervisor', 'manager').anywhere(),
  'letter.write': agency('supervisor', 'manager').ofOwner(),
  'letter.approve': agency('supervisor').ofOwner(),
  'letter-template.manage': agency('supervisor', 'manager').anywhere(),
  'document.add': agency('supervisor', 'manager').ofOwner(),
  'discussion.post': agency('supervisor', 'manager').withDetail(),
  'entity-discussion.post': agency('supervisor', 'manager').anywhere(),
  'report.view': agency('supervisor', 'manager', 'viewer').anywhere(),
  'company.enroll': agency('supervisor', 'manager').anywhere(),
  'company.view': agency('supervisor', 'manager', 'viewer').anywhere(),
  'company.request-account': agency('supervisor', 'manager').anywhere(),
  'received.view': company(['manage', 'view']).ofOwn(),
  'received.view-arrival': company(['manage', 'view'], ['account_administrator']).ofOwn(),
  'received.acknowledge-letter': company(['manage']).ofOwn(),
  'received.assign-poc': company(['manage'], ['account_administrator']).ofOwnWhen(isContactOrAdministrator),
  'response.draft': company(['manage']).ofOwn(),
  'response.submit': company(['manage']).ofOwnWhen(isCompanyPoc),
  'response.attach': company(['manage']).ofOwn(),
  'response.comment': company(['manage']).ofOwn(),
  'response.hand-over': company(['manage']).ofOwn(),
  'response.return': company(['manage']).ofOwnWhen(isCompanyPoc),
  'response.assign-drafters': company(['manage']).ofOwnWhen(isCompanyPoc),
  'response.ask': company(['manage']).ofOwnWhen(isCompanyPoc),
  'deputy.name': company(['manage'], ['account_administrator']).ofOwn(),
  'enrollment.finish': company([], ['account_administrator']).ofOwnWhileEnrolling(),
  'users.manage': { side: 'administrators' },
  'profile.manage': { side: 'administrators' },
  'integration.manage': { side: 'administrators' },
  'platform.operate': { side: 'platform' },
  'platform.manage-agencies': { side: 'platform' },
  'platform.decide-company-accounts': { side: 'platform' },
  'platform.run-directory': { side: 'platform' },
  'account.own': { side: 'everyone' },
} as const satisfies Record<string, Permission>

export type Action = keyof typeof permissions
export const actions = Object.keys(permissions) as Action[]

/** May this actor do this to this record? With no target: could they to any? */
export function may(actor: Actor, action: Action, target?: Target): boolean {
  if (actor.kind !== 'platform' && !withinScopes(actor.token, action)) return false
  const rule: Permission = permissions[action]
  switch (rule.side) {
    case 'everyone':
      return true
    case 'administrators':
      return administers(actor) && (target === undefined || isOfActor(actor, target))
    case 'platform':
      return actor.kind === 'platform'
    case 'agency':
      if (actor.kind !== 'agency') return false
      if (!holdsAgencyRole(actor, rule)) return false
      return target === undefined || (inScope(rule.scope, actor.agencyId, target) && (rule.condition?.holds(actor, target) ?? true))
    case 'company':
      if (actor.kind !== 'company') return false
      if (!holdsCompanyRole(actor, rule)) return false
      return target === undefined || (target.companyId === actor.companyId && (rule.condition?.holds(actor, target) ?? true))
  }
}

/** Throws `forbidden` unless the actor may. Call it after the record was found: what is not visible is `not_found` before. */
export function permit(actor: Actor, action: Action, target?: Target): void {
  if (!may(actor, action, target)) throw new AppError('forbidden', refusal(actor))
}

/** The words of a refusal: whoever wrote a program must know where to look. */
export function refusal(actor: Actor): string {
  return actor.kind !== 'platform' && actor.token !== undefined ? 'Your role, or the scopes of this API token, do not allow this action.' : 'Your role does not allow this action.'
}

function holdsAgencyRole(actor: Extract<Actor, { kind: 'agency' }>, rule: Extract<Permission, { side: 'agency' }>): boolean {
  return (actor.complaintsRole !== null && rule.complaintsRoles.includes(actor.complaintsRole)) || rule.systemRoles.some((role) => actor.systemRoles.includes(role))
}

function holdsCompanyRole(actor: Extract<Actor, { kind: 'company' }>, rule: Extract<Permission, { side: 'company' }>): boolean {
  if (!actor.enrolled && !rule.whileEnrolling) return false
  return (actor.complaintsAccess !== null && rule.access.includes(actor.complaintsAccess)) || rule.systemRoles.some((role) => actor.systemRoles.includes(role))
}

function administers(actor: Actor): boolean {
  return actor.kind !== 'platform' && actor.systemRoles.some((role) => role === 'account_administrator')
}

function isOfActor(actor: Actor, target: Target): boolean {
  if (actor.kind === 'agency') return target.ownerAgencyId === actor.agencyId
  return actor.kind === 'company' && target.companyId === actor.companyId
}

function inScope(scope: Scope, agencyId: string, target: Target): boolean {
  switch (scope) {
    case 'any':
      return true
    case 'owner':
      return target.ownerAgencyId === agencyId
    case 'detail':
      return target.ownerAgencyId === agencyId || target.sharedWithActor === true
    case 'other':
      return target.ownerAgencyId !== agencyId
  }
}
