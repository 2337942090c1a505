import type { Actor } from '../../../access/actor.ts'
import { permit } from '../../../access/permissions.ts'
import { AppError, invalid } from '../../../kernel/errors.ts'
import type { Deps } from '../../../platform/ports.ts'
import type { SaveDraft } from '../contract.ts'
import { companyOnly, findReceivedRequest } from '../store.ts'
import { ensureDraft } from './ensure-draft.ts'

/**
 * Saves the answer that is being written. Two drafters never overwrite each other silently: who saves over a
 * version that they have not seen is refused and given the text that is there (docs/rules.md 4).
 */
export async function saveDraft(deps: Deps, actor: Actor, requestId: string, input: SaveDraft): Promise<void> {
  const drafter = companyOnly(actor)
  await deps.transaction(drafter, async (tx) => {
    const request = await findReceivedRequest(tx, requestId)
    permit(drafter, 'response.draft', { companyId: request.companyId })
    if (request.status !== 'sent_to_company') throw new AppError('conflict', 'This request is no longer waiting for an answer. What you typed was not saved; copy it if you need it.')
    const draft = await ensureDraft(tx, drafter, requestId)
    const held = await tx.db
      .selectFrom('response as r')
      .innerJoin('person as p', 'p.id', 'r.saved_by')
      .select(['r.version', 'r.text', 'r.links', 'r.restricted', 'r.author_id', 'r.poc_id', 'r.saved_at', 'p.name as saved_by'])
      .where('r.id', '=', draft.id)
      .forUpdate('r')
      .executeTakeFirst()
    // Submitted, or restricted, while this one waited for its turn.
    if (held === undefined) throw new AppError('conflict', 'This answer was submitted or restricted a moment ago. What you typed was not saved; copy it if you need it.')
    // A draft that was only just begun, by an upload say, holds nothing that could be overwritten.
    const isBlank = held.version === 1 && held.text === '' && held.links.length === 0
    if (held.version !== input.version && !(input.version === 0 && isBlank)) {
      throw new AppError('stale_version', `${held.saved_by} changed this answer since you opened it. Compare the two texts, then save again.`, {
        current: { version: held.version, text: held.text, links: held.links, restricted: held.restricted, savedBy: held.saved_by, savedAt: held.saved_at.toISOString() },
      })
    }
    // Whoever else restricted it would take it from their own eyes.
    if (input.restricted && !held.restricted && held.poc_id !== drafter.userId && held.author_id !== drafter.userId) {
      throw invalid({ restricted: 'Only the Company POC, or the colleague who began this answer, can restrict it.' })
    }
    await tx.db
      .updateTable('response')
      .set({ text: input.text, links: input.links, restricted: input.restricted, saved_by: drafter.userId, saved_at: tx.now, version: held.version + 1 })
      .where('id', '=', draft.id)
      .execute()
  })
}
