import { sql } from 'kysely'
import type { AuditEntry, Tx } from '../ports.ts'

/** Repeats of one reading by one actor within this time are one entry. */
const sameReading = '5 minutes'

/** Records that the actor read something, unless the same reading was recorded a moment ago. */
export async function auditRead(tx: Tx, entry: AuditEntry & { complaintId: string }): Promise<void> {
  if (tx.actor.kind === 'job' || tx.actor.kind === 'nobody') return
  const recent = await tx.db
    .selectFrom('audit_entry')
    .select('id')
    .where('complaint_id', '=', entry.complaintId)
    .where('actor_id', '=', tx.actor.userId)
    .where('action', '=', entry.action)
    .where('at', '>', sql<Date>`${tx.now}::timestamptz - ${sameReading}::interval`)
    .$if(entry.about !== undefined, (query) => query.where('about_id', '=', entry.about?.id ?? null))
    .limit(1)
    .executeTakeFirst()
  if (recent === undefined) await tx.audit(entry)
}
