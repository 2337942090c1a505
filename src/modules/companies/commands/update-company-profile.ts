import type { Actor } from '../../../access/actor.ts'
import { AppError, invalid, type FieldErrors } from '../../../kernel/errors.ts'
import type { Deps } from '../../../platform/ports.ts'
import { finishTasks } from '../../notifications/index.ts'
import type { CompanyProfile, UpdateCompanyProfile } from '../profile-contract.ts'
import { administratorOfCompany, companyProfile } from '../queries/read-company-profile.ts'

/**
 * Names the contacts of the actor's own company and where else to write: what is left out stays (docs/rules.md 1).
 * Only Account Administrators do this.
 */
export async function updateCompanyProfile(deps: Deps, actor: Actor, input: UpdateCompanyProfile): Promise<CompanyProfile> {
  const editor = administratorOfCompany(actor)
  return deps.transaction(editor, async (tx) => {
    const held = await tx.db.selectFrom('company').select('version').where('id', '=', editor.companyId).forUpdate().executeTakeFirstOrThrow()
    const before = await companyProfile(tx, editor)
    if (held.version !== input.version) {
      throw new AppError('stale_version', 'Somebody else changed the profile since you opened it. Look at what is there now, then save again.', { current: before })
    }
    requireEligible(before, input)
    const contacts = {
      complaints_contact_id: input.complaintsContactId ?? before.complaintsContactId,
      sa_contact_id: input.saContactId ?? before.saContactId,
      extra_addresses: [...new Set(input.extraAddresses ?? before.extraAddresses)],
    }
    await tx.db
      .insertInto('company_contacts')
      .values({ company_id: editor.companyId, ...contacts })
      .onConflict((conflict) => conflict.column('company_id').doUpdateSet(contacts))
      .execute()
    await tx.db
      .updateTable('company')
      .set({ email_domains: [...new Set(input.emailDomains ?? before.emailDomains)], time_zone: input.timeZone ?? before.timeZone, version: held.version + 1 })
      .where('id', '=', editor.companyId)
      .execute()
    if (contacts.complaints_contact_id !== null) await finishTasks(tx, { kind: 'assign_contacts' })
    const fields = Object.keys(input).filter((name) => name !== 'version')
    await tx.audit({ action: 'company.profile_changed', audience: 'company', companyId: editor.companyId, about: { kind: 'company', id: editor.companyId }, details: { fields } })
    return companyProfile(tx, editor)
  })
}

function requireEligible(profile: CompanyProfile, input: UpdateCompanyProfile): void {
  const fields: FieldErrors = {}
  const chosen = (id: string | undefined) => profile.colleagues.find((one) => one.id === id)
  if (input.complaintsContactId !== undefined && chosen(input.complaintsContactId)?.mayBeComplaintsContact !== true) {
    fields['complaintsContactId'] = 'Choose an active colleague who may manage complaints.'
  }
  if (input.saContactId !== undefined && chosen(input.saContactId)?.mayBeSaContact !== true) fields['saContactId'] = 'Choose an active colleague who is no third party.'
  if (Object.keys(fields).length > 0) throw invalid(fields)
}
