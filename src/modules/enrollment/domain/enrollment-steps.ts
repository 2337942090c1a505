import { AppError } from '../../../kernel/errors.ts'

/** The states of a company's enrollment (docs/rules.md 5), as the company's record shows them, in their order. */
export const enrollmentStates = ['not_enrolled', 'invited', 'activated', 'verified', 'users_added', 'contacts_assigned', 'complete'] as const
export type EnrollmentState = (typeof enrollmentStates)[number]

/** How an enrollment ends without the company being enrolled; the company's record is 'not_enrolled' then. */
export const endedEnrollments = ['rejected', 'withdrawn'] as const

/** What the company does, one after the other. The activation before it is the first sign-in (migration 0017). */
export const enrollmentMoves = ['verify', 'finish_users', 'assign_contacts', 'complete'] as const
export type EnrollmentMove = (typeof enrollmentMoves)[number]

/** From which state on a move may be made, what it reaches, and what is said before that. */
const moves: Record<EnrollmentMove, { from: EnrollmentState; reaches: EnrollmentState; first: string }> = {
  verify: { from: 'activated', reaches: 'verified', first: 'Activate your account first, with the link in your e-mail.' },
  finish_users: { from: 'verified', reaches: 'users_added', first: 'Verify your company first.' },
  assign_contacts: { from: 'users_added', reaches: 'contacts_assigned', first: 'Create the additional users first, or choose to create them later.' },
  complete: { from: 'contacts_assigned', reaches: 'complete', first: 'Assign the contacts first.' },
}

/**
 * The state after a move, or a refusal that says what to do first. A step may be taken again until the enrollment is
 * complete; going back to it loses nothing of what came after.
 */
export function advance(from: EnrollmentState, move: EnrollmentMove): EnrollmentState {
  if (from === 'not_enrolled') throw new AppError('conflict', 'The enrollment of this company has ended. The agency that began it can begin it again.')
  if (from === 'complete') throw new AppError('conflict', 'The enrollment is complete. Users and contacts can be changed under Company Management.')
  if (rank(from) < rank(moves[move].from)) throw new AppError('conflict', moves[move].first)
  return rank(from) > rank(moves[move].reaches) ? from : moves[move].reaches
}

/** Refuses to reject the association where there is none to reject any more. */
export function requireRejectable(state: EnrollmentState): void {
  if (state === 'complete') throw new AppError('conflict', 'The enrollment is complete. Ask the agency if this company is not yours.')
  if (rank(state) < rank('activated')) throw new AppError('conflict', moves.verify.first)
}

/** Refuses to take an invitation back that was used, or that was ended before. */
export function requireWithdrawable(state: EnrollmentState | (typeof endedEnrollments)[number]): void {
  if (state === 'invited') return
  if (state === 'complete') throw new AppError('conflict', 'The enrollment is complete. The company looks after its users itself.')
  if (state === 'rejected' || state === 'withdrawn' || state === 'not_enrolled') throw new AppError('conflict', 'This invitation has ended already. Enroll the company with another person.')
  throw new AppError('conflict', 'The first user has used the invitation already. They can reject the association, if this is not their company.')
}

/** Why requests cannot be sent to a company, in a sentence, or null: they can, and open once its enrollment is complete. */
export function sendingProblem(state: EnrollmentState, enrollsAtOnce: boolean): string | null {
  if (state !== 'not_enrolled' || enrollsAtOnce) return null
  return 'Nobody at this company has been invited yet. Name its first user, who gets the invitation together with the requests.'
}

export const wizardSteps = ['verify_company', 'create_users', 'assign_contacts', 'review', 'done'] as const
export type WizardStep = (typeof wizardSteps)[number]

/** The step to take now. Contacts that were named and have left since are to be named again. */
export function stepOf(state: EnrollmentState, contactsNamed: boolean): WizardStep {
  switch (state) {
    case 'not_enrolled':
    case 'complete':
      return 'done'
    case 'invited':
    case 'activated':
      return 'verify_company'
    case 'verified':
      return 'create_users'
    case 'users_added':
      return 'assign_contacts'
    case 'contacts_assigned':
      return contactsNamed ? 'review' : 'assign_contacts'
  }
}

const day = 24 * 60 * 60_000
/** How long an invitation's link works, in milliseconds. */
export const invitationTime = 14 * day
/** Between two reminders, in milliseconds. */
export const reminderPause = 60 * 60_000

/** When the next reminder may be sent, or null: now. */
export function nextReminderAt(lastReminderAt: Date | null, now: Date): Date | null {
  if (lastReminderAt === null) return null
  const next = new Date(lastReminderAt.getTime() + reminderPause)
  return next > now ? next : null
}

/** A company user as the choice of contacts sees them. */
export type ContactCandidate = { standing: string; systemRoles: readonly string[]; complaintsRole: string | null }

/** The Complaints Contact holds Manage (docs/rules.md 1.6); third-party users never work on complaints. */
export function mayBeComplaintsContact(user: ContactCandidate): boolean {
  return mayBeSaContact(user) && user.complaintsRole === 'manage'
}

/** Whoever belongs to the company itself, invited or active. */
export function mayBeSaContact(user: ContactCandidate): boolean {
  return user.standing !== 'removed' && !user.systemRoles.includes('third_party')
}

function rank(state: EnrollmentState): number {
  return enrollmentStates.indexOf(state)
}
