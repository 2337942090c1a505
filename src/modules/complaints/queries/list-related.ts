import type { Actor } from '../../../access/actor.ts'
import { may, permit } from '../../../access/permissions.ts'
import { displayId } from '../../../kernel/ids.ts'
import { oneOf } from '../../../kernel/one-of.ts'
import type { Deps, Tx } from '../../../platform/ports.ts'
import { isChangeable } from '../domain/lifecycle.ts'
import { relatedKinds, type RelatedList, type RelatedRecord } from '../related-contract.ts'
import { agencyOf, findDetailed, readStatus, targetOf } from '../store.ts'

/** Everything that is related to a complaint, and the complaints on which it was named itself, as far as the actor may see those. */
export async function listRelated(deps: Deps, actor: Actor, complaintId: string): Promise<RelatedList> {
  const reader = agencyOf(actor)
  return deps.transaction(reader, async (tx) => {
    const complaint = await findDetailed(tx, complaintId)
    permit(reader, 'complaint.view-detail', { ...targetOf(complaint), sharedWithActor: true })
    const rows = await relatedQuery(tx, complaintId).execute()
    if (rows.length > 0) await tx.auditRead({ action: 'complaint.read', audience: 'agency', agencyId: complaint.agencyId, companyId: complaint.companyId, complaintId })
    const changes = isChangeable(complaint.status) && may(reader, 'complaint.update', targetOf(complaint))
    return { items: rows.map((row) => present(row, complaintId)), can: changes ? ['add', 'remove'] : [] }
  })
}

function relatedQuery(tx: Tx, complaintId: string) {
  return (
    tx.db
      .selectFrom('related_record as r')
      // The complaint at the other end: the one that was named, or the one on which this one was.
      .leftJoin('complaint as c', (join) => join.on((eb) => eb('c.id', '=', eb.case().when('r.complaint_id', '=', complaintId).then(eb.ref('r.related_complaint_id')).else(eb.ref('r.complaint_id')).end())))
      .leftJoin('agency as a', 'a.id', 'c.agency_id')
      .leftJoin('company as o', 'o.id', 'r.related_company_id')
      .leftJoin('entity as e', 'e.id', 'r.related_entity_id')
      .leftJoin('company_individual as i', 'i.id', 'r.related_individual_id')
      .leftJoin('company as employer', 'employer.id', 'i.company_id')
      .leftJoin('person as p', 'p.id', 'r.added_by')
      .select([
        'r.id', 'r.complaint_id', 'r.kind', 'r.label', 'r.nmls_id', 'r.address', 'r.contact', 'r.added_by', 'r.added_at', 'p.name as adder',
        'c.id as other_id', 'c.number as other_number', 'c.status as other_status', 'c.subject_name as other_subject', 'a.short_name as other_agency',
        'o.id as company_id', 'o.number as company_number', 'o.nmls_id as company_nmls_id', 'o.name as company_name',
        'e.id as entity_id', 'e.number as entity_number', 'e.name as entity_name',
        'i.id as individual_id', 'i.name as individual_name', 'employer.id as employer_id', 'employer.name as employer_name',
      ])
      .where((eb) => eb.or([eb('r.complaint_id', '=', complaintId), eb('r.related_complaint_id', '=', complaintId)]))
      .orderBy('r.added_at')
      .orderBy('r.id')
  )
}
type Row = Awaited<ReturnType<ReturnType<typeof relatedQuery>['execute']>>[number]

function present(row: Row, complaintId: string): RelatedRecord {
  const { other_id, other_number, other_status, company_id, company_number, entity_id, entity_number, individual_id, individual_name, employer_id } = row
  const isReverse = row.complaint_id !== complaintId
  return {
    id: row.id,
    kind: oneOf(relatedKinds, row.kind),
    label: isReverse && other_number !== null ? displayId('complaint', other_number) : row.label,
    complaint:
      row.kind !== 'complaint' || other_id === null || other_number === null || other_status === null
        ? null
        : { id: other_id, number: displayId('complaint', other_number), status: readStatus(other_status), subjectName: row.other_subject ?? '', agency: row.other_agency ?? '' },
    company: company_id === null || company_number === null ? null : { id: company_id, sesId: displayId('company', company_number), nmlsId: row.company_nmls_id, name: row.company_name ?? row.label },
    entity: entity_id === null || entity_number === null ? null : { id: entity_id, number: displayId('entity', entity_number), name: row.entity_name ?? row.label },
    individual: individual_id === null || employer_id === null ? null : { id: individual_id, name: individual_name ?? row.label, companyId: employer_id, companyName: row.employer_name ?? '' },
    nmlsId: row.nmls_id,
    address: row.address,
    contact: row.contact,
    isReverse,
    addedBy: row.adder === null ? null : { id: row.added_by, name: row.adder },
    addedAt: row.added_at.toISOString(),
  }
}
