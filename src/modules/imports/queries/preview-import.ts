import type { Actor, AgencyActor } from '../../../access/actor.ts'
import { permit } from '../../../access/permissions.ts'
import { AppError } from '../../../kernel/errors.ts'
import { dateIn } from '../../../kernel/clock.ts'
import type { Deps } from '../../../platform/ports.ts'
import type { ImportDeps } from '../deps.ts'
import { agencyOf } from '../commands/give-file.ts'
import type { Batch } from '../commands/import-batch.ts'
import { resolveRows, type ResolvedRow } from '../commands/resolve-rows.ts'
import { previewRows, type ImportPreview, type PreviewComplaint } from '../contract.ts'
import { layoutOf, type Layout } from '../domain/mapping.ts'
import { findRun } from '../run-store.ts'
import { batches } from '../source/batches.ts'
import { bytesInStore } from '../source/file-bytes.ts'
import { openSource, type Source, type SourceRecord } from '../source/records.ts'
import { findCompanies, readCategories } from '../store.ts'
import { Tally } from '../tally.ts'

const exampleLength = 60
const narrativeLength = 160

/** What an import of the first rows would do. Stores nothing. */
export async function previewImport(deps: Pick<ImportDeps, 'transaction' | 'files' | 'clock'>, actor: Actor, id: string): Promise<ImportPreview> {
  permit(actor, 'complaint.import')
  const importer = agencyOf(actor)
  const run = await deps.transaction(importer, (tx) => findRun(tx.db, id))
  if (run.state !== 'uploaded' || run.file_key === null || run.mapping === null) throw new AppError('conflict', 'This import was begun already. See how it stands.')
  const source = await openSource(await bytesInStore(deps.files, run.file_key), { format: run.format, sheet: run.inspection?.sheet, encoding: run.inspection?.encoding })
  return look(deps, { importer, source, layout: layoutOf(run.header, run.mapping), most: previewRows })
}

export type Looking = {
  importer: AgencyActor
  source: Source
  layout: Layout
  /** Rows; all where it is left out. */
  most?: number
  /** After each batch; false stops it. */
  onBatch?: (soFar: Tally) => Promise<boolean>
}

/** Reads rows as an import would and adds up what would become of them. A row that ends the reading ends the preview too, in words. */
export async function look(deps: Pick<Deps, 'transaction' | 'clock'>, { importer, source, layout, most = Infinity, onBatch }: Looking): Promise<ImportPreview> {
  const tally = new Tally()
  const today = dateIn(importer.timeZone, deps.clock.now())
  const limited = { isCut: false }
  try {
    for await (const batch of batches(upTo(source.records, most, limited), layout, today)) {
      await lookAtBatch(deps, importer, layout, batch, tally)
      if (onBatch !== undefined && !(await onBatch(tally))) return tally.preview(false)
    }
    return tally.preview(!limited.isCut)
  } catch (error) {
    if (error instanceof AppError && error.code === 'invalid') return tally.preview(true, error.message)
    throw error
  }
}

async function* upTo(records: AsyncIterable<SourceRecord>, most: number, limited: { isCut: boolean }): AsyncGenerator<SourceRecord> {
  let read = 0
  for await (const record of records) {
    if (read >= most) {
      limited.isCut = true
      return
    }
    read += 1
    yield record
  }
}

async function lookAtBatch(deps: Pick<Deps, 'transaction'>, importer: AgencyActor, layout: Layout, batch: Batch, tally: Tally): Promise<void> {
  await deps.transaction(importer, async (tx) => {
    const { ready, known, rejected } = await resolveRows(tx, importer, batch.rows)
    const names = new Set(ready.flatMap(({ complaint, subject }) => (subject === null ? [complaint.companyKey] : [])))
    const companies = await findCompanies(tx.db, [...names])
    const categories = await readCategories(tx.db)
    tally.read(batch.read)
    tally.known(known.length)
    for (const { row, reasons, cells } of [...batch.rejected, ...rejected]) tally.rejected(row, reasons, (reason) => exampleOf(layout, cells, reason))
    for (const row of ready) {
      if (row.complaint.cfpbId !== null && tally.cameBefore(row.complaint.cfpbId)) {
        tally.known(1)
        continue
      }
      const company = row.subject ?? companies.get(row.complaint.companyKey)
      if (company === undefined) tally.newCompany(row.complaint.companyKey, row.complaint.companyName)
      for (const { labels } of categories.missing(row.complaint.labels)) tally.unknownLabel(labels.join(' › '))
      tally.imported(() => presented(row, company?.name ?? null))
    }
  })
}

/** The value of the column that the reason names first. */
function exampleOf(layout: Layout, cells: readonly string[], reason: string): string | null {
  const position = layout.names.findIndex((name) => name.trim() !== '' && reason.startsWith(`${name.trim()} `))
  const text = cells[position]?.toWellFormed().replace(/[\s\u0000]+/g, ' ').trim() ?? ''
  return text === '' ? null : text.length > exampleLength ? `${text.slice(0, exampleLength).toWellFormed()}…` : text
}

function presented({ row, complaint }: ResolvedRow, company: string | null): PreviewComplaint {
  const { complainant, narrative } = complaint
  return {
    row,
    company: company ?? complaint.companyName,
    isNewCompany: company === null,
    receivedOn: complaint.receivedOn,
    receivedVia: complaint.receivedVia,
    product: complaint.labels.product,
    issue: complaint.labels.issue,
    complainant: [complainant.firstName, complainant.lastName].filter(Boolean).join(' ') || [complainant.state, complainant.zip].filter(Boolean).join(' '),
    narrative: narrative.length > narrativeLength ? `${narrative.slice(0, narrativeLength).toWellFormed()}…` : narrative,
    cfpbId: complaint.cfpbId,
  }
}
