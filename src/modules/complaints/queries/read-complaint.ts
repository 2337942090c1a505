import { sql } from 'kysely'
import type { Actor, AgencyActor } from '../../../access/actor.ts'
import { may, permit } from '../../../access/permissions.ts'
import { dateIn } from '../../../kernel/clock.ts'
import { notFound } from '../../../kernel/errors.ts'
import { displayId } from '../../../kernel/ids.ts'
import type { Deps, Tx } from '../../../platform/ports.ts'
import type { ComplaintRecord } from '../contract.ts'
import { availableActions } from './available-actions.ts'
import { closuresOf } from './list-closures.ts'
import { receivedVias, representedBys } from '../domain/intake.ts'
import { takesOtherSubject } from '../domain/subject.ts'
import { agencyOf, readStatus } from '../store.ts'
import { complaintColumns, presentItem } from './complaint-item.ts'

/** The record, as far as the actor's agency may see it: basic information of any, detail of its own and those shared with it. */
export async function readComplaint(deps: Deps, actor: Actor, id: string): Promise<ComplaintRecord> {
  permit(actor, 'complaint.view')
  const reader = agencyOf(actor)
  return deps.transaction(reader, (tx) => complaintRecord(tx, reader, id))
}

async function complaintRecord(tx: Tx, actor: AgencyActor, id: string): Promise<ComplaintRecord> {
  // Asked together, as one message: what the reader may not see, no policy gives.
  const [row, company, closures] = await Promise.all([recordQuery(tx, id).executeTakeFirst(), companyOf(tx, id), closuresOf(tx, id)])
  if (row === undefined) throw notFound('complaint')
  const hasDetail = row.detail_of !== null
  // What the reader saw of people is recorded; basic information is everybody's.
  if (hasDetail) await tx.auditRead({ action: 'complaint.read', audience: 'agency', agencyId: row.agency_id, companyId: row.company_id, complaintId: id })
  const today = dateIn(actor.timeZone, tx.now)
  const status = readStatus(row.status)
  const target = { ownerAgencyId: row.agency_id, sharedWithActor: hasDetail, companyId: row.company_id, agencyPocId: row.agency_poc_id }
  const category = categoriesIn(row.categories)
  const [subject, review] = await Promise.all([
    row.subject_kind === null ? null : subjectOf(tx, row, company),
    hasDetail && row.reviewer_id !== null ? reviewOf(tx, actor, row) : null,
  ])
  const [product, issue] = [category(row.product_id), category(row.issue_id)]
  return {
    ...presentItem({ ...row, product_name: product?.name ?? null, issue_name: issue?.name ?? null }, actor, today, hasDetail),
    version: row.version,
    can: availableActions(actor, status, target, { hasCompany: row.company_id !== null, everSent: row.first_sent_at !== null, onHold: row.on_hold ?? false, askedForAccess: row.asked_for_access, closedAt: row.closed_at, hasSubject: row.subject_kind !== null, receivedOn: row.received_on, now: tx.now, timeZone: actor.timeZone }),
    canChangeSubject: takesOtherSubject(status, row.first_sent_at) && may(actor, 'complaint.update', target),
    accessAsked: row.asked_for_access && !hasDetail,
    // Basic information of another agency's complaint ends with its dates (docs/rules.md 2).
    dueOn: hasDetail ? row.due_on : null,
    firstSentAt: row.first_sent_at?.toISOString() ?? null,
    cfpbId: row.cfpb_id,
    businessType: row.business_type,
    businessActivities: row.business_activities,
    categories: { product, subProduct: category(row.sub_product_id), issue, subIssue: category(row.sub_issue_id) },
    transactionDate: row.transaction_date,
    transactionCity: row.transaction_city,
    transactionState: row.transaction_state,
    enteredBy: !hasDetail || row.entered_by === null || row.entered_by_name === null ? null : { id: row.entered_by, name: row.entered_by_name },
    imported: row.imported,
    subject,
    detail: hasDetail ? { ...detailOf(row), closures, review } : null,
  }
}

/** Names are looked up one by one: with a dozen tables to join the planner takes far longer than the reading itself. */
function recordQuery(tx: Tx, id: string) {
  return tx.db
    .selectFrom('complaint as c')
    .innerJoin('agency as a', 'a.id', 'c.agency_id')
    .leftJoin('complaint_detail as d', 'd.complaint_id', 'c.id')
    .leftJoin('complainant as p', 'p.complaint_id', 'c.id')
    .leftJoin('complaint_delivery as v', 'v.complaint_id', 'c.id')
    .leftJoin('person as company_poc', 'company_poc.id', 'v.company_poc_id')
    .select([
      ...complaintColumns,
      'a.code as agency_code', 'a.name as agency_name', 'a.short_name as agency_short_name',
      'c.version', 'c.due_on', 'c.first_sent_at', 'c.cfpb_id', 'c.business_type', 'c.business_activities', 'c.product_id', 'c.sub_product_id', 'c.issue_id',
      'c.sub_issue_id', 'c.transaction_date', 'c.transaction_city', 'c.transaction_state', 'c.entered_by', 'c.imported', 'c.branch_id', 'c.individual_id', 'c.reviewer_id',
      'd.complaint_id as detail_of', 'd.received_via', 'd.transaction_amount', 'd.narrative', 'd.narrative_company_id', 'd.desired_outcome',
      'p.complaint_id as complainant_of', 'p.restricted', 'p.first_name', 'p.last_name', 'p.street', 'p.city', 'p.state', 'p.zip', 'p.email', 'p.phone',
      'p.language', 'p.servicemember', 'p.older_american', 'p.represented_by', 'p.representative_name',
      'v.company_poc_id', 'company_poc.name as company_poc_name', 'company_poc.title as company_poc_title', 'company_poc.phone as company_poc_phone',
    ])
    .select((eb) => [
      eb.selectFrom('complaint_retention as keep').select('keep.legal_hold').whereRef('keep.complaint_id', '=', 'c.id').as('on_hold'),
      sql<boolean>`exists (select 1 from complaint_access x where x.complaint_id = c.id and x.requesting_agency_id = actor_agency() and x.state in ('requested', 'accepted'))`.as('asked_for_access'),
      eb.selectFrom('entity as firm').select('firm.number').whereRef('firm.id', '=', 'c.entity_id').as('entity_number'),
      sql<Deputy | null>`(select json_build_object('id', d.id, 'name', d.name, 'title', d.title, 'phone', d.phone,
          'until', (select e.details->>'until' from audit_entry e where e.complaint_id = c.id and e.action = 'company_poc.deputy_took_over' order by e.at desc, e.id desc limit 1))
        from person d where d.id = v.acting_poc_id)`.as('deputy'),
      eb.selectFrom('person as poc').select('poc.name').whereRef('poc.id', '=', 'c.agency_poc_id').as('poc_name'),
      eb.selectFrom('person as clerk').select('clerk.name').whereRef('clerk.id', '=', 'c.entered_by').as('entered_by_name'),
      sql<CategoryRow[] | null>`(select json_agg(json_build_object('id', k.id, 'name', k.name, 'retired', k.retired, 'version', k.version, 'until', k.version_to))
        from category k where k.id in (c.product_id, c.sub_product_id, c.issue_id, c.sub_issue_id))`.as('categories'),
      // Those of other complaints as far as they may be seen; one and the same table under one policy.
      sql<number>`(select count(*)::int from related_record r where r.complaint_id = c.id or r.related_complaint_id = c.id)`.as('related_count'),
      sql<number>`(select count(*)::int from research_entry n where n.complaint_id = c.id and n.removed_at is null)`.as('note_count'),
      sql<number>`(select count(*)::int from alleged_violation n where n.complaint_id = c.id and n.removed_at is null)`.as('violation_count'),
      sql<number>`(select count(*)::int from letter n where n.complaint_id = c.id)`.as('letter_count'),
      sql<number>`(select count(*)::int from discussion_post n where n.complaint_id = c.id and n.deleted_at is null)`.as('post_count'),
    ])
    .where('c.id', '=', id)
}
/** Until when, the history tells agencies: a company's deputies are its own. */
type Deputy = NonNullable<NonNullable<ComplaintRecord['detail']>['deputy']>
type RecordRow = NonNullable<Awaited<ReturnType<ReturnType<typeof recordQuery>['executeTakeFirst']>>>

async function subjectOf(tx: Tx, row: RecordRow, company: Subject | undefined): Promise<Subject> {
  if (company !== undefined) return company
  const unknown = { companyId: null, entity: null, sesId: null, nmlsId: null, name: row.subject_name, enrollment: null, standing: null, address: '', complaintsContact: null, openComplaints: 0, branch: null, individual: null }
  return row.entity_id === null ? unknown : { ...unknown, ...(await entityOf(tx, row.entity_id)) }
}
type Subject = NonNullable<ComplaintRecord['subject']>

/** The company that a complaint is about, if it is about one. */
async function companyOf(tx: Tx, complaintId: string): Promise<Subject | undefined> {
  const company = await tx.db
    .selectFrom('complaint as c')
    .innerJoin('company as o', 'o.id', 'c.company_id')
    .leftJoin('company_contacts as k', 'k.company_id', 'o.id')
    .leftJoin('person as contact', 'contact.id', 'k.complaints_contact_id')
    .leftJoin('account as login', 'login.user_id', 'contact.id')
    .leftJoin('company_branch as b', 'b.id', 'c.branch_id')
    .leftJoin('company_individual as i', 'i.id', 'c.individual_id')
    .select([
      'o.id', 'o.number', 'o.nmls_id', 'o.name', 'o.enrollment', 'o.standing', 'o.street', 'o.city', 'o.state', 'o.zip',
      'contact.id as contact_id', 'contact.name as contact_name', 'contact.phone as contact_phone', 'login.email as contact_email', 'b.name as branch', 'i.name as individual',
      sql<number>`open_complaints_of_company(o.id)`.as('open_complaints'),
    ])
    .where('c.id', '=', complaintId)
    .executeTakeFirst()
  if (company === undefined) return undefined
  return {
    companyId: company.id,
    entity: null,
    sesId: displayId('company', company.number),
    nmlsId: company.nmls_id,
    name: company.name,
    enrollment: company.enrollment,
    standing: company.standing,
    address: addressLine(company),
    complaintsContact: company.contact_id === null || company.contact_name === null ? null : { id: company.contact_id, name: company.contact_name, email: company.contact_email, phone: company.contact_phone },
    openComplaints: company.open_complaints,
    branch: company.branch,
    individual: company.individual,
  }
}

async function entityOf(tx: Tx, id: string) {
  const entity = await tx.db
    .selectFrom('entity as e')
    .select(['e.id', 'e.number', 'e.street', 'e.city', 'e.state', 'e.zip', sql<number>`open_complaints_of_entity(e.id)`.as('open_complaints')])
    .where('e.id', '=', id)
    .executeTakeFirst()
  return entity === undefined ? {} : { entity: { id: entity.id, etn: displayId('entity', entity.number) }, address: addressLine(entity), openComplaints: entity.open_complaints }
}

function detailOf(row: RecordRow): Omit<NonNullable<ComplaintRecord['detail']>, 'closures' | 'review'> {
  return {
    receivedVia: receivedVias.find((via) => via === row.received_via) ?? null,
    transactionAmount: row.transaction_amount,
    narrative: row.narrative ?? '',
    narrativeShared: row.narrative_company_id !== null,
    desiredOutcome: row.desired_outcome ?? '',
    complainant:
      row.complainant_of === null
        ? null
        : {
            restricted: row.restricted ?? false,
            firstName: row.first_name ?? '',
            lastName: row.last_name ?? '',
            street: row.street ?? '',
            city: row.city ?? '',
            state: row.state,
            zip: row.zip ?? '',
            email: row.email ?? '',
            phone: row.phone ?? '',
            language: row.language ?? '',
            servicemember: row.servicemember ?? false,
            olderAmerican: row.older_american ?? false,
            representedBy: representedBys.find((by) => by === row.represented_by) ?? 'nobody',
            representativeName: row.representative_name ?? '',
          },
    companyPoc: row.company_poc_id === null || row.company_poc_name === null ? null : { id: row.company_poc_id, name: row.company_poc_name, title: row.company_poc_title, phone: row.company_poc_phone },
    deputy: row.deputy,
    relatedCount: row.related_count,
    noteCount: row.note_count,
    violationCount: row.violation_count,
    letterCount: row.letter_count,
    postCount: row.post_count,
  }
}

type CategoryRow = { id: number; name: string; retired: boolean; version: string | null; until: string | null }

function categoriesIn(rows: readonly CategoryRow[] | null) {
  const byId = new Map(rows?.map((row) => [row.id, row]))
  return (id: number | null) => {
    const row = id === null ? undefined : byId.get(id)
    if (row === undefined) return null
    return { id: row.id, name: row.name, ...(row.retired ? { retired: { version: row.version, until: row.until } } : {}) }
  }
}

async function reviewOf(tx: Tx, actor: AgencyActor, complaint: RecordRow): Promise<NonNullable<ComplaintRecord['detail']>['review']> {
  const row = await tx.db
    .selectFrom('preliminary_review as v')
    .innerJoin('person as r', 'r.id', 'v.reviewer_id')
    .innerJoin('person as a', 'a.id', 'v.asked_by')
    .leftJoin('person as d', 'd.id', 'v.completed_by')
    .select(['v.reviewer_id', 'r.name as reviewer', 'v.asked_by', 'a.name as asker', 'v.asked_at', 'v.note', 'v.completed_by', 'd.name as completer', 'v.completed_at', 'v.comments'])
    .where('v.complaint_id', '=', complaint.id)
    .orderBy('v.asked_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (row === undefined) return null
  return {
    reviewer: { id: row.reviewer_id, name: row.reviewer },
    askedBy: { id: row.asked_by, name: row.asker },
    askedAt: row.asked_at.toISOString(),
    note: row.note,
    completedBy: row.completed_by === null || row.completer === null ? null : { id: row.completed_by, name: row.completer },
    completedAt: row.completed_at?.toISOString() ?? null,
    comments: row.comments,
    canReplace: complaint.status === 'pending' && row.completed_at === null && may(actor, 'complaint.replace-reviewer', { ownerAgencyId: complaint.agency_id, addedBy: row.asked_by }),
  }
}

function addressLine(place: { street: string | null; city: string | null; state: string | null; zip: string | null }): string {
  return [place.street, [place.city, [place.state, place.zip].filter(Boolean).join(' ')].filter(Boolean).join(', ')].filter(Boolean).join(', ')
}
