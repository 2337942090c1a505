import type { DocumentDeps } from '../store.ts'

export async function collectFiles(_deps: DocumentDeps): Promise<void> {}
