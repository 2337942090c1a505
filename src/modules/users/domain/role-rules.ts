import type { FieldErrors } from '../../../kernel/errors.ts'
import { complaintsRoleChoices, handlesComplaints, systemRoleChoices, type Side } from './role-choices.ts'

/** What roles somebody may hold (docs/rules.md 1). Pure: the page shows the same sentences while one chooses. */

/** Account Administrators of one organisation, the invited counted. */
export const mostAdministrators: Readonly<Record<Side, number>> = { agency: 5, company: 3 }

export type ChosenRoles = { systemRoles: readonly string[]; complaintsRole: string | null }

export type RoleFacts = {
  side: Side
  isThirdParty: boolean
  /** Account Administrators besides this person, active or invited. */
  otherAdministrators: number
  /** The active ones of them. */
  otherActiveAdministrators: number
  /** This person is an Account Administrator who can sign in now. */
  isActiveAdministrator: boolean
  isComplaintsContact: boolean
  /** Open complaints of which this person is Point of Contact. */
  pocOf: number
}

/** The facts of somebody who is not there yet. */
export function factsOfNew(side: Side, administrators: { active: number; all: number }, isThirdParty: boolean): RoleFacts {
  return { side, isThirdParty, otherAdministrators: administrators.all, otherActiveAdministrators: administrators.active, isActiveAdministrator: false, isComplaintsContact: false, pocOf: 0 }
}

/** Why these roles cannot be given, a sentence a field; empty when they can. */
export function roleProblems(chosen: ChosenRoles, facts: RoleFacts): FieldErrors {
  const systemRoles = facts.isThirdParty ? thirdPartyProblem(chosen, facts) : systemRolesProblem(chosen, facts)
  const complaintsRole = complaintsRoleProblem(chosen, facts)
  return { ...(systemRoles !== null && { systemRoles }), ...(complaintsRole !== null && { complaintsRole }) }
}

/** Why this person cannot be removed, or null. */
export function removalProblem(facts: Pick<RoleFacts, 'side' | 'isActiveAdministrator' | 'otherActiveAdministrators'>, isSelf: boolean): string | null {
  if (isSelf) return 'You cannot remove yourself. Ask another Account Administrator to do it.'
  return isLastAdministrator(facts) ? lastAdministrator(facts.side) : null
}

function systemRolesProblem({ systemRoles, complaintsRole }: ChosenRoles, facts: RoleFacts): string | null {
  const { side } = facts
  const known = systemRoleChoices[side].map(({ name }) => name)
  if (systemRoles.some((role) => !known.includes(role))) return side === 'agency' ? 'An agency has no such role.' : 'A company has no such role.'
  if (new Set(systemRoles).size < systemRoles.length) return 'Name each role once.'
  if (systemRoles.includes('third_party')) return 'Third Party is for third-party users. Create this person as one, or choose other roles.'
  if (systemRoles.length === 0 && complaintsRole === null) return 'Choose at least one role.'
  if (systemRoles.includes('staff_director') && complaintsRole === null) return 'A Staff Director must also hold a complaints role. Choose one below.'
  if (systemRoles.includes('account_administrator')) {
    const most = mostAdministrators[side]
    return facts.otherAdministrators < most ? null : `${side === 'agency' ? 'An agency' : 'A company'} has at most ${side === 'agency' ? 'five' : 'three'} Account Administrators, the invited counted. Take the role from another one first.`
  }
  return isLastAdministrator(facts) ? lastAdministrator(side) : null
}

function thirdPartyProblem({ systemRoles }: ChosenRoles, facts: RoleFacts): string | null {
  if (facts.side === 'agency') return 'Only companies have third-party users.'
  if (isLastAdministrator(facts)) return lastAdministrator(facts.side)
  return systemRoles.length === 1 && systemRoles[0] === 'third_party' ? null : 'A third-party user holds the role Third Party and no other.'
}

function complaintsRoleProblem({ complaintsRole }: ChosenRoles, facts: RoleFacts): string | null {
  const { side, isThirdParty, isComplaintsContact, pocOf } = facts
  if (isThirdParty && complaintsRole !== null) return 'Third-party users never work on complaints.'
  if (complaintsRole !== null && !complaintsRoleChoices[side].some(({ name }) => name === complaintsRole)) return `${side === 'agency' ? 'An agency' : 'A company'} has no such complaints role.`
  if (handlesComplaints(side, complaintsRole)) return null
  if (isComplaintsContact) return 'The Complaints Contact must hold Manage. Name another Complaints Contact in the company profile first.'
  if (pocOf > 0) return `This person is Point of Contact of ${pocOf === 1 ? 'one open complaint' : `${pocOf.toLocaleString('en-US')} open complaints`}. Give ${pocOf === 1 ? 'it' : 'them'} to a colleague first.`
  return null
}

function isLastAdministrator(facts: Pick<RoleFacts, 'isActiveAdministrator' | 'otherActiveAdministrators'>): boolean {
  return facts.isActiveAdministrator && facts.otherActiveAdministrators === 0
}

function lastAdministrator(side: Side): string {
  return `This is the last Account Administrator of the ${side} who can sign in. Make a colleague Account Administrator first; they must have activated their account.`
}
