import type { Actor } from '../../../access/actor.ts'
import { permit } from '../../../access/permissions.ts'
import { AppError, invalid, notFound } from '../../../kernel/errors.ts'
import { newId } from '../../../platform/new-id.ts'
import type { Deps, Tx } from '../../../platform/ports.ts'
import type { AddCitation, UpdateCitation } from '../contract.ts'
import { readCitation } from '../queries/list-citations.ts'
import { agencyOnly } from '../store.ts'

/** An agency's own addition to the list, offered to its users only. */
export async function addCitation(deps: Deps, actor: Actor, input: AddCitation): Promise<string> {
  permit(actor, 'citation.manage')
  const author = agencyOnly(actor)
  return deps.transaction(author, async (tx) => {
    const id = newId()
    const added = await tx.db
      .insertInto('citation')
      .values({ id, agency_id: author.agencyId, ...columnsOf(input), created_by: author.userId, created_at: tx.now })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst()
    if (added.numInsertedOrUpdatedRows !== 1n) throw taken(input.code)
    await tx.audit({ action: 'citation.added', audience: 'agency', agencyId: author.agencyId, about: { kind: 'citation', id } })
    return id
  })
}

/** Changes or retires an own citation. Where it was cited, it reads as it did then. */
export async function updateCitation(deps: Deps, actor: Actor, id: string, input: UpdateCitation): Promise<void> {
  const author = agencyOnly(actor)
  await deps.transaction(author, async (tx) => {
    const found = await readCitation(tx, author, id)
    permit(author, 'citation.manage')
    if (!found.isOwn) throw new AppError('forbidden', 'This citation comes with the program. Add one of your own instead.')
    const held = await tx.db.selectFrom('citation').select('version').where('id', '=', id).forUpdate().executeTakeFirst()
    if (held === undefined) throw notFound('citation')
    if (held.version !== input.version) throw new AppError('stale_version', 'Somebody else changed this citation since you opened it. Look at what is there now, then save again.', { current: await readCitation(tx, author, id) })
    await requireFree(tx, author.agencyId, id, input.code)
    await tx.db.updateTable('citation').set({ ...columnsOf(input), retired: input.retired, version: held.version + 1 }).where('id', '=', id).execute()
    await tx.audit({ action: input.retired && !found.retired ? 'citation.retired' : 'citation.updated', audience: 'agency', agencyId: author.agencyId, about: { kind: 'citation', id } })
  })
}

async function requireFree(tx: Tx, agencyId: string, id: string, code: string): Promise<void> {
  const other = await tx.db.selectFrom('citation').select('id').where('agency_id', '=', agencyId).where('code', '=', code.trim()).where('id', '<>', id).executeTakeFirst()
  if (other !== undefined) throw taken(code)
}

function taken(code: string): AppError {
  return invalid({ code: `Your agency has ${code.trim()} in its list already. It may be retired.` })
}

function columnsOf(input: AddCitation) {
  return { level: input.level, state: input.level === 'state' ? (input.state ?? null) : null, code: input.code.trim(), title: input.title.trim(), law: input.law.trim() }
}
