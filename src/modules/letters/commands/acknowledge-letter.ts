import { sql } from 'kysely'
import type { Actor } from '../../../access/actor.ts'
import { permit } from '../../../access/permissions.ts'
import { AppError, notFound } from '../../../kernel/errors.ts'
import { oneOf } from '../../../kernel/one-of.ts'
import { newId } from '../../../platform/new-id.ts'
import type { Deps } from '../../../platform/ports.ts'
import { finishTasks } from '../../notifications/index.ts'
import type { AcknowledgeLetter, ReceivedLetter } from '../contract.ts'
import { letterStatuses, takeLetterStep } from '../domain/letter-lifecycle.ts'
import { companyOf, findReceivedLetter, receivedLetter } from '../queries/received-letters.ts'

/** Anybody at the company with Manage says that it got a letter; after closing too. */
export async function acknowledgeLetter(deps: Deps, actor: Actor, id: string, { version, words = '' }: AcknowledgeLetter): Promise<ReceivedLetter> {
  const reader = companyOf(actor)
  return deps.transaction(reader, async (tx) => {
    const found = await findReceivedLetter(tx, id)
    permit(reader, 'received.acknowledge-letter', { companyId: found.company_id })
    // The complaint first, as everybody does.
    await sql`select lock_complaint_as_company(${found.complaint_id})`.execute(tx.db)
    await tx.db.selectFrom('letter').select('id').where('id', '=', id).forUpdate().execute()
    const letter = await findReceivedLetter(tx, id)
    const status = takeLetterStep('acknowledge', oneOf(letterStatuses, letter.status))
    if (letter.version !== version) throw new AppError('stale_version', 'The agency changed this letter’s date since you opened it. Look at it, then acknowledge.', { current: await receivedLetter(tx, reader, id) })
    const changed = await tx.db.updateTable('letter').set({ status, acknowledged_by: reader.userId, acknowledged_at: tx.now, acknowledgment: words, version: version + 1 }).where('id', '=', id).returning('id').executeTakeFirst()
    if (changed === undefined) throw notFound('letter')
    await finishTasks(tx, { letterId: id })
    await tx.audit({ action: 'letter.acknowledged', audience: 'both', agencyId: letter.agency_id, companyId: reader.companyId, complaintId: letter.complaint_id, about: { kind: 'letter', id } })
    await tx.enqueue('notify', { eventId: newId(), event: 'letter_acknowledged', complaintId: letter.complaint_id, letterId: id, by: reader.userId })
    return receivedLetter(tx, reader, id)
  })
}
