import type { JobActor, Tx } from '../../../platform/ports.ts'
import type { DocumentDeps } from '../store.ts'

const job: JobActor = { kind: 'job' }
/** Younger files may be of something that is only just being written down. */
const orphanAfter = 24 * 60 * 60_000
const rowsAtOnce = 400
const looksAtOnce = 8

export type Collected = {
  /** Files that belonged to nothing, now deleted. */
  orphans: number
  /** Documents whose file was found gone or cut, now marked. */
  lost: number
  /** Documents whose file is there again. */
  found: number
}

/**
 * Compares the store with the database, once a day. A file that no row names is deleted when it is older than a day.
 * A document whose file is gone or cut is marked and noted in the audit: only people know how to bring it back, so its row
 * is never deleted, and a restored file unmarks it.
 */
export async function collectFiles(deps: DocumentDeps): Promise<Collected> {
  const orphans = await deleteOrphans(deps)
  return { orphans, ...(await markLost(deps)) }
}

/** A store of which the database knows no file at all is not cleared: the program may run on the wrong database. */
async function deleteOrphans(deps: DocumentDeps): Promise<number> {
  const unknown: string[] = []
  let known = 0
  for await (const keys of deps.files.keys()) {
    const ids = await deps.transaction(job, (tx) => namedBy(tx, keys))
    known += ids.size
    unknown.push(...keys.filter((key) => !ids.has(key)))
  }
  if (known === 0) return 0
  const old: string[] = []
  for (const key of unknown) {
    const changedAt = await deps.files.changedAt(key)
    if (changedAt !== null && deps.clock.now().getTime() - changedAt.getTime() > orphanAfter) old.push(key)
  }
  for (const key of old) await deps.files.delete(key)
  return old.length
}

/** Documents, and what else lies in the same store under keys of its own: files of imports, made previews. */
async function namedBy(tx: Tx, keys: readonly string[]): Promise<Set<string | null>> {
  const documents = await tx.db.selectFrom('document').select('id').where('id', 'in', [...keys]).execute()
  const imports = await tx.db.selectFrom('import_run').select('file_key').where('file_key', 'in', [...keys]).execute()
  const previews = await tx.db.selectFrom('document_preview').select('key').where('key', 'in', [...keys]).execute()
  return new Set([...documents.map((row) => row.id), ...imports.map((row) => row.file_key), ...previews.map((row) => row.key)])
}

async function markLost(deps: DocumentDeps): Promise<{ lost: number; found: number }> {
  let [lost, found] = [0, 0]
  let after = '00000000-0000-0000-0000-000000000000'
  for (;;) {
    const rows = await deps.transaction(job, (tx) =>
      tx.db.selectFrom('document').select(['id', 'size', 'lost_at']).where('state', '=', 'stored').where('removed_at', 'is', null).where('id', '>', after).orderBy('id').limit(rowsAtOnce).execute())
    const [gone, back]: [string[], string[]] = [[], []]
    for (let at = 0; at < rows.length; at += looksAtOnce) {
      await Promise.all(rows.slice(at, at + looksAtOnce).map(async (row) => {
        const isThere = (await deps.files.size(row.id)) === Number(row.size)
        if (isThere !== (row.lost_at === null)) (isThere ? back : gone).push(row.id)
      }))
    }
    lost += await mark(deps, gone, true)
    found += await mark(deps, back, false)
    const last = rows.at(-1)
    if (last === undefined) return { lost, found }
    after = last.id
  }
}

async function mark(deps: DocumentDeps, ids: readonly string[], lost: boolean): Promise<number> {
  if (ids.length === 0) return 0
  return deps.transaction(job, async (tx) => {
    const rows = await tx.db
      .updateTable('document')
      .set({ lost_at: lost ? tx.now : null })
      .where('id', 'in', [...ids])
      // Removed meanwhile, its file may be gone by right.
      .where('removed_at', 'is', null)
      .returning(['id', 'agency_id', 'company_id', 'complaint_id', 'side'])
      .execute()
    await tx.audit(...rows.map((row) => ({
      action: lost ? 'document.lost' : 'document.found', audience: row.side === 'company' ? ('company' as const) : ('agency' as const), agencyId: row.agency_id, companyId: row.company_id,
      complaintId: row.complaint_id, about: { kind: 'document', id: row.id },
    })))
    return rows.length
  })
}
