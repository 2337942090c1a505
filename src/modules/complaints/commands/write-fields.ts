import { invalid } from '../../../kernel/errors.ts'
import { dateIn } from '../../../kernel/clock.ts'
import { nameKey } from '../../../kernel/text.ts'
import type { AgencyActor } from '../../../access/actor.ts'
import type { Tx } from '../../../platform/ports.ts'
import type { ComplaintFields } from '../contract.ts'
import { futureDates } from '../domain/intake.ts'
import type { ComplaintState } from '../store.ts'

/**
 * Writes the given fields of a complaint to the tables of their audiences and raises its version.
 * Fields that are left out stay as they are.
 * @returns the names of the fields that were given, for the audit
 */
export async function writeFields(tx: Tx, actor: AgencyActor, complaint: ComplaintState, fields: ComplaintFields): Promise<string[]> {
  const wrong = futureDates({ receivedOn: fields.receivedOn ?? null, transactionDate: fields.transactionDate ?? null }, dateIn(actor.timeZone, tx.now))
  if (Object.keys(wrong).length > 0) throw invalid(wrong)
  await requireCategories(tx, fields)
  const subject = fields.subject === undefined ? {} : await subjectColumns(tx, fields.subject)
  await tx.db
    .updateTable('complaint')
    .set((eb) => ({
      ...subject,
      ...given({
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
      }),
      version: eb('version', '+', 1),
    }))
    .where('id', '=', complaint.id)
    .execute()
  const detail = given({
    received_via: fields.receivedVia,
    transaction_amount: fields.transactionAmount,
    narrative: fields.narrative,
    desired_outcome: fields.desiredOutcome,
  })
  if (Object.keys(detail).length > 0) await tx.db.updateTable('complaint_detail').set(detail).where('complaint_id', '=', complaint.id).execute()
  if (fields.complainant !== undefined) await writeComplainant(tx, complaint, fields.complainant)
  return Object.keys(fields)
}

async function writeComplainant(tx: Tx, complaint: ComplaintState, fields: NonNullable<ComplaintFields['complainant']>): Promise<void> {
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

/** A sub-category must belong to what it is under; labels that are retired stay on old complaints but are not chosen anew. */
async function requireCategories(tx: Tx, fields: ComplaintFields): Promise<void> {
  const chosen = [
    { field: 'productId', level: 'product', id: fields.productId },
    { field: 'subProductId', level: 'sub_product', id: fields.subProductId },
    { field: 'issueId', level: 'issue', id: fields.issueId },
    { field: 'subIssueId', level: 'sub_issue', id: fields.subIssueId },
  ].flatMap(({ field, level, id }) => (id === undefined || id === null ? [] : [{ field, level, id }]))
  if (chosen.length === 0) return
  const rows = await tx.db.selectFrom('category').select(['id', 'level', 'parent_id']).where('id', 'in', chosen.map(({ id }) => id)).execute()
  const byId = new Map(rows.map((row) => [row.id, row]))
  const wrong: Record<string, string> = {}
  for (const { field, level, id } of chosen) if (byId.get(id)?.level !== level) wrong[field] = 'Choose one from the list.'
  const parentOf = (id: number | null | undefined) => (id === null || id === undefined ? undefined : byId.get(id)?.parent_id)
  if (fields.issueId && fields.productId && parentOf(fields.issueId) !== fields.productId) wrong['issueId'] = 'This issue does not belong to the product. Choose one from the list.'
  if (fields.subProductId && fields.productId && parentOf(fields.subProductId) !== fields.productId) wrong['subProductId'] = 'This sub-product does not belong to the product. Choose one from the list.'
  if (fields.subIssueId && fields.issueId && parentOf(fields.subIssueId) !== fields.issueId) wrong['subIssueId'] = 'This sub-issue does not belong to the issue. Choose one from the list.'
  if (Object.keys(wrong).length > 0) throw invalid(wrong)
}

async function subjectColumns(tx: Tx, subject: NonNullable<ComplaintFields['subject']>) {
  const company = await tx.db.selectFrom('company').select(['id', 'name']).where('id', '=', subject.companyId).executeTakeFirst()
  if (company === undefined) throw invalid({ subject: 'Choose a company from the list.' })
  const none = { company_id: company.id, branch_id: null, individual_id: null }
  switch (subject.kind) {
    case 'company':
      return { ...none, subject_kind: 'company', subject_name: company.name }
    case 'branch': {
      const branch = await tx.db.selectFrom('company_branch').select(['id', 'name']).where('id', '=', subject.branchId ?? '').where('company_id', '=', company.id).executeTakeFirst()
      if (branch === undefined) throw invalid({ subject: 'Choose a branch of this company from the list.' })
      return { ...none, branch_id: branch.id, subject_kind: 'branch', subject_name: `${company.name}, ${branch.name}`.slice(0, 300) }
    }
    case 'individual': {
      const individual = await tx.db.selectFrom('company_individual').select(['id', 'name']).where('id', '=', subject.individualId ?? '').where('company_id', '=', company.id).executeTakeFirst()
      if (individual === undefined) throw invalid({ subject: 'Choose a person of this company from the list.' })
      return { ...none, individual_id: individual.id, subject_kind: 'individual', subject_name: `${individual.name}, ${company.name}`.slice(0, 300) }
    }
  }
}

/** Only what was given: undefined means "leave it", null means "empty it". */
function given<T extends Record<string, unknown>>(columns: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(columns).filter(([, value]) => value !== undefined)) as { [K in keyof T]?: Exclude<T[K], undefined> }
}
