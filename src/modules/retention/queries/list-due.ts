import { z } from 'zod'
import type { Actor } from '../../../access/actor.ts'
import { permit } from '../../../access/permissions.ts'
import { addDays } from '../../../kernel/calendar.ts'
import { dateIn } from '../../../kernel/clock.ts'
import { notFound } from '../../../kernel/errors.ts'
import { displayId } from '../../../kernel/ids.ts'
import { openCursor } from '../../../platform/open-cursor.ts'
import type { Deps } from '../../../platform/ports.ts'
import type { DuePage } from '../contract.ts'

const Position = z.tuple([z.iso.date(), z.uuid()])

/** The agency's own complaints whose retention date comes within so many days, the earliest first. */
export async function listDue(deps: Deps, actor: Actor, page: { days: number; cursor?: string | undefined; limit: number }): Promise<z.infer<typeof DuePage>> {
  permit(actor, 'complaint.view')
  if (actor.kind !== 'agency') throw notFound('page')
  const after = page.cursor === undefined ? null : openCursor(deps.cursors, page.cursor, Position)
  return deps.transaction(actor, async (tx) => {
    const agency = await tx.db.selectFrom('agency').select(['disposes_automatically', 'retention_years']).where('id', '=', actor.agencyId).executeTakeFirstOrThrow()
    let query = tx.db
      .selectFrom('complaint_retention as k')
      .innerJoin('complaint as c', 'c.id', 'k.complaint_id')
      .select(['k.complaint_id', 'k.retain_until', 'k.legal_hold', 'c.number', 'c.subject_name', 'c.status', 'c.closed_at', 'c.canceled_at'])
      .where('k.agency_id', '=', actor.agencyId)
      .where('k.retain_until', '<=', addDays(dateIn(actor.timeZone, tx.now), page.days))
      .orderBy('k.retain_until')
      .orderBy('k.complaint_id')
      .limit(page.limit + 1)
    if (after !== null) query = query.where((eb) => eb(eb.refTuple('k.retain_until', 'k.complaint_id'), '>', eb.tuple(after[0], after[1])))
    const rows = await query.execute()
    const shown = rows.slice(0, page.limit)
    const last = shown.at(-1)
    return {
      items: shown.map((row) => ({
        complaintId: row.complaint_id,
        number: displayId('complaint', row.number),
        subjectName: row.subject_name,
        status: row.status === 'canceled' ? 'canceled' : 'closed',
        endedAt: (row.closed_at ?? row.canceled_at)?.toISOString() ?? null,
        retainUntil: row.retain_until ?? '',
        onHold: row.legal_hold,
      })),
      next: rows.length > page.limit && last !== undefined ? deps.cursors.seal([last.retain_until, last.complaint_id]) : null,
      disposesAutomatically: agency.disposes_automatically,
      retentionYears: agency.retention_years,
    }
  })
}
