import type { Deps } from '../../../platform/ports.ts'
import { emailKey } from '../../accounts/domain/email-key.ts'
import { createUser, reactivateUser } from '../../users/index.ts'
import { nameOf, phoneOf } from '../domain/scim-user.ts'
import { together, type Provisioner } from '../provisioner.ts'
import type { UserBody } from '../scim/body.ts'
import { requireEmail, requireRoles, taken } from '../scim/requirements.ts'
import { ScimError } from '../scim/scim-error.ts'
import { auditProvisioning, externalIdTaken, findByEmail, setDeleted, setExternalId } from '../store.ts'
import { changeProfile } from './change-user.ts'

/**
 * The directory makes a user: an invited account, by the rules of Manage Users. One that it deleted before comes back
 * under the same account. @returns the user's ID
 */
export async function provisionUser(deps: Deps, by: Provisioner, body: UserBody): Promise<string> {
  if (body.active === false) throw new ScimError(400, 'invalidValue', 'active: an inactive user cannot be created.')
  const name = nameOf(body)
  if (name === null) throw new ScimError(400, 'invalidValue', 'name: a name is needed.')
  const email = requireEmail(body.userName)
  const roles = requireRoles(by, body.roles ?? [])
  const externalId = body.externalId ?? null
  return together(deps, by, async (inner, tx) => {
    if (externalId !== null && (await externalIdTaken(tx, by, externalId, null))) throw taken('externalId')
    const known = await findByEmail(tx, by, emailKey(email))
    if (known !== undefined && !known.gone) throw taken('userName')
    if (known === undefined) {
      const id = await createUser(inner, by.actor, { name, title: body.title ?? '', phone: phoneOf(body.phoneNumbers) ?? '', email, ...roles }, { externalId: externalId ?? undefined })
      await auditProvisioning(tx, by, id, 'create')
      return id
    }
    await reactivateUser(inner, by.actor, known.user_id, { version: known.version, ...roles })
    await setDeleted(tx, known.user_id, null)
    await setExternalId(tx, known.user_id, externalId)
    await changeProfile(inner, tx, by, known.user_id, { name, title: body.title ?? '', phone: phoneOf(body.phoneNumbers) ?? '', email })
    await auditProvisioning(tx, by, known.user_id, 'create')
    return known.user_id
  })
}
