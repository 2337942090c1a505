import { invalid } from '../../../kernel/errors.ts'
import { dateIn } from '../../../kernel/clock.ts'
import { nameKey } from '../../../kernel/text.ts'
import type { AgencyActor } from '../../../access/actor.ts'
import type { Tx } from '../../../platform/ports.ts'
import type { ComplaintFields } from '../contract.ts'
import { futureDates } from '../domain/intake.ts'
import type { ComplaintState } from '../store.ts'
import { requireCategories } from './require-categories.ts'
import { subjectColumns } from './write-subject.ts'

type Person = NonNullable<ComplaintFields['complainant']>

/**
 * Enters a new draft with the fields given, in one statement: a complaint stands in some twenty-five indexes, so each
 * further writing of its row would cost as much as the first.
 */
export async function enterFields(tx: Tx, actor: AgencyActor, id: string, fields: ComplaintFields): Promise<void> {
  const subject = await checked(tx, actor, null, fields)
  const person = fields.complainant ?? {}
  // Columns that are not given are written out too, so that the statement has one text and its plan is kept.
  await tx.send(tx.db
    .with('entered', (db) =>
      db.insertInto('complaint').values({
        id, agency_id: actor.agencyId, status: 'draft', entered_by: actor.userId, created_at: tx.now,
        subject_kind: null, subject_name: '', company_id: null, entity_id: null, branch_id: null, individual_id: null, ...subject,
        ...filled(basicColumns(fields)),
        business_activities: fields.businessActivities ?? [],
      }),
    )
    .with('described', (db) =>
      db.insertInto('complaint_detail').values({
        complaint_id: id, agency_id: actor.agencyId, ...filled(detailColumns(fields)),
        narrative: fields.narrative ?? '', desired_outcome: fields.desiredOutcome ?? '',
      }),
    )
    .insertInto('complainant')
    .values({
      complaint_id: id, agency_id: actor.agencyId,
      first_name: person.firstName ?? '', last_name: person.lastName ?? '', street: person.street ?? '', city: person.city ?? '', state: person.state ?? null,
      zip: person.zip ?? '', email: person.email ?? '', phone: person.phone ?? '', language: person.language ?? '',
      servicemember: person.servicemember ?? false, older_american: person.olderAmerican ?? false,
      represented_by: person.representedBy ?? 'nobody', representative_name: person.representativeName ?? '',
      restricted: person.restricted ?? false,
      name_key: nameKey(`${person.firstName ?? ''} ${person.lastName ?? ''}`),
    }))
}

/**
 * Writes the given fields of a complaint to the tables of their audiences and raises its version.
 * Fields that are left out stay as they are.
 * @returns the names of the fields that were given, for the audit
 */
export async function writeFields(tx: Tx, actor: AgencyActor, complaint: ComplaintState, fields: ComplaintFields): Promise<string[]> {
  const subject = await checked(tx, actor, complaint.id, fields)
  await tx.db
    .updateTable('complaint')
    .set({ ...subject, ...given(basicColumns(fields)), version: complaint.version + 1 })
    .where('id', '=', complaint.id)
    .execute()
  const detail = given(detailColumns(fields))
  if (Object.keys(detail).length > 0) await tx.db.updateTable('complaint_detail').set(detail).where('complaint_id', '=', complaint.id).execute()
  if (fields.complainant !== undefined) await writeComplainant(tx, complaint, fields.complainant)
  return Object.keys(fields)
}

/** Do these fields hold words by which the complaint is found? If not, its search rows stay as they are. */
export function changesWords(fields: ComplaintFields): boolean {
  const { subject, cfpbId, businessType, productId, issueId, narrative, desiredOutcome, complainant } = fields
  const person = complainant === undefined ? [] : [complainant.firstName, complainant.lastName, complainant.street, complainant.city, complainant.zip, complainant.email, complainant.phone, complainant.representativeName, complainant.restricted]
  return [subject, cfpbId, businessType, productId, issueId, narrative, desiredOutcome, ...person].some((field) => field !== undefined)
}

/** Refuses fields that break a rule; gives the columns of the subject, none where it was not given. */
async function checked(tx: Tx, actor: AgencyActor, complaintId: string | null, fields: ComplaintFields) {
  const wrong = futureDates({ receivedOn: fields.receivedOn ?? null, transactionDate: fields.transactionDate ?? null }, dateIn(actor.timeZone, tx.now))
  if (Object.keys(wrong).length > 0) throw invalid(wrong)
  await requireCategories(tx, complaintId, fields)
  return fields.subject === undefined ? {} : subjectColumns(tx, complaintId, fields.subject)
}

function basicColumns(fields: ComplaintFields) {
  return {
    received_on: fields.receivedOn,
    due_on: fields.dueOn,
    cfpb_id: fields.cfpbId === '' ? null : fields.cfpbId,
    business_type: fields.businessType,
    business_activities: fields.businessActivities,
    product_id: fields.productId,
    sub_product_id: fields.subProductId,
    issue_id: fields.issueId,
    sub_issue_id: fields.subIssueId,
    transaction_date: fields.transactionDate,
    transaction_city: fields.transactionCity,
    transaction_state: fields.transactionState,
  }
}

function detailColumns(fields: ComplaintFields) {
  return { received_via: fields.receivedVia, transaction_amount: fields.transactionAmount, narrative: fields.narrative, desired_outcome: fields.desiredOutcome }
}

async function writeComplainant(tx: Tx, complaint: ComplaintState, fields: Person): Promise<void> {
  const before = await tx.db
    .selectFrom('complainant')
    .select(['first_name', 'last_name', 'restricted', 'shared_company_id'])
    .where('complaint_id', '=', complaint.id)
    .executeTakeFirstOrThrow()
  const first = fields.firstName ?? before.first_name
  const last = fields.lastName ?? before.last_name
  const restricted = fields.restricted ?? before.restricted
  await tx.db
    .updateTable('complainant')
    .set({
      ...given({
        first_name: fields.firstName,
        last_name: fields.lastName,
        street: fields.street,
        city: fields.city,
        state: fields.state,
        zip: fields.zip,
        email: fields.email,
        phone: fields.phone,
        language: fields.language,
        servicemember: fields.servicemember,
        older_american: fields.olderAmerican,
        represented_by: fields.representedBy,
        representative_name: fields.representativeName,
      }),
      restricted,
      name_key: nameKey(`${first} ${last}`),
      // Restricting takes name and address back from the company; lifting it shares them again.
      shared_company_id: restricted || complaint.firstSentAt === null ? null : complaint.companyId,
    })
    .where('complaint_id', '=', complaint.id)
    .execute()
  if (restricted && !before.restricted) {
    await tx.db.updateTable('complaint_detail').set({ narrative_company_id: null }).where('complaint_id', '=', complaint.id).execute()
  }
}

/** Only what was given: undefined means "leave it", null means "empty it". */
function given<T extends Record<string, unknown>>(columns: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(columns).filter(([, value]) => value !== undefined)) as { [K in keyof T]?: Exclude<T[K], undefined> }
}

/** Every column, null where nothing was given. */
function filled<T extends Record<string, unknown>>(columns: T): { [K in keyof T]: Exclude<T[K], undefined> | null } {
  return Object.fromEntries(Object.entries(columns).map(([name, value]) => [name, value ?? null])) as { [K in keyof T]: Exclude<T[K], undefined> | null }
}
