import type { Actor } from '../../../access/actor.ts'
import { permit } from '../../../access/permissions.ts'
import { AppError, invalid, notFound } from '../../../kernel/errors.ts'
import { newId } from '../../../platform/new-id.ts'
import type { Deps, Tx } from '../../../platform/ports.ts'
import type { AddTemplate, LetterTemplate, RetireTemplate, UpdateTemplate } from '../contract.ts'
import { readTemplate } from '../queries/list-templates.ts'
import { letterKindsOf } from '../domain/merge-fields.ts'
import { agencyOf } from '../store.ts'
import { checkTemplate } from '../template-engine.ts'

/** A template of the agency's own; or its copy of a shipped one, which then stands in its place. */
export async function addTemplate(deps: Deps, actor: Actor, input: AddTemplate): Promise<LetterTemplate> {
  permit(actor, 'letter-template.manage')
  const writer = agencyOf(actor)
  checkTexts(input)
  return deps.transaction(writer, async (tx) => {
    const { replaces, ...texts } = input
    if (replaces !== undefined) {
      const shipped = await tx.db.selectFrom('letter_template').select('side').where('id', '=', replaces).where('agency_id', 'is', null).executeTakeFirst()
      if (shipped === undefined) throw notFound('template')
      requireSameSide(shipped, input)
    }
    const id = newId()
    const values = { ...texts, updated_by: writer.userId, updated_at: tx.now }
    // A copy that was given up before is taken up again.
    const row = await tx.db
      .insertInto('letter_template')
      .values({ ...values, id, agency_id: writer.agencyId, replaces: replaces ?? null })
      .onConflict((conflict) => conflict.columns(['agency_id', 'replaces']).where('replaces', 'is not', null).doUpdateSet((is) => ({ ...values, retired: false, version: is('letter_template.version', '+', 1) })).where('letter_template.retired', '=', true))
      .returning('id')
      .executeTakeFirst()
    if (row === undefined) throw new AppError('conflict', 'Your agency already has its own text of this template. Load the page again to see it.')
    await record(tx, writer.agencyId, row.id, replaces === undefined ? 'letter_template.added' : 'letter_template.changed')
    return readTemplate(tx, row.id)
  })
}

export async function updateTemplate(deps: Deps, actor: Actor, id: string, input: UpdateTemplate): Promise<LetterTemplate> {
  checkTexts(input)
  const { version, ...texts } = input
  return change(deps, actor, id, version, texts, 'letter_template.changed')
}

/** Takes a template out of the choice, or back into it. Of a copy of a shipped one: the shipped text stands again. */
export async function retireTemplate(deps: Deps, actor: Actor, id: string, { version, retired }: RetireTemplate): Promise<LetterTemplate> {
  return change(deps, actor, id, version, { retired }, retired ? 'letter_template.retired' : 'letter_template.restored')
}

function checkTexts({ side = 'complainant', kind, ...template }: AddTemplate | UpdateTemplate): void {
  if (!letterKindsOf(side).includes(kind)) throw invalid({ kind: 'Choose a kind of the letters that go to this side.' })
  checkTemplate(template, side)
}

/** Letters that were begun from a template are of its side. */
function requireSameSide(template: { side: string }, { side = 'complainant' }: { side?: string | undefined }): void {
  if (template.side !== side) throw invalid({ side: 'A template stays one for letters to the same side. Add another one.' })
}

async function change(deps: Deps, actor: Actor, id: string, version: number, values: Partial<{ side: string | undefined; kind: string; name: string; subject: string; body: string; retired: boolean }>, action: string): Promise<LetterTemplate> {
  permit(actor, 'letter-template.manage')
  const writer = agencyOf(actor)
  return deps.transaction(writer, async (tx) => {
    const current = await readTemplate(tx, id)
    if (current.origin === 'shipped') throw invalid({ id: 'A shipped template is not changed. Make your agency’s own text of it.' })
    if ('subject' in values) requireSameSide(current, values)
    const row = await tx.db
      .updateTable('letter_template')
      .set((is) => ({ ...values, updated_by: writer.userId, updated_at: tx.now, version: is('version', '+', 1) }))
      .where('id', '=', id)
      .where('version', '=', version)
      .returning('id')
      .executeTakeFirst()
    if (row === undefined) throw new AppError('stale_version', 'Somebody else changed this template since you opened it.', { current })
    await record(tx, writer.agencyId, id, action)
    return readTemplate(tx, id)
  })
}

async function record(tx: Tx, agencyId: string, id: string, action: string): Promise<void> {
  await tx.audit({ action, audience: 'agency', agencyId, about: { kind: 'letter_template', id } })
}
