import { complaintsRoleChoices, systemRoleChoices, type Side } from '../../users/domain/role-choices.ts'

/** How a user of ours and a SCIM user (RFC 7643) stand for each other (docs/operations/single-sign-on.md). Pure. */

export const userSchema = 'urn:ietf:params:scim:schemas:core:2.0:User'

export type ScimRow = {
  user_id: string
  email: string
  standing: string
  system_roles: string[]
  complaints_role: string | null
  scim_external_id: string | null
  created_at: Date
  version: number
  name: string
  title: string | null
  phone: string | null
}

export type ScimRole = { value: string; display?: string | undefined }
export type ScimUser = {
  schemas: string[]
  id: string
  externalId?: string
  userName: string
  name: { formatted: string; givenName?: string; familyName: string }
  displayName: string
  title?: string
  active: boolean
  emails: { value: string; type: string; primary: boolean }[]
  phoneNumbers?: { value: string; type: string }[]
  roles: ScimRole[]
  meta: { resourceType: string; created: string; location: string; version: string }
}

export function scimUser(row: ScimRow, side: Side, base: string): ScimUser {
  const words = [...systemRoleChoices[side], ...complaintsRoleChoices[side]]
  const role = (value: string): ScimRole => ({ value, display: words.find(({ name }) => name === value)?.words ?? value })
  return {
    schemas: [userSchema],
    id: row.user_id,
    ...(row.scim_external_id !== null && { externalId: row.scim_external_id }),
    userName: row.email,
    name: { formatted: row.name, ...split(row.name) },
    displayName: row.name,
    ...(row.title !== null && { title: row.title }),
    active: row.standing !== 'removed',
    emails: [{ value: row.email, type: 'work', primary: true }],
    ...(row.phone !== null && { phoneNumbers: [{ value: row.phone, type: 'work' }] }),
    roles: [...row.system_roles.map((value) => role(value)), ...(row.complaints_role === null ? [] : [role(row.complaints_role)])],
    meta: { resourceType: 'User', created: row.created_at.toISOString(), location: `${base}/Users/${row.user_id}`, version: `W/"${String(row.version)}"` },
  }
}

export type ScimName = { formatted?: string | null | undefined; givenName?: string | null | undefined; familyName?: string | null | undefined }
type Named = { name?: ScimName | null | undefined; displayName?: string | null | undefined }

/** We keep one name. Of a new user, or of one sent whole: as formatted, else first and family name, else as displayed. */
export function nameOf({ name, displayName }: Named): string | null {
  return filled(name?.formatted) ?? both(name) ?? filled(displayName) ?? filled(name?.familyName) ?? filled(name?.givenName)
}

/** Of several ways to say a name, the ones that a change touched count. */
export function changedName(before: ScimUser, after: Named): string {
  const touched = (field: keyof ScimName) => (filled(after.name?.[field]) ?? undefined) !== before.name[field] && filled(after.name?.[field]) !== null
  if (touched('givenName') && touched('familyName')) return both(after.name) ?? before.displayName
  if (touched('formatted')) return filled(after.name?.formatted) ?? before.displayName
  if (filled(after.displayName) !== null && after.displayName !== before.displayName) return filled(after.displayName) ?? before.displayName
  if (touched('givenName') || touched('familyName')) return both({ givenName: after.name?.givenName ?? before.name.givenName, familyName: after.name?.familyName ?? before.name.familyName }) ?? before.displayName
  return before.displayName
}

type Phone = { value?: string | null | undefined; type?: string | null | undefined; primary?: unknown }
/** We keep one number: that of work, else the main one, else the first. */
export function phoneOf(phones: readonly Phone[] | null | undefined): string | null {
  const given = (phones ?? []).filter(({ value }) => filled(value) !== null)
  return filled((given.find(({ type }) => type?.toLowerCase() === 'work') ?? given.find(({ primary }) => primary === true) ?? given[0])?.value)
}

export type ChosenRoles = { systemRoles: string[]; complaintsRole: string | null }

/** Whoever has no role by the directory sees no complaint until an Account Administrator gives them one. */
const leastRole: Readonly<Record<Side, string>> = { agency: 'staff_user', company: 'contributor' }

/** Roles by their names or words. Answers a sentence where one is not known or two of complaints are asked for. */
export function rolesOf(side: Side, roles: readonly ScimRole[]): ChosenRoles | string {
  const chosen: ChosenRoles = { systemRoles: [], complaintsRole: null }
  for (const { value } of roles) {
    const asked = value.trim().toLowerCase()
    const is = (choice: { name: string; words: string }) => choice.name === asked || choice.words.toLowerCase() === asked
    const system = systemRoleChoices[side].find(is)
    const complaints = complaintsRoleChoices[side].find(is)
    if (system !== undefined) {
      if (!chosen.systemRoles.includes(system.name)) chosen.systemRoles.push(system.name)
    } else if (complaints !== undefined) {
      if (chosen.complaintsRole !== null && chosen.complaintsRole !== complaints.name) return 'roles: at most one complaints role can be held.'
      chosen.complaintsRole = complaints.name
    } else {
      return `roles: one of them is not known here. Known are: ${[...systemRoleChoices[side], ...complaintsRoleChoices[side]].map(({ name }) => name).filter((name) => name !== 'third_party').join(', ')}.`
    }
  }
  if (chosen.systemRoles.length === 0 && chosen.complaintsRole === null) chosen.systemRoles.push(leastRole[side])
  return chosen
}

function split(name: string): { givenName?: string; familyName: string } {
  const at = name.lastIndexOf(' ')
  return at < 0 ? { familyName: name } : { givenName: name.slice(0, at), familyName: name.slice(at + 1) }
}

function both(name: ScimName | null | undefined): string | null {
  const [given, family] = [filled(name?.givenName), filled(name?.familyName)]
  return given === null || family === null ? null : `${given} ${family}`
}

function filled(text: string | null | undefined): string | null {
  return text === undefined || text === null || text.trim() === '' ? null : text.trim()
}
