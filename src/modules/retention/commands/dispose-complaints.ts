import { sql } from 'kysely'
import type { FileStore } from '../../../platform/files/file-store.ts'
import { newId } from '../../../platform/new-id.ts'
import type { Deps, JobActor, Tx } from '../../../platform/ports.ts'

const job: JobActor = { kind: 'job' }
const candidatesAtOnce = 100

/**
 * Deletes closed and canceled complaints whose retention date is past and that no legal hold keeps, of agencies that want
 * it, each with its certificate in a transaction of its own; the database function looks again whether it may. The bytes
 * of documents go after the commit: where the program ends in between, the sweep of the file store finds them.
 */
export async function disposeComplaints(deps: Deps & { files: FileStore }): Promise<{ disposed: number }> {
  let disposed = 0
  let after = '00000000-0000-0000-0000-000000000000'
  for (;;) {
    const due = await deps.transaction(job, (tx) => candidates(tx, after))
    for (const id of due) {
      const files = await deps.transaction(job, (tx) => disposeOf(tx, id))
      if (files === null) continue
      disposed += 1
      for (const key of files) await deps.files.delete(key)
    }
    const last = due.at(-1)
    if (last === undefined) return { disposed }
    after = last
  }
}

async function candidates(tx: Tx, after: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select k.complaint_id as id from complaint_retention k join agency a on a.id = k.agency_id
    where a.disposes_automatically and not k.legal_hold and k.retain_until < (${tx.now}::timestamptz at time zone a.time_zone)::date and k.complaint_id > ${after}
    order by k.complaint_id limit ${candidatesAtOnce}`.execute(tx.db)
  return rows.map(({ id }) => id)
}

/** The keys of its files, or null where it is not due any more. */
async function disposeOf(tx: Tx, id: string): Promise<string[] | null> {
  const complaint = await tx.db.selectFrom('complaint').select(['agency_id', 'number']).where('id', '=', id).executeTakeFirst()
  if (complaint === undefined) return null
  const certificate = newId()
  const { rows } = await sql<{ files: string[] | null }>`select dispose_complaint(${id}, ${certificate}, ${tx.now}) as files`.execute(tx.db)
  const files = rows[0]?.files ?? null
  if (files === null) return null
  await tx.audit({ action: 'complaint.disposed', audience: 'agency', agencyId: complaint.agency_id, complaintId: id, about: { kind: 'disposal_certificate', id: certificate }, details: { number: complaint.number, documents: files.length } })
  return files
}
