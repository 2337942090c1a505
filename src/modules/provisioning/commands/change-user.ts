import { notFound } from '../../../kernel/errors.ts'
import type { Deps, Tx } from '../../../platform/ports.ts'
import { emailKey } from '../../accounts/domain/email-key.ts'
import { reactivateUser, removeUser, setRoles, updateUser } from '../../users/index.ts'
import { changedName, nameOf, phoneOf, scimUser, type ChosenRoles, type ScimRow, type ScimUser } from '../domain/scim-user.ts'
import { together, type Provisioner } from '../provisioner.ts'
import { patched, type UserBody } from '../scim/body.ts'
import { requireEmail, requireRoles, taken } from '../scim/requirements.ts'
import { auditProvisioning, externalIdTaken, findOwnUser, setDeleted, setExternalId } from '../store.ts'

type Profile = { name: string; title: string; phone: string; email: string }

/** PUT: the user as sent. What is left out of it stays; roles sent as an empty list leave the least role. */
export function replaceUser(deps: Deps, by: Provisioner, id: string, body: UserBody): Promise<void> {
  return change(deps, by, id, 'replace', async (before) => ({ body, name: nameOf(body) ?? before.displayName }))
}

/** PATCH, in the shapes of RFC 7644, Okta and Entra ID. */
export function patchUser(deps: Deps, by: Provisioner, id: string, body: unknown): Promise<void> {
  return change(deps, by, id, 'patch', async (before) => {
    const after = await patched(before, body)
    // A patched user is complete: what is missing now was removed.
    return { body: { ...after, title: after.title ?? '', phoneNumbers: after.phoneNumbers ?? [], externalId: after.externalId ?? null, roles: after.roles ?? [] }, name: changedName(before, after) }
  })
}

/** DELETE: removed at once, and not there any more for the directory. */
export async function deleteUser(deps: Deps, by: Provisioner, id: string): Promise<void> {
  await together(deps, by, async (inner, tx) => {
    const row = await requireUser(tx, by, id)
    await auditProvisioning(tx, by, id, 'delete')
    await setDeleted(tx, id, tx.now)
    if (row.standing !== 'removed') await removeUser(inner, by.actor, id, { version: row.version }, { leavingWork: true })
  })
}

/** Name, title, phone and address, where one of them differs. */
export async function changeProfile(deps: Deps, tx: Tx, by: Provisioner, id: string, profile: Profile): Promise<string[]> {
  const row = await requireUser(tx, by, id)
  const moves = emailKey(profile.email) !== emailKey(row.email)
  const fields = [...(profile.name !== row.name ? ['name'] : []), ...(profile.title !== (row.title ?? '') ? ['title'] : []), ...(profile.phone !== (row.phone ?? '') ? ['phoneNumbers'] : []), ...(moves ? ['userName'] : [])]
  const { email, ...rest } = profile
  if (fields.length > 0) await updateUser(deps, by.actor, id, { version: row.version, ...rest, ...(moves && { email }) })
  return fields
}

async function change(deps: Deps, by: Provisioner, id: string, asked: string, wanted: (before: ScimUser) => Promise<{ body: UserBody; name: string }>): Promise<void> {
  const before = await deps.transaction(by.actor, (tx) => requireUser(tx, by, id))
  const { body, name } = await wanted(scimUser(before, by.actor.kind, ''))
  const email = requireEmail(body.userName)
  const roles = body.roles === undefined || body.roles === null ? null : requireRoles(by, body.roles)
  await together(deps, by, async (inner, tx) => {
    const row = await requireUser(tx, by, id)
    const fields: string[] = []
    if (body.externalId !== undefined && body.externalId !== row.scim_external_id) {
      if (body.externalId !== null && (await externalIdTaken(tx, by, body.externalId, id))) throw taken('externalId')
      await setExternalId(tx, id, body.externalId)
      fields.push('externalId')
    }
    const isActive = row.standing !== 'removed'
    const active = body.active ?? isActive
    if (!active) {
      if (isActive) {
        // Written first: whoever removes the maker of the token may do nothing after.
        await auditProvisioning(tx, by, id, 'deactivate', fields)
        await removeUser(inner, by.actor, id, { version: row.version }, { leavingWork: true })
      } else if (fields.length > 0) await auditProvisioning(tx, by, id, asked, fields)
      return
    }
    if (!isActive) {
      await reactivateUser(inner, by.actor, id, { version: row.version, ...(roles ?? rolesHeld(row)) })
      fields.push('active')
    } else if (roles !== null && !sameRoles(roles, row)) {
      await setRoles(inner, by.actor, id, { version: row.version, ...roles })
      fields.push('roles')
    }
    const phone = body.phoneNumbers === undefined || body.phoneNumbers === null ? row.phone : phoneOf(body.phoneNumbers)
    fields.push(...(await changeProfile(inner, tx, by, id, { name, title: body.title ?? (body.title === undefined ? (row.title ?? '') : ''), phone: phone ?? '', email })))
    if (fields.length > 0) await auditProvisioning(tx, by, id, asked, fields)
  })
}

async function requireUser(tx: Tx, by: Provisioner, id: string): Promise<ScimRow> {
  const row = await findOwnUser(tx, by, id)
  if (row === undefined) throw notFound('user')
  return row
}

function rolesHeld(row: ScimRow): ChosenRoles {
  return { systemRoles: row.system_roles, complaintsRole: row.complaints_role }
}

function sameRoles(chosen: ChosenRoles, row: ScimRow): boolean {
  return chosen.complaintsRole === row.complaints_role && [...chosen.systemRoles].sort().join() === [...row.system_roles].sort().join()
}
