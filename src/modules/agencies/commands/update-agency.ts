import type { Actor } from '../../../access/actor.ts'
import { AppError, notFound } from '../../../kernel/errors.ts'
import type { Deps } from '../../../platform/ports.ts'
import { platformOnly } from '../invitations.ts'
import type { UpdateAgency } from '../onboarding-contract.ts'
import { keepComponents } from '../participation-store.ts'
import { agencyRecord } from '../queries/list-agencies.ts'

/** Changes what the platform keeps of an agency: name, components, and the day from which it takes part. */
export async function updateAgency(deps: Deps, actor: Actor, id: string, input: UpdateAgency): Promise<void> {
  const platform = platformOnly(actor)
  await deps.transaction(platform, async (tx) => {
    const held = await tx.db.selectFrom('agency').select(['version', 'participates_since']).where('id', '=', id).forUpdate().executeTakeFirst()
    if (held === undefined) throw notFound('agency')
    if (held.version !== input.version) {
      throw new AppError('stale_version', 'Somebody else changed this agency since you opened it. Look at what is there now, then save again.', { current: await agencyRecord(tx, id) })
    }
    await tx.db
      .updateTable('agency')
      .set({
        name: input.name.trim(),
        short_name: input.shortName.trim(),
        time_zone: input.timeZone,
        components: [...new Set(input.components)],
        participates_since: input.participatesSince,
        version: input.version + 1,
      })
      .where('id', '=', id)
      .execute()
    await keepComponents(tx, id, { participatesSince: held.participates_since }, input)
    await tx.audit({ action: 'agency.changed', audience: 'platform', agencyId: id, about: { kind: 'agency', id }, details: { components: input.components, participatesSince: input.participatesSince } })
  })
}
