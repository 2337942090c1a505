import type { AccessState, ReferralStateName } from './sharing-states.ts'

export const accessStateWords: Readonly<Record<AccessState, string>> = {
  requested: 'Waits for a decision',
  accepted: 'Accepted',
  rejected: 'Rejected',
  withdrawn: 'Withdrawn',
  canceled: 'Canceled',
  revoked: 'Access removed',
}

export const referralStateWords: Readonly<Record<ReferralStateName, string>> = {
  pending: 'Waits for a decision',
  accepted: 'Accepted',
  rejected: 'Rejected',
  withdrawn: 'Withdrawn',
  canceled: 'Canceled',
}
