import { collectFiles } from './commands/collect-files.ts'
import { makePreview } from './commands/make-preview.ts'
import { rescanDocuments } from './commands/rescan-documents.ts'
import { scanDocument } from './commands/scan-document.ts'
import { sweepUploads } from './commands/sweep-uploads.ts'
import type { Jobs } from '../../platform/ports.ts'
import type { DocumentDeps } from './store.ts'

/** This module's jobs by name. `expire-uploads` runs at every start and each hour besides being enqueued. */
export function documentJobs(deps: DocumentDeps) {
  return {
    'scan-document': (payload: Jobs['scan-document']) => scanDocument(deps, payload.documentId),
    'expire-uploads': (_payload: Jobs['expire-uploads']) => sweepUploads(deps),
    'collect-files': (_payload: Jobs['collect-files']) => collectFiles(deps),
    'rescan-documents': (_payload: Jobs['rescan-documents']) => rescanDocuments(deps),
    'preview-document': (payload: Jobs['preview-document']) => makePreview(deps, payload.documentId),
  }
}
