import type { Actor } from '../../../access/actor.ts'
import { permit } from '../../../access/permissions.ts'
import { invalid, type FieldErrors } from '../../../kernel/errors.ts'
import { newId } from '../../../platform/new-id.ts'
import type { Deps, Tx } from '../../../platform/ports.ts'
import { emailKey } from '../../accounts/domain/email-key.ts'
import type { CreateUser, ThirdParty } from '../contract.ts'
import { emailDomainProblem } from '../domain/email-domain.ts'
import { factsOfNew, roleProblems } from '../domain/role-rules.ts'
import { administratorOf, auditAccount, countAdministrators, emailDomainsOf, emailTaken, holdOrganisation, makeLink, organisationOf, ownerOf, requireFreeEmail, sideOf, type Administrator } from '../store.ts'

/**
 * Makes an account and sends its owner a link, valid 14 days, with which they activate it. Throws `invalid` with a
 * sentence a field; where the address belongs to a removed colleague, `current` names them.
 * @param options.externalId the user's ID at the organisation's own directory (SCIM)
 * @returns the new user's ID
 */
export async function createUser(deps: Deps, actor: Actor, input: CreateUser, options: { externalId?: string } = {}): Promise<string> {
  const administrator = administratorOf(actor)
  permit(administrator, 'users.manage')
  return deps.transaction(administrator, async (tx) => {
    await holdOrganisation(tx, administrator)
    const facts = factsOfNew(sideOf(administrator), await countAdministrators(tx, administrator), input.thirdParty !== undefined)
    refuse({ ...(await identityProblems(tx, administrator, input)), ...roleProblems(input, facts) })
    await requireFreeEmail(tx, administrator, emailKey(input.email))
    const id = newId()
    const owner = ownerOf(administrator)
    await tx.db.insertInto('person').values({ id, kind: administrator.kind, ...owner, name: input.name.trim(), title: orNull(input.title), phone: orNull(input.phone), created_at: tx.now }).execute()
    const account = {
      user_id: id, kind: administrator.kind, ...owner, email: input.email, email_key: emailKey(input.email),
      system_roles: [...input.systemRoles], complaints_role: input.complaintsRole, standing: 'invited', invited_at: tx.now, created_at: tx.now,
      third_party_firm: input.thirdParty?.firm.trim() ?? null, third_party_kind: input.thirdParty?.kind ?? null, scim_external_id: options.externalId ?? null,
    }
    await unlessTaken(tx.db.insertInto('account').values(account).execute())
    const linkId = await makeLink(tx, id, 'activation')
    await auditAccount(tx, administrator, 'account.created', id, { systemRoles: [...input.systemRoles], complaintsRole: input.complaintsRole, thirdParty: input.thirdParty !== undefined })
    await tx.enqueue('notify-organisation', { eventId: newId(), event: 'account_invited', userId: id, linkId, ...organisationOf(administrator), by: administrator.userId })
    return id
  })
}

/** What is wrong with the address or with being a third party. Third-party users write from their own firm's domain. */
export async function identityProblems(tx: Tx, actor: Administrator, input: { email: string; thirdParty?: ThirdParty | undefined }): Promise<FieldErrors> {
  if (input.thirdParty !== undefined) return actor.kind === 'company' ? {} : { thirdParty: 'Only companies have third-party users.' }
  const email = emailDomainProblem(input.email, await emailDomainsOf(tx, actor))
  return email === null ? {} : { email }
}

export function refuse(problems: FieldErrors): void {
  if (Object.keys(problems).length > 0) throw invalid(problems)
}

export function orNull(text: string | undefined): string | null {
  return text === undefined || text.trim() === '' ? null : text.trim()
}

/** Another organisation may take the address in the same moment. */
export async function unlessTaken<T>(write: Promise<T>): Promise<T> {
  try {
    return await write
  } catch (error) {
    if (error instanceof Error && 'constraint' in error && error.constraint === 'account_email_key_key') throw emailTaken()
    throw error
  }
}
