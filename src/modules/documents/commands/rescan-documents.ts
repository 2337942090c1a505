import type { DocumentDeps } from '../store.ts'

export async function rescanDocuments(_deps: DocumentDeps): Promise<void> {}
