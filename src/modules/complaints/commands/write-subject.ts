import { sql } from 'kysely'
import { invalid } from '../../../kernel/errors.ts'
import type { Tx } from '../../../platform/ports.ts'
import type { ComplaintFields } from '../contract.ts'
import type { ComplaintState } from '../store.ts'

type Choice = NonNullable<ComplaintFields['subject']>

/**
 * The columns of a complaint for a chosen subject. Requests that were written and not sent go with it to the new company;
 * to a Non-NMLS entity none can be sent, so that they must be removed first (docs/rules.md 4). A new complaint has no ID yet.
 * @param complaintId null for a complaint that is just being entered
 */
export async function subjectColumns(tx: Tx, complaintId: string | null, subject: Choice) {
  if (subject.kind === 'entity') return entityColumns(tx, complaintId, subject.entityId)
  const company = await tx.db.selectFrom('company').select(['id', 'name']).where('id', '=', subject.companyId).executeTakeFirst()
  if (company === undefined) throw invalid({ subject: 'Choose a company from the list.' })
  const columns = { company_id: company.id, entity_id: null, branch_id: null, individual_id: null, ...(await partColumns(tx, company, subject)) }
  if (complaintId !== null) await tx.db.updateTable('information_request').set({ company_id: company.id }).where('complaint_id', '=', complaintId).where('status', '=', 'ready_to_send').where('company_id', '<>', company.id).execute()
  return columns
}

async function partColumns(tx: Tx, company: { id: string; name: string }, subject: Exclude<Choice, { kind: 'entity' }>) {
  switch (subject.kind) {
    case 'company':
      return { subject_kind: 'company', subject_name: company.name }
    case 'branch': {
      const branch = subject.branchId === undefined ? undefined : await tx.db.selectFrom('company_branch').select(['id', 'name']).where('id', '=', subject.branchId).where('company_id', '=', company.id).executeTakeFirst()
      if (branch === undefined) throw invalid({ subject: 'Choose a branch of this company from the list.' })
      return { branch_id: branch.id, subject_kind: 'branch', subject_name: `${company.name}, ${branch.name}`.slice(0, 300) }
    }
    case 'individual': {
      const individual = subject.individualId === undefined ? undefined : await tx.db.selectFrom('company_individual').select(['id', 'name']).where('id', '=', subject.individualId).where('company_id', '=', company.id).executeTakeFirst()
      if (individual === undefined) throw invalid({ subject: 'Choose a person of this company from the list.' })
      return { individual_id: individual.id, subject_kind: 'individual', subject_name: `${individual.name}, ${company.name}`.slice(0, 300) }
    }
  }
}

async function entityColumns(tx: Tx, complaintId: string | null, entityId: string) {
  // Held, so that its agency does not merge it away while a complaint about it is written.
  const { rows } = await sql<{ name: string | null }>`select hold_entity(${entityId}) as name`.execute(tx.db)
  const name = rows[0]?.name ?? null
  if (name === null) throw invalid({ subject: 'This Non-NMLS entity is no longer there: it was merged or became a company. Search for it again.' })
  const unsent = complaintId === null ? undefined : await tx.db.selectFrom('information_request').select('id').where('complaint_id', '=', complaintId).limit(1).executeTakeFirst()
  if (unsent !== undefined) throw invalid({ subject: 'Remove the information requests first: none can be sent to a Non-NMLS entity.' })
  return { company_id: null, entity_id: entityId, branch_id: null, individual_id: null, subject_kind: 'entity', subject_name: name }
}

/** Whom a complaint is about, as its history names it. */
export async function subjectIds(tx: Tx, id: string) {
  return tx.db.selectFrom('complaint').select(['subject_kind', 'company_id', 'branch_id', 'individual_id', 'entity_id']).where('id', '=', id).executeTakeFirstOrThrow()
}

/** Enters in the history that a complaint is now about somebody else; nothing, if it is about the same as before. */
export async function auditSubject(tx: Tx, complaint: Pick<ComplaintState, 'id' | 'agencyId'>, before: Awaited<ReturnType<typeof subjectIds>>): Promise<void> {
  const after = await subjectIds(tx, complaint.id)
  if (idOf(after) === idOf(before)) return
  await tx.audit({
    action: 'complaint.subject_changed',
    audience: 'agency',
    agencyId: complaint.agencyId,
    companyId: after.company_id,
    complaintId: complaint.id,
    details: { fromKind: before.subject_kind, from: idOf(before), toKind: after.subject_kind, to: idOf(after) },
  })
}

function idOf(subject: Awaited<ReturnType<typeof subjectIds>>): string | null {
  return subject.entity_id ?? subject.branch_id ?? subject.individual_id ?? subject.company_id
}
