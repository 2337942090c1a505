import { parse } from 'csv-parse/sync'
import type { Actor } from '../../../access/actor.ts'
import { AppError, notFound } from '../../../kernel/errors.ts'
import { decodeText } from '../decode-text.ts'
import { delimiterOf, previewKind, previewRows, previewStartBytes, previewTextBytes, type PreviewKind } from '../domain/preview-kind.ts'
import type { DocumentPreview } from '../preview-contract.ts'
import { findDocument, type DocumentDeps, type DocumentState } from '../store.ts'
import { readingScope, whyClosed } from './open-document.ts'

const columnsShown = 60
const cellCharacters = 500
/** A conversion that was begun so long ago was cut off, and is begun again. */
const makingLasts = 5 * 60_000

/** What can be shown of a document now. The looking is recorded. An Office file is converted by a job, begun here. */
export async function openPreview(deps: DocumentDeps, actor: Actor, id: string): Promise<DocumentPreview> {
  const { document, kind } = await look(deps, actor, id)
  switch (kind.kind) {
    case 'none':
      return { kind: 'none', why: kind.why }
    case 'pdf':
    case 'image':
      return { kind: kind.kind }
    case 'office':
      return convertedPreview(deps, actor, document)
    case 'text':
    case 'table': {
      const bytes = await readStart(deps, document, previewTextBytes)
      const truncated = document.size > bytes.length
      const text = decodeText(bytes)
      return (kind.kind === 'table' ? tableOf(text, truncated) : null) ?? { kind: 'text', text, truncated }
    }
  }
}

/** Where the bytes lie that are shown, and of what type they are. Only of types that a browser shows without running anything. */
export async function openPreviewContent(deps: DocumentDeps, actor: Actor, id: string): Promise<{ key: string; type: string; size: number; tag: string }> {
  const { document, kind } = await look(deps, actor, id)
  if (kind.kind === 'pdf') return { key: document.id, type: 'application/pdf', size: document.size, tag: document.sha256 ?? document.id }
  if (kind.kind === 'image') return { key: document.id, type: kind.type, size: document.size, tag: document.sha256 ?? document.id }
  const made = kind.kind === 'office' ? await readMade(deps, id) : undefined
  if (made?.state !== 'ready' || made.key === null) throw notFound('preview')
  return { key: made.key, type: 'application/pdf', size: Number(made.size), tag: made.key }
}

async function look(deps: DocumentDeps, actor: Actor, id: string): Promise<{ document: DocumentState; kind: PreviewKind }> {
  const document = await deps.transaction(actor, async (tx) => {
    const found = await findDocument(tx, id)
    const problem = whyClosed(found)
    if (problem !== null) throw new AppError('conflict', problem)
    await tx.auditRead({ action: 'document.previewed', ...readingScope(found, actor) })
    return found
  })
  if ((await deps.files.size(id)) !== document.size) throw new AppError('unavailable', 'The file cannot be read right now. Try again in a minute.')
  return { document, kind: previewKind(document.name, document.size, await readStart(deps, document, previewStartBytes)) }
}

async function convertedPreview(deps: DocumentDeps, actor: Actor, { id }: DocumentState): Promise<DocumentPreview> {
  const made = await readMade(deps, id)
  if (made?.state === 'ready') return { kind: 'pdf' }
  if (made?.state === 'failed') return { kind: 'none', why: 'This file could not be converted for a preview: it may be damaged, locked or very long. Download it to open it.' }
  if (deps.converter === undefined) return { kind: 'none', why: 'Office files are not shown here. Download it to open it.' }
  if (made === undefined || deps.clock.now().getTime() - made.at.getTime() > makingLasts) await deps.transaction(actor, (tx) => tx.enqueue('preview-document', { documentId: id }, { key: `preview-document:${id}` }))
  return { kind: 'making' }
}

/** The table of previews is read by jobs alone; the document itself was seen before. */
async function readMade(deps: DocumentDeps, id: string) {
  return deps.transaction({ kind: 'job' }, (tx) => tx.db.selectFrom('document_preview').select(['state', 'key', 'size', 'at']).where('document_id', '=', id).executeTakeFirst())
}

async function readStart(deps: DocumentDeps, document: DocumentState, bytes: number): Promise<Uint8Array> {
  if (document.size === 0) return new Uint8Array()
  const chunks: Uint8Array[] = []
  for await (const chunk of deps.files.read(document.id, { first: 0, last: Math.min(document.size, bytes) - 1 })) if (chunk instanceof Uint8Array) chunks.push(chunk)
  return Buffer.concat(chunks)
}

/** Null where it is no table after all: it is shown as the text that it is. */
function tableOf(text: string, cut: boolean): DocumentPreview | null {
  // The last line may be cut in two.
  const whole = cut ? text.slice(0, text.lastIndexOf('\n') + 1) : text
  try {
    const rows = parse(whole, { bom: true, delimiter: delimiterOf(text), relax_column_count: true, relax_quotes: true, skip_empty_lines: true, to: previewRows + 1 })
    const shown = rows.slice(0, previewRows)
    const isLong = shown.some((row) => row.length > columnsShown || row.some((cell) => cell.length > cellCharacters))
    return { kind: 'table', rows: shown.map((row) => row.slice(0, columnsShown).map((cell) => cell.slice(0, cellCharacters))), truncated: cut || isLong || rows.length > previewRows }
  } catch {
    return null
  }
}
