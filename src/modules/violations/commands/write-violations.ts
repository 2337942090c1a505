import type { Actor } from '../../../access/actor.ts'
import { permit } from '../../../access/permissions.ts'
import { AppError, invalid } from '../../../kernel/errors.ts'
import { oneOf } from '../../../kernel/one-of.ts'
import { newId } from '../../../platform/new-id.ts'
import type { Deps, Tx } from '../../../platform/ports.ts'
import { lockComplaint } from '../../complaints/index.ts'
import type { AddViolations, UpdateViolation, ViolationFields } from '../contract.ts'
import { citationLevels, citedAs, type CitationLevel } from '../domain/violation-words.ts'
import { violationOf } from '../queries/read-violations.ts'
import { agencyOnly, findViolation, lockViolation, requireOpen, targetFor } from '../store.ts'

/** Adds several at once, all or none, in the order given. */
export async function addViolations(deps: Deps, actor: Actor, complaintId: string, input: AddViolations): Promise<void> {
  const author = agencyOnly(actor)
  await deps.transaction(author, async (tx) => {
    const { complaint, target } = await targetFor(tx, complaintId)
    permit(author, 'violation.add', target)
    requireOpen((await lockComplaint(tx, complaint.id)).status)
    const cited = await citationsOf(tx, input.violations)
    const rows = input.violations.map((violation, index) => ({
      id: newId(),
      complaint_id: complaintId,
      agency_id: complaint.agencyId,
      description: violation.description,
      standing: violation.standing,
      ...citing(violation, cited, `violations.${String(index)}.citationId`),
      added_by: author.userId,
      added_at: tx.now,
    }))
    await tx.db.insertInto('alleged_violation').values(rows).execute()
    await tx.audit(
      ...rows.map((row) => ({ action: 'violation.added', audience: 'agency' as const, agencyId: complaint.agencyId, complaintId, about: { kind: 'alleged_violation', id: row.id }, details: { citationId: row.citation_id, standing: row.standing } })),
    )
  })
}

export async function updateViolation(deps: Deps, actor: Actor, id: string, input: UpdateViolation): Promise<void> {
  const author = agencyOnly(actor)
  await deps.transaction(author, async (tx) => {
    const found = await findViolation(tx, id)
    const { complaint, target } = await targetFor(tx, found.complaintId)
    permit(author, 'violation.add', target)
    requireOpen((await lockComplaint(tx, complaint.id)).status)
    const violation = await lockViolation(tx, id)
    if (violation.version !== input.version) throw new AppError('stale_version', 'Somebody else changed this alleged violation since you opened it. Look at what is there now, then save again.', { current: await violationOf(tx, author, id) })
    const kept = typeof input.citationId === 'string' && input.citationId === violation.citationId
    const cited = kept ? new Map<string, CitedCitation>() : await citationsOf(tx, [input])
    await tx.db
      .updateTable('alleged_violation')
      .set({ description: input.description, standing: input.standing, ...(kept ? {} : citing(input, cited, 'citationId')), updated_by: author.userId, updated_at: tx.now, version: violation.version + 1 })
      .where('id', '=', id)
      .execute()
    await tx.audit({ action: 'violation.updated', audience: 'agency', agencyId: complaint.agencyId, complaintId: complaint.id, about: { kind: 'alleged_violation', id }, details: { standing: input.standing } })
  })
}

/** Whoever added it removes it; another's, only the Agency POC (docs/rules.md 1). */
export async function removeViolation(deps: Deps, actor: Actor, id: string, version: number): Promise<void> {
  const remover = agencyOnly(actor)
  await deps.transaction(remover, async (tx) => {
    const found = await findViolation(tx, id)
    const { complaint, target } = await targetFor(tx, found.complaintId, found.addedBy)
    permit(remover, 'violation.remove', target)
    requireOpen((await lockComplaint(tx, complaint.id)).status)
    const violation = await lockViolation(tx, id)
    if (violation.version !== version) throw new AppError('stale_version', 'Somebody else changed this alleged violation since you opened it, and it is still there. Look at what it says now, then remove it if it should go.', { current: await violationOf(tx, remover, id) })
    await tx.db.updateTable('alleged_violation').set({ removed_at: tx.now, removed_by: remover.userId, version: violation.version + 1 }).where('id', '=', id).execute()
    await tx.audit({ action: 'violation.removed', audience: 'agency', agencyId: complaint.agencyId, complaintId: complaint.id, about: { kind: 'alleged_violation', id } })
  })
}

type CitedCitation = { id: string; code: string; title: string; level: CitationLevel; retired: boolean }

/** The citations of the list that are named, of those that the actor sees, in one query. */
async function citationsOf(tx: Tx, violations: readonly Pick<ViolationFields, 'citationId'>[]): Promise<Map<string, CitedCitation>> {
  const ids = [...new Set(violations.flatMap(({ citationId }) => citationId ?? []))]
  if (ids.length === 0) return new Map()
  const rows = await tx.db.selectFrom('citation').select(['id', 'code', 'title', 'level', 'retired']).where('id', 'in', ids).execute()
  return new Map(rows.map((row) => [row.id, { ...row, level: oneOf(citationLevels, row.level) }]))
}

/** What is cited, as it reads now: it stays so when the citation is changed or retired later. */
function citing(violation: Pick<ViolationFields, 'citationId' | 'citation' | 'level'>, cited: ReadonlyMap<string, CitedCitation>, field: string) {
  if (typeof violation.citationId !== 'string') {
    const typed = violation.citation.trim()
    return { citation_id: null, citation: typed, level: typed === '' ? null : (violation.level ?? null) }
  }
  const citation = cited.get(violation.citationId)
  if (citation === undefined) throw invalid({ [field]: 'Choose a citation of the list, or write it as text.' })
  if (citation.retired) throw invalid({ [field]: `${citation.code} is retired. Choose another citation, or write it as text.` })
  return { citation_id: citation.id, citation: citedAs(citation), level: citation.level }
}
