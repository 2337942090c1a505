import { buffer } from 'node:stream/consumers'
import type { JobHandler } from '../../platform/jobs/handlers.ts'
import { renderPdf } from '../../platform/pdf/render-pdf.ts'
import type { Deps } from '../../platform/ports.ts'
import type { DocumentDeps } from '../documents/index.ts'
import { storeLetterPdf } from './commands/store-letter-pdf.ts'
import { remindLetters } from './commands/remind-letters.ts'
import { letterOnPaper } from './letter-paper.ts'
import { letterForPaper } from './queries/read-letters.ts'

/** Makes the PDF of an issued letter. A letter has a few pages, so it is held in memory to know its size. */
export function letterJob(deps: DocumentDeps, environment: { training: boolean }): JobHandler<'issue-letter'> {
  return async ({ letterId }) => {
    const letter = await letterForPaper(deps, { kind: 'job' }, letterId)
    if (letter.isDraft || letter.issuedBy === null) return
    const bytes = await buffer(renderPdf(letterOnPaper(letter, environment)))
    await storeLetterPdf(deps, { letterId, complaintId: letter.complaintId, agencyId: letter.agencyId, companyId: letter.companyId, issuedBy: letter.issuedBy, name: letter.documentName, bytes })
  }
}

/** Reminds companies of letters that wait to be acknowledged. */
export function letterReminders(deps: Pick<Deps, 'transaction'>): () => Promise<void> {
  return () => remindLetters(deps)
}
