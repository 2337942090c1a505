import { z } from 'zod'
import type { Actor } from '../../../access/actor.ts'
import { permit } from '../../../access/permissions.ts'
import { notFound } from '../../../kernel/errors.ts'
import { displayId } from '../../../kernel/ids.ts'
import { openCursor } from '../../../platform/open-cursor.ts'
import type { Deps } from '../../../platform/ports.ts'
import { DisposalCertificate, type CertificatePage } from '../contract.ts'

const Position = z.tuple([z.iso.datetime(), z.uuid()])

/** What the agency's disposals left, newest first. */
export async function listCertificates(deps: Deps, actor: Actor, page: { cursor?: string | undefined; limit: number }): Promise<z.infer<typeof CertificatePage>> {
  permit(actor, 'complaint.view')
  if (actor.kind !== 'agency') throw notFound('page')
  const after = page.cursor === undefined ? null : openCursor(deps.cursors, page.cursor, Position)
  const rows = await deps.transaction(actor, (tx) => {
    let query = tx.db
      .selectFrom('disposal_certificate')
      .select(['id', 'number', 'complaint_number', 'status', 'received_on', 'closed_at', 'retain_until', 'disposed_at', 'counts', 'document_hashes'])
      .where('agency_id', '=', actor.agencyId)
      .orderBy('disposed_at', 'desc')
      .orderBy('id', 'desc')
      .limit(page.limit + 1)
    if (after !== null) query = query.where((eb) => eb(eb.refTuple('disposed_at', 'id'), '<', eb.tuple(new Date(after[0]), after[1])))
    return query.execute()
  })
  const shown = rows.slice(0, page.limit)
  const last = shown.at(-1)
  return {
    items: shown.map((row) => ({
      id: row.id,
      number: `D-${String(row.number).padStart(6, '0')}`,
      complaintNumber: displayId('complaint', row.complaint_number),
      status: row.status === 'canceled' ? 'canceled' : 'closed',
      receivedOn: row.received_on,
      endedAt: row.closed_at?.toISOString() ?? null,
      retainUntil: row.retain_until,
      disposedAt: row.disposed_at.toISOString(),
      counts: DisposalCertificate.shape.counts.parse(row.counts),
      documentHashes: row.document_hashes,
    })),
    next: rows.length > page.limit && last !== undefined ? deps.cursors.seal([last.disposed_at.toISOString(), last.id]) : null,
  }
}
