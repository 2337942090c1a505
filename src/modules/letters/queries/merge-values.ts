import { sql } from 'kysely'
import { dateIn } from '../../../kernel/clock.ts'
import type { AgencyActor } from '../../../access/actor.ts'
import { displayId } from '../../../kernel/ids.ts'
import { oneOf } from '../../../kernel/one-of.ts'
import type { Tx } from '../../../platform/ports.ts'
import { closeReasons, closeReasonWords } from '../../complaints/domain/closing.ts'
import { closingExplanations } from '../domain/closing-words.ts'
import type { LetterSide } from '../domain/letter-lifecycle.ts'
import type { MergeValues } from '../domain/merge-fields.ts'

const longDate = new Intl.DateTimeFormat('en-US', { dateStyle: 'long', timeZone: 'UTC' })

/** What the templates fill in, of this complaint as the actor sees it. An empty field of the complaint is null; so is, in a letter to the company, a complainant who is restricted. */
export async function mergeValues(tx: Tx, actor: AgencyActor, complaintId: string, side: LetterSide = 'complainant'): Promise<MergeValues> {
  const row = await tx.db
    .selectFrom('complaint as c')
    .innerJoin('agency as a', 'a.id', 'c.agency_id')
    .leftJoin('complainant as p', 'p.complaint_id', 'c.id')
    .leftJoin('company as o', 'o.id', 'c.company_id')
    .leftJoin('person as poc', 'poc.id', 'c.agency_poc_id')
    .leftJoin('complaint_delivery as v', 'v.complaint_id', 'c.id')
    .leftJoin('person as company_poc', 'company_poc.id', 'v.company_poc_id')
    .select([
      'c.number', 'c.cfpb_id', 'c.subject_name', 'c.received_on', 'c.transaction_date', 'a.name as agency', 'a.phone', 'a.email', 'a.time_zone',
      'p.first_name', 'p.last_name', 'p.street', 'p.city', 'p.state', 'p.zip', 'p.represented_by', 'p.representative_name', 'poc.name as poc', 'poc.title as poc_title', 'poc.phone as poc_phone', 'o.name as company',
      'p.restricted', 'c.created_at', 'c.transaction_city', 'c.transaction_state', 'o.number as company_number', 'o.nmls_id', 'company_poc.name as company_poc',
      sql<string | null>`o.street`.as('office_street'), sql<string | null>`o.city`.as('office_city'), sql<string | null>`o.state`.as('office_state'), sql<string | null>`o.zip`.as('office_zip'),
    ])
    .select((eb) => [
      eb.selectFrom('category as k').select('k.name').whereRef('k.id', '=', 'c.product_id').as('product'),
      eb.selectFrom('category as k').select('k.name').whereRef('k.id', '=', 'c.issue_id').as('issue'),
    ])
    .where('c.id', '=', complaintId)
    .executeTakeFirstOrThrow()
  const closure = await tx.db
    .selectFrom('closure')
    .select(['reason', 'relief_amount', 'relief_paid_on', 'reason_reference', 'closed_at'])
    .where('complaint_id', '=', complaintId)
    .orderBy('closed_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  const reason = closure === undefined ? null : oneOf(closeReasons, closure.reason)
  const given = (text: string | null | undefined) => (text === null || text === undefined || text.trim() === '' ? null : text.trim())
  const day = (date: string | null | undefined) => (date === null || date === undefined ? null : longDate.format(new Date(`${date}T00:00:00Z`)))
  const hidden = side === 'company' && row.restricted === true
  return {
    complainant_name: hidden ? null : given(`${row.first_name ?? ''} ${row.last_name ?? ''}`),
    complainant_first_name: hidden ? null : given(row.first_name),
    complainant_last_name: hidden ? null : given(row.last_name),
    complainant_address: hidden ? null : addressOf(row),
    representative_name: hidden || row.represented_by === 'nobody' ? null : given(row.representative_name),
    agency_name: row.agency,
    agency_phone: given(row.phone),
    agency_email: given(row.email),
    agency_poc: given(row.poc),
    agency_poc_title: given(row.poc_title),
    agency_poc_phone: given(row.poc_phone),
    complaint_id: displayId('complaint', row.number),
    cfpb_id: given(row.cfpb_id),
    company_name: given(row.company ?? row.subject_name),
    company_ses_id: row.company_number === null ? null : displayId('company', row.company_number),
    company_nmls_id: given(row.nmls_id),
    company_address: addressOf({ street: row.office_street, city: row.office_city, state: row.office_state, zip: row.office_zip }),
    company_poc: given(row.company_poc),
    created_on: day(dateIn(row.time_zone, row.created_at)),
    transaction_place: given([row.transaction_city, row.transaction_state].filter(Boolean).join(', ')),
    product: given(row.product),
    issue: given(row.issue),
    today: day(dateIn(actor.timeZone, tx.now)),
    received_on: day(row.received_on),
    transaction_date: day(row.transaction_date),
    closed_on: closure === undefined ? null : day(dateIn(row.time_zone, closure.closed_at)),
    closing_reason: reason === null ? null : closeReasonWords[reason],
    closing_explanation: reason === null ? null : closingExplanations[reason],
    relief_amount: money(closure?.relief_amount ?? null),
    relief_paid_on: day(closure?.relief_paid_on),
    referred_to: reason === 'referred_to_other_state_agency' ? given(closure?.reason_reference) : null,
  }
}

function money(amount: string | null): string | null {
  return amount === null ? null : `$${Number(amount).toLocaleString('en-US', { minimumFractionDigits: 2 })}`
}

/** A letter comes only with a street and a place; a city alone is no address. */
function addressOf(row: { street: string | null; city: string | null; state: string | null; zip: string | null }): string | null {
  const place = [row.city, [row.state, row.zip].filter(Boolean).join(' ')].filter(Boolean).join(', ')
  return row.street && place ? `${row.street}\n${place}` : null
}
