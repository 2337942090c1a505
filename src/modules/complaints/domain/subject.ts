import type { Status } from './lifecycle.ts'

/** The subject may be changed while the complaint is open and before any request was sent (docs/rules.md 3). */
export function takesOtherSubject(status: Status, firstSentAt: Date | null): boolean {
  return firstSentAt === null && (status === 'draft' || status === 'pending' || status === 'in_progress' || status === 'reopened')
}
