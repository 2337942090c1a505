import type { Actor } from '../../../access/actor.ts'
import { permit } from '../../../access/permissions.ts'
import { AppError } from '../../../kernel/errors.ts'
import type { Deps } from '../../../platform/ports.ts'
import type { UpdateEntity } from '../contract.ts'
import { entityRecord } from '../queries/read-entity.ts'
import { agencyOf, entityColumns, findEntity, lockEntity, requirePresent } from '../store.ts'

const fieldNames = {
  name: 'name', other_names: 'otherNames', business_type: 'businessType', street: 'street', city: 'city', state: 'state', zip: 'zip',
  phone: 'phone', email: 'email', website: 'website', people: 'people', description: 'description',
} as const

/** The agency that created an entity changes what is known of it. Complaints keep the name under which they were entered. */
export async function updateEntity(deps: Pick<Deps, 'transaction'>, actor: Actor, id: string, input: UpdateEntity): Promise<void> {
  const editor = agencyOf(actor)
  await deps.transaction(editor, async (tx) => {
    permit(editor, 'entity.update', { ownerAgencyId: (await findEntity(tx, id)).agencyId })
    const entity = await lockEntity(tx, id)
    requirePresent(entity)
    if (entity.version !== input.version) {
      throw new AppError('stale_version', 'Somebody else changed this record since you opened it. Look at what is there now, then save again.', { current: await entityRecord(tx, editor, id) })
    }
    const columns = entityColumns(input)
    const before = await tx.db.selectFrom('entity').select(['name', 'other_names', 'business_type', 'street', 'city', 'state', 'zip', 'phone', 'email', 'website', 'people', 'description']).where('id', '=', id).executeTakeFirstOrThrow()
    const names = ['name', 'other_names', 'business_type', 'street', 'city', 'state', 'zip', 'phone', 'email', 'website', 'people', 'description'] as const
    const fields = names.filter((name) => before[name] !== columns[name]).map((name) => fieldNames[name])
    if (fields.length === 0) return
    await tx.db.updateTable('entity').set({ ...columns, updated_at: tx.now, version: entity.version + 1 }).where('id', '=', id).execute()
    await tx.audit({ action: 'entity.updated', audience: 'agency', agencyId: entity.agencyId, about: { kind: 'entity', id }, details: { fields } })
  })
}
