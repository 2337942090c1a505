import type { Actor } from '../../../access/actor.ts'
import { permit } from '../../../access/permissions.ts'
import { invalid } from '../../../kernel/errors.ts'
import type { ImportDeps } from '../deps.ts'
import type { ChooseColumns, ChooseSheet } from '../contract.ts'
import { mappingProblems } from '../domain/mapping.ts'
import { findRun, lockUploaded } from '../run-store.ts'
import { bytesInStore } from '../source/file-bytes.ts'
import { agencyOf } from './give-file.ts'
import { headerKey, inspectFile, withKeptMapping } from './inspect-file.ts'

/** Another sheet of the workbook: its columns are looked at anew. */
export async function chooseSheet(deps: ImportDeps, actor: Actor, id: string, input: ChooseSheet): Promise<void> {
  permit(actor, 'complaint.import')
  const importer = agencyOf(actor)
  // Reading a sheet takes its time, and the run must not be held meanwhile: it is locked afterwards, by its version.
  const fileKey = await deps.transaction(importer, async (tx) => (await lockUploaded(tx, id, input.version)).file_key)
  const inspected = await inspectFile(await bytesInStore(deps.files, fileKey), 'xlsx', input.sheet)
  await deps.transaction(importer, async (tx) => {
    await lockUploaded(tx, id, input.version)
    const { inspection, mapping, header } = await withKeptMapping(tx, importer.agencyId, inspected)
    await tx.db
      .updateTable('import_run')
      .set((run) => ({ header, mapping: JSON.stringify(mapping), inspection: JSON.stringify(inspection), checked: null, version: run('version', '+', 1) }))
      .where('id', '=', id)
      .execute()
  })
}

/** Says which column is which field; kept for files with the same header where that is wanted. */
export async function chooseColumns(deps: Pick<ImportDeps, 'transaction'>, actor: Actor, id: string, input: ChooseColumns): Promise<void> {
  permit(actor, 'complaint.import')
  const importer = agencyOf(actor)
  await deps.transaction(importer, async (tx) => {
    const run = await lockUploaded(tx, id, input.version)
    const problems = mappingProblems(input.mapping, run.header)
    if (problems.length > 0) throw invalid(Object.fromEntries(problems.toReversed().map(({ path, sentence }) => [`mapping.${path}`, sentence])))
    await tx.db
      .updateTable('import_run')
      .set((row) => ({
        mapping: JSON.stringify(input.mapping), checked: null, version: row('version', '+', 1),
        inspection: run.inspection === null ? null : JSON.stringify({ ...run.inspection, ambiguous: [], isKept: run.inspection.isKept || input.keep }),
      }))
      .where('id', '=', id)
      .execute()
    if (!input.keep) return
    const kept = { mapping: JSON.stringify(input.mapping), kept_by: importer.userId, kept_at: tx.now }
    await tx.db
      .insertInto('import_mapping')
      .values({ agency_id: importer.agencyId, header_key: headerKey(run.header), ...kept })
      .onConflict((conflict) => conflict.columns(['agency_id', 'header_key']).doUpdateSet(kept))
      .execute()
    await tx.audit({ action: 'import.mapping_kept', audience: 'agency', agencyId: importer.agencyId, about: { kind: 'import_run', id: (await findRun(tx.db, id)).id }, details: { fields: input.mapping.columns.filter((field) => field !== null) } })
  })
}
