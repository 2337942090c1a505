import { newId } from '../../../platform/new-id.ts'
import type { JobActor } from '../../../platform/ports.ts'
import { extensionOf } from '../domain/file-name.ts'
import { whyClosed } from '../queries/open-document.ts'
import type { DocumentDeps } from '../store.ts'

const job: JobActor = { kind: 'job' }
const busy = new WeakSet<object>()
const laterSeconds = 5

/**
 * Converts an Office file to the PDF that its preview shows, one at a time; safe to run again. The PDF has a key of its own
 * in the file store. What cannot be converted is noted, so that it is not tried for each reader.
 */
export async function makePreview(deps: DocumentDeps, documentId: string): Promise<void> {
  const { converter } = deps
  if (converter === undefined) return
  if (busy.has(converter)) {
    // Waiting here would keep a worker from other jobs.
    await deps.transaction(job, (tx) => tx.enqueue('preview-document', { documentId }, { key: `preview-document:${documentId}`, runAt: new Date(tx.now.getTime() + laterSeconds * 1000) }))
    return
  }
  busy.add(converter)
  try {
    const document = await begin(deps, documentId)
    if (document === undefined) return
    const key = newId()
    let size = 0
    const made = await converter.convert(deps.files.read(documentId), extensionOf(document.name), async (pdf) => {
      size = await deps.files.write(key, pdf)
      await deps.files.flush(key)
    })
    await deps.transaction(job, async (tx) => {
      const values = made && size > 0 ? { state: 'ready', key, size: String(size), at: tx.now } : { state: 'failed', at: tx.now }
      // Where the document went meanwhile there is no row to change, and the sweep takes the file away.
      await tx.db.updateTable('document_preview').set(values).where('document_id', '=', documentId).execute()
    })
  } finally {
    busy.delete(converter)
  }
}

/** Notes that it is being made; nothing where it is made already, or nobody may open the document. */
async function begin(deps: DocumentDeps, documentId: string) {
  return deps.transaction(job, async (tx) => {
    const document = await tx.db.selectFrom('document').select(['name', 'state', 'scan']).where('id', '=', documentId).where('removed_at', 'is', null).forUpdate().executeTakeFirst()
    if (document === undefined || whyClosed(document) !== null) return undefined
    const made = await tx.db.selectFrom('document_preview').select('state').where('document_id', '=', documentId).executeTakeFirst()
    if (made !== undefined && made.state !== 'making') return undefined
    await tx.db.insertInto('document_preview').values({ document_id: documentId, state: 'making', at: tx.now }).onConflict((same) => same.column('document_id').doUpdateSet({ at: tx.now })).execute()
    return document
  })
}
