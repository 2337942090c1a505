import type { AccessState } from '../access-contract.ts'
import type { Referral } from '../contract.ts'

export const accessStateWords: Readonly<Record<AccessState, string>> = {
  requested: 'Waits for a decision',
  accepted: 'Accepted',
  rejected: 'Rejected',
  withdrawn: 'Withdrawn',
  canceled: 'Canceled',
  revoked: 'Access removed',
}

export const referralStateWords: Readonly<Record<Referral['state'], string>> = {
  pending: 'Waits for a decision',
  accepted: 'Accepted',
  rejected: 'Rejected',
  withdrawn: 'Withdrawn',
  canceled: 'Canceled',
}
