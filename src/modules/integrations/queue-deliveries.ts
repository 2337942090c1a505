import { newId } from '../../platform/new-id.ts'
import type { Jobs, OrganisationHappening, Tx } from '../../platform/ports.ts'
import type { Concerned } from '../notifications/domain/organisation-concerned.ts'
import { ruleOfOrganisationEvent, type OrganisationHearer } from './domain/organisation-webhook-events.ts'
import { longestFailing } from './domain/retries.ts'
import { ruleOfEvent, type Hearer } from './domain/webhook-events.ts'

type Happening = Jobs['notify']

/**
 * Writes down what is to be sent to organizations' own systems, in the transaction that tells people; once per event and
 * address, however often this runs. Whether the organization may still see it is asked again when it is sent. An address
 * that is switched off gets its events kept, to be sent by hand once it works again.
 */
export async function queueDeliveries(tx: Tx, happening: Happening): Promise<void> {
  const { name, hearers } = ruleOfEvent[happening.event]
  const { referralId, askId, accessId, postId, letterId, complaintId, requestIds = [] } = happening
  await queueFor(tx, await hearersOf(tx, happening, hearers), { eventId: happening.eventId, name, complaintId, requestIds, others: { referralId, askId, accessId, postId, letterId } })
}

/** The same for what happens to an organization itself, by the organizations that the event concerns. */
export async function queueOrganisationDeliveries(tx: Tx, happening: OrganisationHappening, { home, initiatorAgencyId, askerAgencyId, namedAgencyIds }: Concerned): Promise<void> {
  const rule = ruleOfOrganisationEvent[happening.event]
  if (rule === null) return
  const { name, hearers, kinds } = rule
  const hears = (hearer: OrganisationHearer, agencyId: string | null) => (hearers.includes(hearer) && agencyId !== null ? [agencyId] : [])
  const ofHome = hearers.includes('home') && home !== null && kinds.includes(home.kind) ? home : null
  const agencies = [...hears('initiator', initiatorAgencyId), ...hears('asker', askerAgencyId), ...namedAgencyIds.flatMap((id) => hears('named', id)), ...(ofHome?.kind === 'agency' ? [ofHome.id] : [])]
  const { userId, companyId, entityId, changeRequestId, requestId, runId, deputyId, documentId, postId } = happening
  // Whose matter it is reads its own ID nowhere; which company it is says something to the agency that enrolled it.
  const about = { userId, companyId: ofHome === null ? companyId : undefined, entityId, changeRequestId, accountRequestId: requestId, importId: runId, deputyId, documentId, postId }
  await queueFor(tx, { agencies, companies: ofHome?.kind === 'company' ? [ofHome.id] : [] }, { eventId: happening.eventId, name, complaintId: null, requestIds: [], others: about })
}

type Queued = { eventId: string; name: string; complaintId: string | null; requestIds: string[]; others: Record<string, string | undefined> }

async function queueFor(tx: Tx, { agencies, companies }: { agencies: string[]; companies: string[] }, { eventId, name, complaintId, requestIds, others }: Queued): Promise<void> {
  if (agencies.length + companies.length === 0) return
  const webhooks = await tx.db
    .selectFrom('webhook')
    .select(['id', 'agency_id', 'company_id', 'events', 'off_since'])
    .where((eb) => eb.or([...(agencies.length === 0 ? [] : [eb('agency_id', 'in', agencies)]), ...(companies.length === 0 ? [] : [eb('company_id', 'in', companies)])]))
    .execute()
  const chosen = webhooks.filter(({ events }) => events.includes(name))
  if (chosen.length === 0) return
  const added = await tx.db
    .insertInto('webhook_delivery')
    .values(
      chosen.map((webhook) => ({
        id: newId(),
        webhook_id: webhook.id,
        agency_id: webhook.agency_id,
        company_id: webhook.company_id,
        event_id: eventId,
        event: name,
        happened_at: tx.now,
        complaint_id: complaintId,
        request_ids: requestIds,
        others: JSON.stringify(others),
        created_at: tx.now,
        try_until: new Date(tx.now.getTime() + longestFailing),
        ...(webhook.off_since === null ? { state: 'waiting', next_at: tx.now } : { state: 'failed', last_outcome: 'switched_off', done_at: tx.now }),
      })),
    )
    .onConflict((conflict) => conflict.columns(['webhook_id', 'event_id']).doNothing())
    .returning(['id', 'state'])
    .execute()
  for (const { id, state } of added) if (state === 'waiting') await tx.enqueue('deliver-webhook', { deliveryId: id }, { key: `webhook:${id}` })
}

/** Organizations that this event concerns, as things stand. */
async function hearersOf(tx: Tx, happening: Happening, hearers: readonly Hearer[]): Promise<{ agencies: string[]; companies: string[] }> {
  const complaint = await tx.db
    .selectFrom('complaint as c')
    .leftJoin('complaint_delivery as d', 'd.complaint_id', 'c.id')
    .leftJoin('company as k', 'k.id', 'd.company_id')
    .select(['c.agency_id', 'd.company_id', 'k.enrollment'])
    .where('c.id', '=', happening.complaintId)
    .executeTakeFirst()
  if (complaint === undefined) return { agencies: [], companies: [] }
  const agencies = new Set<string>()
  if (hearers.includes('owner')) agencies.add(complaint.agency_id)
  if (hearers.includes('access')) for (const id of await agenciesWithAccess(tx, happening.complaintId)) agencies.add(id)
  if (hearers.includes('referral') && happening.referralId !== undefined) for (const id of await agenciesOfReferral(tx, happening.referralId)) agencies.add(id)
  if (hearers.includes('asker') && happening.accessId !== undefined) for (const id of await askerOf(tx, happening.accessId)) agencies.add(id)
  // Until its enrollment is complete nothing of a complaint is open to a company.
  const company = hearers.includes('company') && complaint.enrollment === 'complete' ? complaint.company_id : null
  return { agencies: [...agencies], companies: company === null ? [] : [company] }
}

async function agenciesWithAccess(tx: Tx, complaintId: string): Promise<string[]> {
  const rows = await tx.db.selectFrom('complaint_access').select('requesting_agency_id').where('complaint_id', '=', complaintId).where('state', '=', 'accepted').execute()
  return rows.map((row) => row.requesting_agency_id)
}

async function agenciesOfReferral(tx: Tx, referralId: string): Promise<string[]> {
  const rows = await tx.db.selectFrom('referral').select(['from_agency_id', 'to_agency_id']).where('id', '=', referralId).execute()
  return rows.flatMap((row) => [row.from_agency_id, row.to_agency_id])
}

async function askerOf(tx: Tx, accessId: string): Promise<string[]> {
  const rows = await tx.db.selectFrom('complaint_access').select('requesting_agency_id').where('id', '=', accessId).execute()
  return rows.map((row) => row.requesting_agency_id)
}
