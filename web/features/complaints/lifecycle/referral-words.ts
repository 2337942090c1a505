import type { Referral } from '#src/modules/sharing/contract.ts'

export const referralStateWords: Record<Referral['state'], string> = { pending: 'To be decided', accepted: 'Accepted', rejected: 'Rejected', withdrawn: 'Withdrawn', canceled: 'Canceled' }
