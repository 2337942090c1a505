import type { Actor } from '../../../access/actor.ts'
import { AppError } from '../../../kernel/errors.ts'
import { auditScope, findDocument, type DocumentDeps, type DocumentState } from '../store.ts'

/** The document whose bytes may be read now. The reading is recorded. */
export async function openDocument(deps: DocumentDeps, actor: Actor, id: string): Promise<DocumentState & { sha256: string }> {
  const document = await deps.transaction(actor, async (tx) => {
    const found = await findDocument(tx, id)
    const problem = whyClosed(found)
    if (problem !== null) throw new AppError('conflict', problem)
    await tx.auditRead({ action: 'document.read', ...readingScope(found, actor) })
    return found
  })
  if (document.sha256 === null || (await deps.files.size(id)) !== document.size) throw new AppError('unavailable', 'The file cannot be read from the storage right now. Try again in a minute; if it stays so, tell support.')
  return { ...document, sha256: document.sha256 }
}

/** For the audit of a reading: a company that opens what the agency sent is of interest to both; the rest is each side's own. */
export function readingScope(document: Parameters<typeof auditScope>[0], actor: Actor) {
  const audience: 'agency' | 'company' | 'both' = document.side === 'agency' && actor.kind === 'company' ? 'both' : actor.kind === 'company' ? 'company' : 'agency'
  return { ...auditScope(document), audience }
}

/** Why nobody can open this document now, or null. */
export function whyClosed(document: Pick<DocumentState, 'state' | 'scan'>): string | null {
  if (document.state !== 'stored') return 'This file is still being uploaded.'
  switch (document.scan) {
    case 'clean':
    case 'not_scanned':
      return null
    case 'infected':
      return 'Malware was found in this file, so it cannot be opened.'
    default:
      return 'This file is being checked for malware. Try again in a minute.'
  }
}
