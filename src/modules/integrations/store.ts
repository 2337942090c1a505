import type { Actor } from '../../access/actor.ts'
import { actions, may } from '../../access/permissions.ts'
import { scopeOfAction, scopeWords, tokenScopes, type TokenScope } from '../../access/token-scopes.ts'
import { AppError, notFound } from '../../kernel/errors.ts'
import type { SignedIn } from '../../platform/http/app.ts'

/** Whoever belongs to an organization; platform administrators see no complaint and connect no system. */
export type Member = Exclude<Actor, { kind: 'platform' }>

export function memberOf(actor: Actor): Member {
  if (actor.kind === 'platform') throw notFound('page')
  return actor
}

export function organisationOf(actor: Member): { agency_id: string } | { company_id: string } {
  return actor.kind === 'agency' ? { agency_id: actor.agencyId } : { company_id: actor.companyId }
}

/** Whose an audit entry or a message is. */
export function ownerOf(actor: Member): { agencyId: string } | { companyId: string } {
  return actor.kind === 'agency' ? { agencyId: actor.agencyId } : { companyId: actor.companyId }
}

export function signedInOf({ signedIn }: { signedIn: SignedIn | null }): SignedIn {
  if (signedIn === null) throw new AppError('unauthenticated', 'Sign in to go on.')
  return signedIn
}

/** Scopes with which a token of this user could do anything, as their role stands. Who reads complaints may read documents. */
export function offeredScopes(actor: Member): TokenScope[] {
  const useful = tokenScopes.filter((scope) => actions.some((action) => scopeOfAction[action] === scope && may(actor, action)))
  const reads = useful.includes('complaints:read') || may(actor, 'received.view')
  return tokenScopes.filter((scope) => scopeWords[scope].for.includes(actor.kind) && (useful.includes(scope) || (scope === 'documents:read' && reads)))
}
