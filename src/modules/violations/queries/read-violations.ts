import { z } from 'zod'
import type { Actor, AgencyActor } from '../../../access/actor.ts'
import { may, permit } from '../../../access/permissions.ts'
import { notFound } from '../../../kernel/errors.ts'
import { oneOf } from '../../../kernel/one-of.ts'
import { openCursor } from '../../../platform/open-cursor.ts'
import type { Deps, Tx } from '../../../platform/ports.ts'
import { statuses } from '../../complaints/domain/lifecycle.ts'
import { findComplaint, findDetailed } from '../../complaints/index.ts'
import type { AllegedViolation, ListViolations } from '../contract.ts'
import { citationLevels, standings, takesViolations } from '../domain/violation-words.ts'
import { agencyOnly } from '../store.ts'

const Cursor = z.object({ id: z.uuid() })

/** The alleged violations of a complaint in the order in which they were added. The reading is recorded. */
export async function listViolations(deps: Deps, actor: Actor, complaintId: string, input: ListViolations): Promise<{ items: AllegedViolation[]; next: string | null }> {
  permit(actor, 'complaint.view-detail')
  const reader = agencyOnly(actor)
  return deps.transaction(reader, async (tx) => {
    const complaint = await findDetailed(tx, complaintId)
    const after = input.cursor === undefined ? null : openCursor(deps.cursors, input.cursor, Cursor)
    let query = violationQuery(tx).where('v.complaint_id', '=', complaintId).orderBy('v.id').limit(input.limit + 1)
    if (after !== null) query = query.where('v.id', '>', after.id)
    const rows = await query.execute()
    if (rows.length > 0) await tx.auditRead({ action: 'violation.read', audience: 'agency', agencyId: complaint.agencyId, complaintId })
    const shown = rows.slice(0, input.limit)
    const last = shown.at(-1)
    return { items: shown.map((row) => present(row, reader)), next: rows.length > input.limit && last !== undefined ? deps.cursors.seal({ id: last.id }) : null }
  })
}

export async function readViolation(deps: Deps, actor: Actor, id: string): Promise<AllegedViolation> {
  permit(actor, 'complaint.view-detail')
  const reader = agencyOnly(actor)
  return deps.transaction(reader, async (tx) => {
    const violation = await violationOf(tx, reader, id)
    const complaint = await findComplaint(tx, violation.complaintId)
    await tx.auditRead({ action: 'violation.read', audience: 'agency', agencyId: complaint.agencyId, complaintId: complaint.id })
    return violation
  })
}

/** The violation as it stands, for whoever writes it. */
export async function violationOf(tx: Tx, reader: AgencyActor, id: string): Promise<AllegedViolation> {
  const row = await violationQuery(tx).where('v.id', '=', id).executeTakeFirst()
  if (row === undefined) throw notFound('alleged violation')
  return present(row, reader)
}

function violationQuery(tx: Tx) {
  return tx.db
    .selectFrom('alleged_violation as v')
    .innerJoin('complaint as c', 'c.id', 'v.complaint_id')
    .innerJoin('person as author', 'author.id', 'v.added_by')
    .leftJoin('person as editor', 'editor.id', 'v.updated_by')
    // Another agency's own addition is not in the reader's list: what was cited is read as text.
    .leftJoin('citation as k', 'k.id', 'v.citation_id')
    .select([
      'v.id', 'v.complaint_id', 'v.agency_id', 'v.description', 'k.id as citation_id', 'v.citation', 'v.level', 'v.standing', 'v.added_by', 'author.name as added_by_name', 'v.added_at',
      'v.updated_by', 'editor.name as updated_by_name', 'v.updated_at', 'v.version', 'c.status', 'c.agency_poc_id',
    ])
    .where('v.removed_at', 'is', null)
}
type ViolationRow = NonNullable<Awaited<ReturnType<ReturnType<typeof violationQuery>['executeTakeFirst']>>>

function present(row: ViolationRow, reader: AgencyActor): AllegedViolation {
  const target = { ownerAgencyId: row.agency_id, agencyPocId: row.agency_poc_id, addedBy: row.added_by }
  const isOpen = takesViolations(oneOf(statuses, row.status))
  return {
    id: row.id,
    complaintId: row.complaint_id,
    description: row.description,
    citationId: row.citation_id,
    citation: row.citation,
    level: row.level === null ? null : oneOf(citationLevels, row.level),
    standing: oneOf(standings, row.standing),
    addedBy: { id: row.added_by, name: row.added_by_name },
    addedAt: row.added_at.toISOString(),
    updatedBy: row.updated_by === null || row.updated_by_name === null ? null : { id: row.updated_by, name: row.updated_by_name },
    updatedAt: row.updated_at?.toISOString() ?? null,
    version: row.version,
    canChange: isOpen && may(reader, 'violation.add', target),
    canRemove: isOpen && may(reader, 'violation.remove', target),
  }
}
