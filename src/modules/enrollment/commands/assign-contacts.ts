import type { Actor } from '../../../access/actor.ts'
import { invalid, type FieldErrors } from '../../../kernel/errors.ts'
import type { Deps, Tx } from '../../../platform/ports.ts'
import type { AssignContacts, EnrollmentWizard } from '../contract.ts'
import { advance, mayBeComplaintsContact, mayBeSaContact, type ContactCandidate } from '../domain/enrollment-steps.ts'
import { readWizardIn } from '../queries/read-wizard.ts'
import { companyOnly, holdOwnEnrollment } from '../store.ts'

/** Names whom agencies reach: the Complaints Contact, the SA Contact, and further addresses to notify (docs/rules.md 1.6). */
export async function assignContacts(deps: Pick<Deps, 'transaction'>, actor: Actor, input: AssignContacts): Promise<EnrollmentWizard> {
  const user = companyOnly(actor)
  return deps.transaction(user, async (tx) => {
    const held = await holdOwnEnrollment(tx, user, input.version)
    const state = advance(held.state, 'assign_contacts')
    await requireContacts(tx, held.companyId, input)
    const contacts = { complaints_contact_id: input.complaintsContactId, sa_contact_id: input.saContactId, extra_addresses: onceEach(input.extraAddresses) }
    await tx.db
      .insertInto('company_contacts')
      .values({ company_id: held.companyId, ...contacts })
      .onConflict((conflict) => conflict.column('company_id').doUpdateSet(contacts))
      .execute()
    await tx.db.updateTable('enrollment').set({ state, contacts_assigned_at: tx.now, version: held.version + 1 }).where('id', '=', held.id).execute()
    await tx.audit({
      action: 'enrollment.contacts_assigned',
      audience: 'both',
      agencyId: held.agencyId,
      companyId: held.companyId,
      about: { kind: 'enrollment', id: held.id },
      details: { complaintsContact: input.complaintsContactId, saContact: input.saContactId, extraAddresses: contacts.extra_addresses.length },
    })
    return readWizardIn(tx, user)
  })
}

/** Refuses contacts who may not be any: also asked again at the completion, as people may have left since. */
export async function requireContacts(tx: Tx, companyId: string, named: { complaintsContactId: string; saContactId: string }): Promise<void> {
  const rows = await tx.db
    .selectFrom('account')
    .select(['user_id', 'standing', 'system_roles', 'complaints_role'])
    .where('company_id', '=', companyId)
    .where('user_id', 'in', [named.complaintsContactId, named.saContactId])
    .execute()
  const candidates = new Map<string, ContactCandidate>(rows.map((row) => [row.user_id, { standing: row.standing, systemRoles: row.system_roles, complaintsRole: row.complaints_role }]))
  const complaintsContact = candidates.get(named.complaintsContactId)
  const saContact = candidates.get(named.saContactId)
  const fields: FieldErrors = {}
  if (complaintsContact === undefined || !mayBeComplaintsContact(complaintsContact)) fields['complaintsContactId'] = 'Choose a user of your company who may manage complaints.'
  if (saContact === undefined || !mayBeSaContact(saContact)) fields['saContactId'] = 'Choose a user of your company who is not a third party.'
  if (Object.keys(fields).length > 0) throw invalid(fields)
}

function onceEach(addresses: readonly string[]): string[] {
  return [...new Map(addresses.map((address) => [address.toLowerCase(), address])).values()]
}
