export { shareDocuments, shareDocumentsOfRequests, shareDocumentsOfRound } from './commands/share-documents.ts'
export type { DocumentDeps } from './store.ts'
export { documentsByParent, documentsOf, documentsOfRounds } from './queries/documents-of.ts'
export { countUnfinishedUploads } from './queries/unfinished-uploads.ts'
/** Bytes that are given only as long as their reader may have them. */
export { stillReadsDetail, stillReadsDocument, watchedRead } from './watch-reading.ts'
