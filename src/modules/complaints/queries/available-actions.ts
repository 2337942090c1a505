import type { Actor } from '../../../access/actor.ts'
import { may, type Action, type Target } from '../../../access/permissions.ts'
import { dateIn } from '../../../kernel/clock.ts'
import { askObstacle } from '../../sharing/domain/access-rules.ts'
import { takesViolations } from '../../violations/domain/violation-words.ts'
import { cancelObstacle, canTake, isChangeable, lastDayToReopen, referralObstacle, takesNotes, takesRequests, type Status } from '../domain/lifecycle.ts'

/** What decides, besides the status, whether an action is possible now. */
export type RecordFacts = {
  hasCompany: boolean
  everSent: boolean
  onHold: boolean
  /** Of another agency's complaint: the reader's agency asked for access, or has it. */
  askedForAccess: boolean
  closedAt: Date | null
  hasSubject: boolean
  receivedOn: string | null
  now: Date
  timeZone: string
}

/** When the status allows an action on a complaint; who may take it, the permissions say. */
const allowedIn = {
  'complaint.view-detail': () => true,
  'complaint.update': (status) => isChangeable(status),
  'complaint.submit': (status) => canTake('submit', status),
  'complaint.discard': (status) => status === 'draft',
  'complaint.review': (status) => canTake('proceed', status),
  'complaint.close': (status) => canTake('close', status),
  'complaint.cancel': (status, { hasSubject, receivedOn }) => canTake('cancel', status) && cancelObstacle({ status, hasSubject, receivedOn }) === null,
  'complaint.reopen': (status, { closedAt, now, timeZone }) => canTake('reopen', status) && (closedAt === null || dateIn(timeZone, now) <= lastDayToReopen(dateIn(timeZone, closedAt))),
  'complaint.refer': (status, facts) => canTake('refer', status) && referralObstacle(facts) === null,
  'complaint.request-access': (status, { askedForAccess }) => !askedForAccess && askObstacle(status, null) === null,
  'request.add': (status) => takesRequests(status),
  'request.send': (status) => takesRequests(status),
  'document.add': (status) => isChangeable(status),
  'research.add': (status) => takesNotes(status),
  'violation.add': (status) => takesViolations(status),
  'complaint.view-as-company': (status) => status !== 'draft',
} as const satisfies Partial<Record<Action, (status: Status, facts: RecordFacts) => boolean>>

/** The actions that this actor may take on this complaint now: the record's `can`. */
export function availableActions(actor: Actor, status: Status, target: Target, facts: RecordFacts): Action[] {
  const names = Object.keys(allowedIn) as (keyof typeof allowedIn)[]
  return names.filter((action) => allowedIn[action](status, facts) && may(actor, action, target) && (facts.hasCompany || !action.startsWith('request.')))
}
