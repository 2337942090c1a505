import type { Actor } from '../../../access/actor.ts'
import { actions, may } from '../../../access/permissions.ts'
import { dateIn } from '../../../kernel/clock.ts'
import type { SignedIn } from '../../../platform/http/app.ts'
import type { Deps, Tx } from '../../../platform/ports.ts'
import { CurrentSession } from '../contract.ts'
import { roleWords } from '../domain/role-words.ts'

export type SessionSurroundings = Pick<CurrentSession, 'environment' | 'support'>

/** All that the page must know about who is signed in. */
export async function currentSession(deps: Deps, signedIn: SignedIn, surroundings: SessionSurroundings): Promise<CurrentSession> {
  const { actor } = signedIn
  // Before the terms are accepted nothing is told of what waits.
  const counts = signedIn.termsAccepted ? await deps.transaction(actor, (tx) => countWork(tx, actor)) : { unreadNotifications: 0, openTasks: 0 }
  return {
    user: { id: actor.userId, name: signedIn.name, email: signedIn.email },
    kind: actor.kind,
    organisation: signedIn.organisation,
    timeZone: actor.timeZone,
    today: dateIn(actor.timeZone, deps.clock.now()),
    roles: rolesOf(actor),
    can: actions.filter((action) => may(actor, action)),
    mustAcceptTerms: !signedIn.termsAccepted,
    enrollment: signedIn.enrollment === null ? null : enrollmentOf(signedIn.enrollment),
    method: signedIn.method,
    ...surroundings,
    ...counts,
    idleEndsAt: signedIn.idleEndsAt.toISOString(),
    endsAt: signedIn.endsAt.toISOString(),
  }
}

function rolesOf(actor: Actor): string[] {
  switch (actor.kind) {
    case 'agency':
      return roleWords({ ...actor, isComplaintsContact: false })
    case 'company':
      return roleWords({ ...actor, complaintsRole: actor.complaintsAccess })
    case 'platform':
      return roleWords({ kind: 'platform', systemRoles: [], complaintsRole: null, isComplaintsContact: false })
  }
}

function enrollmentOf(state: string): CurrentSession['enrollment'] {
  return CurrentSession.shape.enrollment.parse(state)
}

/** Whoever runs the system has no tasks. */
async function countWork(tx: Tx, actor: Actor): Promise<Pick<CurrentSession, 'unreadNotifications' | 'openTasks'>> {
  if (actor.kind === 'platform') return { unreadNotifications: 0, openTasks: 0 }
  const { userId } = actor
  const row = await tx.db
    .selectNoFrom((expression) => [
      // Whether each may still be seen is asked row by row; beyond this the bell says "99+".
      expression
        .selectFrom(expression.selectFrom('notification').select('id').where('user_id', '=', userId).where('read_at', 'is', null).limit(100).as('some'))
        .select(({ fn }) => fn.countAll<string>().as('count'))
        .as('unread'),
      expression.selectFrom('task_holder').select(({ fn }) => fn.countAll<string>().as('count')).where('user_id', '=', userId).where('done', '=', false).as('open'),
    ])
    .executeTakeFirstOrThrow()
  return { unreadNotifications: Number(row.unread), openTasks: Number(row.open) }
}
