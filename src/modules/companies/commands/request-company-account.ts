import type { Actor } from '../../../access/actor.ts'
import { permit } from '../../../access/permissions.ts'
import { notFound } from '../../../kernel/errors.ts'
import { newId } from '../../../platform/new-id.ts'
import type { Deps } from '../../../platform/ports.ts'
import type { RequestCompanyAccount } from '../account-requests-contract.ts'

/** An agency asks for a company that NMLS does not know. Answers the request's ID. */
export async function requestCompanyAccount(deps: Pick<Deps, 'transaction'>, actor: Actor, input: RequestCompanyAccount): Promise<string> {
  if (actor.kind !== 'agency') throw notFound('page')
  permit(actor, 'company.request-account')
  return deps.transaction(actor, async (tx) => {
    const id = newId()
    await tx.db
      .insertInto('company_account_request')
      .values({
        id,
        agency_id: actor.agencyId,
        requested_by: actor.userId,
        requested_at: tx.now,
        name: input.name.trim(),
        kind: input.kind,
        business_types: input.businessTypes,
        street: orNull(input.street),
        city: orNull(input.city),
        state: orNull(input.state),
        zip: orNull(input.zip),
        phone: orNull(input.phone),
        website: orNull(input.website),
        contact_name: orNull(input.contactName),
        contact_title: orNull(input.contactTitle),
        contact_email: orNull(input.contactEmail),
        contact_phone: orNull(input.contactPhone),
        reason: input.reason.trim(),
      })
      .execute()
    await tx.audit({ action: 'company_account.requested', audience: 'platform', agencyId: actor.agencyId, about: { kind: 'company_account_request', id } })
    await tx.enqueue('notify-organisation', { eventId: newId(), event: 'company_account_requested', agencyId: actor.agencyId, requestId: id, by: actor.userId })
    return id
  })
}

function orNull(text: string | undefined): string | null {
  const trimmed = text?.trim() ?? ''
  return trimmed === '' ? null : trimmed
}
