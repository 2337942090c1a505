import type { Logger } from 'pino'
import { collectFiles } from './commands/collect-files.ts'
import { makePreview } from './commands/make-preview.ts'
import { rescanDocuments } from './commands/rescan-documents.ts'
import { scanDocument } from './commands/scan-document.ts'
import { sweepUploads } from './commands/sweep-uploads.ts'
import type { Jobs } from '../../platform/ports.ts'
import type { DocumentDeps } from './store.ts'

/** This module's jobs by name. `expire-uploads` runs at every start and each hour besides being enqueued. */
export function documentJobs(deps: DocumentDeps, log: Logger) {
  return {
    'scan-document': (payload: Jobs['scan-document']) => scanDocument(deps, payload.documentId),
    'expire-uploads': (_payload: Jobs['expire-uploads']) => sweepUploads(deps),
    'collect-files': async (_payload: Jobs['collect-files']) => {
      const { orphans, lost, found } = await collectFiles(deps)
      if (orphans > 0) log.warn({ orphans }, 'Files that belonged to nothing were deleted')
      if (lost > 0) log.error({ lost }, 'Documents were marked whose file is gone or cut; bring the files back from a backup')
      if (found > 0) log.info({ found }, 'Documents whose file was gone have it again')
    },
    'rescan-documents': (_payload: Jobs['rescan-documents']) => rescanDocuments(deps),
    'preview-document': (payload: Jobs['preview-document']) => makePreview(deps, payload.documentId),
  }
}
