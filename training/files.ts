import type { DocumentDeps } from '#src/modules/documents/index.ts'
import { sampleFiles } from './world/sample-files.ts'

/**
 * The bytes of the training world's documents, where the store lacks them: after the world was made, or beside a copy of
 * its database. Which they are the database's SHA-256 says; what people uploaded is never touched.
 */
export async function writeTrainingFiles({ transaction, files }: Pick<DocumentDeps, 'transaction' | 'files'>): Promise<void> {
  const known = new Map(Object.values(sampleFiles).map((file) => [file.sha256, file.bytes]))
  const rows = await transaction({ kind: 'job' }, (tx) => tx.db.selectFrom('document').select(['id', 'sha256']).where('sha256', 'in', [...known.keys()]).where('state', '=', 'stored').where('removed_at', 'is', null).orderBy('created_at').orderBy('id').limit(200).execute())
  for (const { id, sha256 } of rows) {
    const bytes = known.get(sha256 ?? '')
    if (bytes === undefined || (await files.size(id)) !== null) continue
    await files.write(id, oneOf(bytes)).catch(async (error: unknown) => {
      // Another process that starts wrote it meanwhile.
      if ((await files.size(id)) === null) throw error
    })
  }
}

async function* oneOf(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  yield await Promise.resolve(bytes)
}
