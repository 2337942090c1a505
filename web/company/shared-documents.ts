import type { DocumentItem } from '#src/modules/documents/contract.ts'
import type { ReceivedRecord } from '#src/modules/information-requests/contract.ts'

export type ReceivedContent = NonNullable<ReceivedRecord['content']>

export type SharedDocument = DocumentItem & { about: string }

/** What the agency shared with the complaint and at its closing; files of a request stand with the request. */
export function sharedDocuments(content: Pick<ReceivedContent, 'documents' | 'closures'>): SharedDocument[] {
  return [
    ...content.closures.flatMap((closure) => closure.documents.map((document) => ({ ...document, about: 'Closing' }))),
    ...content.documents.map((document) => ({ ...document, about: document.purpose === 'introduction' ? 'Introduction' : 'Complaint' })),
  ]
}
