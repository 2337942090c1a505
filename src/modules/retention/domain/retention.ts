import type { Status } from '../../complaints/domain/lifecycle.ts'

/** A draft is no record yet, and nothing of a complaint changes while another agency decides about it. */
export function takesHold(status: Status): boolean {
  return status !== 'draft' && status !== 'referral_in_progress'
}
