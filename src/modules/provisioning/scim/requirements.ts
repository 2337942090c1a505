import { z } from 'zod'
import { rolesOf, type ChosenRoles } from '../domain/scim-user.ts'
import type { Provisioner } from '../provisioner.ts'
import type { UserBody } from './body.ts'
import { ScimError } from './scim-error.ts'

const Email = z.email().max(254)

/** An address as Manage Users takes it: what stands in an envelope's command and may be read as somebody else's is refused. */
export function requireEmail(userName: string): string {
  if (!Email.safeParse(userName).success) throw new ScimError(400, 'invalidValue', 'userName: must be the user’s e-mail address.')
  return userName
}

export function requireRoles(by: Provisioner, roles: NonNullable<UserBody['roles']>): ChosenRoles {
  const chosen = rolesOf(by.actor.kind, roles)
  if (typeof chosen === 'string') throw new ScimError(400, 'invalidValue', chosen)
  return chosen
}

export function taken(attribute: string): ScimError {
  return new ScimError(409, 'uniqueness', `${attribute}: a user has this already.`)
}
