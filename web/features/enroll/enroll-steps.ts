import type { EnrollmentWizard } from '#src/modules/enrollment/contract.ts'

/** Steps that can be opened by their address; "done" is where the last one leads. */
export const chosenSteps = ['verify_company', 'create_users', 'assign_contacts', 'review'] as const
export type ChosenStep = (typeof chosenSteps)[number]

/** Labels of the step indicator. The account, which is the first, was secured before this page opens. */
export const stepLabels = ['Secure your account', 'Verify company', 'Create users', 'Assign contacts', 'Review'] as const

export const stepTitles: Readonly<Record<ChosenStep, string>> = {
  verify_company: 'Verify company',
  create_users: 'Create users',
  assign_contacts: 'Assign contacts',
  review: 'Review',
}

/** The place of a step in the indicator, counted from 0. */
export function placeOf(step: ChosenStep): number {
  return chosenSteps.indexOf(step) + 1
}

/** The step that is shown: the one that was asked for, unless it lies ahead of the one to take now. */
export function shownStep(now: EnrollmentWizard['step'], asked: ChosenStep | undefined): ChosenStep {
  const reached = now === 'done' ? 'review' : now
  if (asked === undefined) return reached
  return placeOf(asked) <= placeOf(reached) ? asked : reached
}
