export { shareDocuments, shareDocumentsOfRequests } from './commands/share-documents.ts'
export type { DocumentDeps } from './store.ts'
export { documentsByParent, documentsOf } from './queries/documents-of.ts'
export { countUnfinishedUploads } from './queries/unfinished-uploads.ts'
