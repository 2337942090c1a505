import type { Actor } from '../../../access/actor.ts'
import { notFound } from '../../../kernel/errors.ts'
import { byteOrderMark, csvLines } from '../../../platform/csv-sheet.ts'
import type { ZipEntry } from '../../../platform/zip/zip-stream.ts'
import { archiveNames } from '../../complaints/domain/archive-names.ts'
import type { DocumentDeps, DocumentState } from '../store.ts'
import { stillReadsDocument, watchedRead } from '../watch-reading.ts'
import { readingScope, whyClosed } from './open-document.ts'

/** Already as small as they get: packing them again only takes time. */
const packed = /\.(zip|gz|7z|rar|jpe?g|png|gif|webp|mp[34]|mov|m4a|pdf|docx|xlsx|pptx)$/i
const columns = ['id', 'agency_id', 'company_id', 'complaint_id', 'side', 'name', 'original_name', 'size', 'sha256', 'state', 'scan', 'created_at'] as const

/**
 * What goes into a ZIP of chosen documents: those that can be opened, after a manifest that also names what was left out and
 * why. One that the actor may not see is not found, and nothing is given. Recorded for each document.
 */
export async function readSelection(deps: DocumentDeps, actor: Actor, ids: readonly string[]): Promise<ZipEntry[]> {
  if (actor.kind === 'platform') throw notFound('document')
  const wanted = [...new Set(ids)]
  const { files, at } = await deps.transaction(actor, async (tx) => {
    const rows = await tx.db.selectFrom('document').select(columns).where('id', 'in', wanted).where('removed_at', 'is', null)
      .where((is) => is.or([is('state', '=', 'stored'), is('side', '=', actor.kind)])).orderBy('created_at').orderBy('id').execute()
    if (rows.length < wanted.length) throw notFound('document')
    const open = rows.filter((row) => whyClosed(row) === null)
    const scopes = open.map((row) => ({ action: 'document.selection_read', ...readingScope(sideOf(row), actor), details: { count: open.length } }))
    if (scopes.length > 0) await tx.audit(...scopes)
    return { files: rows, at: tx.now }
  })
  const nameFor = archiveNames()
  const manifest: string[][] = []
  const entries: ZipEntry[] = []
  for (const file of files) {
    const size = Number(file.size)
    const closed = whyClosed(file) ?? ((await deps.files.size(file.id)) === size ? '' : 'Its bytes cannot be read right now.')
    const path = closed === '' ? nameFor('Documents', file.name) : ''
    manifest.push([path, file.original_name, String(size), file.sha256 ?? '', file.created_at.toISOString(), closed])
    if (closed === '') entries.push({ path, at: file.created_at, compress: !packed.test(file.name), size, open: () => watchedRead(deps, () => deps.files.read(file.id), stillReadsDocument(deps, actor, file.id)) })
  }
  const head = ['Path', 'Name', 'Bytes', 'SHA-256', 'Uploaded at (UTC)', 'Not included, because']
  return [{ path: 'manifest.csv', at, compress: true, text: byteOrderMark + csvLines([head, ...manifest]) }, ...entries]
}

function sideOf<Row extends { side: string }>(row: Row): Row & Pick<DocumentState, 'side'> {
  return { ...row, side: row.side === 'company' ? 'company' : 'agency' }
}
