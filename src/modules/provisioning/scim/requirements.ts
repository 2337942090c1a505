import { rolesOf, type ChosenRoles } from '../domain/scim-user.ts'
import type { Provisioner } from '../provisioner.ts'
import type { UserBody } from './body.ts'
import { ScimError } from './scim-error.ts'

export function requireEmail(userName: string): string {
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(userName)) throw new ScimError(400, 'invalidValue', 'userName: must be the user’s e-mail address.')
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
