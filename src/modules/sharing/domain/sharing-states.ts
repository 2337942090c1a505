export const accessStates = ['requested', 'accepted', 'rejected', 'withdrawn', 'canceled', 'revoked'] as const
export type AccessState = (typeof accessStates)[number]

export const referralStates = ['pending', 'accepted', 'rejected', 'withdrawn', 'canceled'] as const
export type ReferralStateName = (typeof referralStates)[number]
