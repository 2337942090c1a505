import { createHash } from 'node:crypto'
import type { Readable } from 'node:stream'
import { sql } from 'kysely'
import type { Actor, AgencyActor } from '../../../access/actor.ts'
import { permit } from '../../../access/permissions.ts'
import { AppError, invalid } from '../../../kernel/errors.ts'
import { newId } from '../../../platform/new-id.ts'
import type { Tx } from '../../../platform/ports.ts'
import type { ImportDeps } from '../deps.ts'
import { filesThatWait, maxImportBytes } from '../contract.ts'
import { detectFormat } from '../source/encoding.ts'
import { bytesInStore } from '../source/file-bytes.ts'
import { inspectFile, withKeptMapping } from './inspect-file.ts'

/**
 * Takes a file into the store, streamed, and looks at its first rows. Nothing is imported yet. The run is there before
 * its bytes, so that they are never taken for nobody's.
 * @returns the run's ID
 */
export async function giveFile(deps: ImportDeps, actor: Actor, file: { name: string; bytes: Readable }): Promise<string> {
  permit(actor, 'complaint.import')
  const importer = agencyOf(actor)
  const name = file.name.replace(/[\u0000-\u001f\u007f]+/g, ' ').trim().split(/[\\/]/).at(-1)?.slice(0, 200) ?? ''
  if (name === '') throw invalid({ file: 'The file has no name.' })
  const [id, key] = [newId(), newId()]
  await deps.transaction(importer, async (tx) => {
    await requireRoom(tx, importer.agencyId)
    await tx.db
      .insertInto('import_run')
      .values({ id, agency_id: importer.agencyId, file_name: name, started_by: importer.userId, started_at: tx.now, state: 'uploaded', file_key: key })
      .execute()
  })
  try {
    const given = await takeIn(deps, key, file.bytes)
    const bytes = await bytesInStore(deps.files, key)
    const format = await detectFormat(bytes)
    const inspected = await inspectFile(bytes, format, null)
    await deps.transaction(importer, async (tx) => {
      const { inspection, mapping, header } = await withKeptMapping(tx, importer.agencyId, inspected)
      await tx.db
        .updateTable('import_run')
        .set({ format, file_size: String(given.size), file_hash: given.hash, header, mapping: JSON.stringify(mapping), inspection: JSON.stringify(inspection) })
        .where('id', '=', id)
        .execute()
      await tx.audit({ action: 'import.file_given', audience: 'agency', agencyId: importer.agencyId, about: { kind: 'import_run', id }, details: { format, bytes: given.size } })
    })
  } catch (error) {
    await deps.transaction(importer, (tx) => tx.db.deleteFrom('import_run').where('id', '=', id).execute())
    await deps.files.delete(key)
    throw error
  }
  return id
}

/** Longer than any upload takes, in milliseconds. */
const uploadTime = 60 * 60_000

/** Files take room in the store until they are imported. Those of one agency are counted one after the other. */
async function requireRoom(tx: Tx, agencyId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`import files of ${agencyId}`}, 0))`.execute(tx.db)
  const { count } = await tx.db
    .selectFrom('import_run')
    .select(sql<number>`count(*)::int`.as('count'))
    .where('agency_id', '=', agencyId)
    .where('state', 'in', ['uploaded', 'waiting', 'running'])
    .where('file_key', 'is not', null)
    // An upload that was cut off has no size, stands in nobody's list, and is forgotten later.
    .where((run) => run.or([run('file_size', 'is not', null), run('started_at', '>', new Date(tx.now.getTime() - uploadTime))]))
    .executeTakeFirstOrThrow()
  if (count >= filesThatWait) throw new AppError('conflict', `Your agency has ${String(filesThatWait)} import files that are not finished, the most at one time. Finish or discard one of them first.`)
}

async function takeIn(deps: ImportDeps, key: string, bytes: Readable): Promise<{ size: number; hash: string }> {
  const hash = createHash('sha256')
  const counted = async function* () {
    let read = 0
    for await (const chunk of bytes) {
      if (!(chunk instanceof Uint8Array)) continue
      read += chunk.length
      if (read > maxImportBytes) throw new AppError('too_large', 'The file is larger than 200 MB. Split it, and import the parts one after the other.')
      hash.update(chunk)
      yield chunk
    }
  }
  const size = await deps.files.write(key, counted())
  if (size === 0) throw new AppError('invalid', 'The file is empty. Nothing was imported.')
  await deps.files.flush(key)
  return { size, hash: hash.digest('hex') }
}

export function agencyOf(actor: Actor): AgencyActor {
  if (actor.kind !== 'agency') throw new AppError('forbidden', 'Your role does not allow this action.')
  return actor
}
