import type { DocumentDeps } from '../store.ts'

export async function makePreview(_deps: DocumentDeps, _documentId: string): Promise<void> {}
