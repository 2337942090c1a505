import type { Actor } from '../../../access/actor.ts'
import { permit } from '../../../access/permissions.ts'
import { dateIn } from '../../../kernel/clock.ts'
import { invalid } from '../../../kernel/errors.ts'
import { oneOf } from '../../../kernel/one-of.ts'
import { newId } from '../../../platform/new-id.ts'
import type { Deps } from '../../../platform/ports.ts'
import type { IssueLetter, Letter } from '../contract.ts'
import { letterKinds, letterKindWords } from '../domain/merge-fields.ts'
import { agencyOf, findLetter, lockDraft, note, problemsOf, readLetter } from '../store.ts'
import { issueToCompany } from './issue-to-company.ts'

/**
 * Issues a letter: from then on it stays as it is. To the complainant: it is noted as communication with the consumer (without the text: the
 * note is read by agencies with access too), and a job makes the PDF. What is missing is refused, each with a sentence.
 */
export async function issueLetter(deps: Deps, actor: Actor, id: string, input: IssueLetter): Promise<Letter> {
  const { version, sentVia } = input
  const issuer = agencyOf(actor)
  return deps.transaction(issuer, async (tx) => {
    permit(issuer, 'letter.write', { ownerAgencyId: (await findLetter(tx, id)).agency_id })
    const letter = await lockDraft(tx, id, version)
    if (letter.side === 'company') {
      await issueToCompany(tx, issuer, letter, input)
      return readLetter(tx, id)
    }
    if (sentVia === undefined) throw invalid({ sentVia: 'Choose how the letter goes out.' })
    const problems = problemsOf(letter)
    if (problems.length > 0) throw invalid({ body: problems.join(' ') })
    await tx.db
      .updateTable('letter')
      .set({ status: 'issued', sent_via: sentVia, issued_by: issuer.userId, issued_at: tx.now, updated_at: tx.now, version: version + 1 })
      .where('id', '=', id)
      .execute()
    const how = sentVia === 'mail' ? 'to be posted' : 'to be sent by e-mail'
    await tx.db
      .insertInto('research_entry')
      .values({
        id: newId(), complaint_id: letter.complaint_id, agency_id: letter.agency_id, kind: 'communication', channel: sentVia, party: 'consumer', happened_on: dateIn(issuer.timeZone, tx.now),
        with_whom: 'Complainant', text: `Letter issued (${letterKindWords[oneOf(letterKinds, letter.kind)].toLowerCase()}), ${how}.`, letter_id: id, created_by: issuer.userId, created_at: tx.now,
      })
      .execute()
    await note(tx, 'letter.issued', letter, { kind: letter.kind, sentVia })
    await tx.enqueue('issue-letter', { letterId: id }, { key: `issue-letter:${id}` })
    return readLetter(tx, id)
  })
}
