import type { Actor } from '../../../access/actor.ts'
import { permit } from '../../../access/permissions.ts'
import { displayId } from '../../../kernel/ids.ts'
import { oneOf } from '../../../kernel/one-of.ts'
import { purposes } from '../../documents/domain/limits.ts'
import { stillReadsDocument, watchedRead, type DocumentDeps } from '../../documents/index.ts'
import { byteOrderMark, csvLines } from '../../../platform/csv-sheet.ts'
import type { ZipEntry } from '../../../platform/zip/zip-stream.ts'
import { archiveNames, folderOf } from '../domain/archive-names.ts'
import { agencyOf, findDetailed } from '../store.ts'
import { filesOf } from './read-for-print.ts'

/** Already as small as they get: packing them again only takes time. */
const packed = /\.(zip|gz|7z|rar|jpe?g|png|gif|webp|mp[34]|mov|m4a|pdf|docx|xlsx|pptx)$/i

/**
 * What goes into the archive of a complaint's documents: all that the actor may see and open, in folders by where they
 * belong, after a manifest that also names what was left out and why; without the board's when it goes `outside`. Recorded once, with the count.
 */
export async function archiveDocuments(deps: DocumentDeps, actor: Actor, complaintId: string, { outside = false } = {}): Promise<{ number: string; entries: ZipEntry[]; hashes: { path: string; sha256: string }[] }> {
  permit(actor, 'complaint.export')
  const reader = agencyOf(actor)
  const { complaint, files, at } = await deps.transaction(reader, async (tx) => {
    const found = await findDetailed(tx, complaintId)
    const rows = await filesOf(tx, complaintId, outside)
    const count = rows.filter((row) => whyClosed(row.scan) === '').length
    await tx.audit({ action: 'complaint.exported', audience: 'agency', agencyId: found.agencyId, companyId: found.companyId, complaintId, details: { what: 'documents', count } })
    return { complaint: found, files: rows, at: tx.now }
  })
  const nameFor = archiveNames()
  const manifest: string[][] = []
  const entries: ZipEntry[] = []
  const hashes: { path: string; sha256: string }[] = []
  for (const file of files) {
    const size = Number(file.size)
    const closed = whyClosed(file.scan) || ((await deps.files.size(file.id)) === size ? '' : 'Its bytes cannot be read right now')
    const folder = folderOf(oneOf(purposes, file.purpose), file.request_number)
    const path = closed === '' ? nameFor(folder, file.name) : ''
    manifest.push([path, folder, file.original_name, String(size), file.sha256 ?? '', file.uploaded_by, file.created_at.toISOString(), closed])
    if (closed === '' && file.sha256 !== null) hashes.push({ path, sha256: file.sha256 })
    if (closed === '') entries.push({ path, at: file.created_at, compress: !packed.test(file.name), size, open: () => watchedRead(deps, () => deps.files.read(file.id), stillReadsDocument(deps, reader, file.id)) })
  }
  const head = ['Path', 'Belongs to', 'Name', 'Bytes', 'SHA-256', 'Uploaded by', 'Uploaded at (UTC)', 'Not included, because']
  const text = byteOrderMark + csvLines([head, ...manifest])
  return { number: displayId('complaint', complaint.number), hashes, entries: [{ path: 'manifest.csv', at, compress: true, text }, ...entries] }
}

function whyClosed(scan: string): string {
  switch (scan) {
    case 'clean':
    case 'not_scanned':
      return ''
    case 'infected':
      return 'Malware was found in it'
    default:
      return 'It is being checked for malware'
  }
}
