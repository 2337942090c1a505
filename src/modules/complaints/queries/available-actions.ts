import type { Actor } from '../../../access/actor.ts'
import { may, type Action, type Target } from '../../../access/permissions.ts'
import { canMove, isChangeable, takesRequests, type Status } from '../domain/lifecycle.ts'

/** When the status allows an action on a complaint; who may take it, the permissions say. */
const allowedIn = {
  'complaint.view-detail': () => true,
  'complaint.update': (status) => isChangeable(status),
  'complaint.submit': (status) => status === 'draft',
  'complaint.discard': (status) => status === 'draft',
  'complaint.review': (status) => status === 'pending',
  'complaint.close': (status) => canMove(status, 'closed'),
  'request.add': (status) => takesRequests(status),
  'request.send': (status) => takesRequests(status),
  'document.add': (status) => isChangeable(status),
} as const satisfies Partial<Record<Action, (status: Status) => boolean>>

/** The actions that this actor may take on this complaint now: the record's `can`. */
export function availableActions(actor: Actor, status: Status, target: Target, facts: { hasCompany: boolean }): Action[] {
  const names = Object.keys(allowedIn) as (keyof typeof allowedIn)[]
  return names.filter((action) => allowedIn[action](status) && may(actor, action, target) && (facts.hasCompany || !action.startsWith('request.')))
}
