import type { Facts } from './facts.ts'

/** The agencies whose lists of requests for access and of referrals the event changed: each takes part in one of them. */
export function sharingAgencies({ agency, access, accessEnded, referral }: Pick<Facts, 'agency' | 'access' | 'accessEnded' | 'referral'>): Set<string> {
  const others = [access?.agency.id, ...accessEnded.map((ended) => ended.agency.id), referral?.from.id, referral?.to.id].filter((id) => id !== undefined)
  return new Set(others.length === 0 ? [] : [agency.id, ...others])
}
