import type { Status } from '../../complaints/domain/lifecycle.ts'
import type { AccessState } from './sharing-states.ts'

/** Why an agency cannot ask for access to this complaint now, or null (docs/rules.md 6). `current`: what it asked for or has. */
export function askObstacle(status: Status, current: AccessState | null): string | null {
  if (current === 'accepted') return 'Your agency has access to this complaint already.'
  if (current === 'requested') return 'Your agency has asked for access to this complaint. Its owner has not decided yet.'
  if (status === 'referral_in_progress') return 'This complaint is being referred to another agency. Ask for access once that is decided.'
  if (status === 'canceled') return 'This complaint was canceled. Access to it cannot be asked for any more.'
  return null
}

/** Why its owner cannot decide on a request now, or null. While a referral waits nothing of a complaint changes. */
export function decideObstacle(status: Status): string | null {
  if (status === 'referral_in_progress') return 'This complaint is being referred to another agency. Decide on access once that is decided, or withdraw the referral first.'
  return null
}

/** Why no package of this complaint can be made for an agency outside the system now, or null. */
export function packageObstacle(status: Status): string | null {
  if (status === 'draft') return 'This complaint is a draft. Submit it first.'
  if (status === 'referral_in_progress') return 'This complaint is being referred to another agency of the system. Wait for its decision, or withdraw the referral first.'
  return null
}
