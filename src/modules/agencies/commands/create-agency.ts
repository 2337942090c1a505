import type { Actor } from '../../../access/actor.ts'
import { invalid } from '../../../kernel/errors.ts'
import { newId } from '../../../platform/new-id.ts'
import type { Deps } from '../../../platform/ports.ts'
import { inviteUser, platformOnly } from '../invitations.ts'
import type { OnboardAgency } from '../onboarding-contract.ts'

/**
 * Onboards an agency: its record, which the participation map shows from its day on, and its first Account
 * Administrator, who is invited by e-mail and makes the other users.
 * @returns the ID of the agency, and that of the invitation's link
 */
export async function createAgency(deps: Deps, actor: Actor, input: OnboardAgency): Promise<{ id: string; linkId: string }> {
  const platform = platformOnly(actor)
  return deps.transaction(platform, async (tx) => {
    const id = newId()
    const added = await tx.db
      .insertInto('agency')
      .values({
        id,
        code: input.code,
        name: input.name.trim(),
        short_name: input.shortName.trim(),
        state: input.state,
        time_zone: input.timeZone,
        components: [...new Set(input.components)],
        participates_since: input.participatesSince,
        created_at: tx.now,
      })
      .onConflict((conflict) => conflict.column('code').doNothing())
      .executeTakeFirst()
    if (added.numInsertedOrUpdatedRows === 0n) throw invalid({ code: 'Another agency has this code.' })
    const { linkId } = await inviteUser(tx, platform, id, input.administrator, { systemRoles: ['account_administrator'], complaintsRole: null }, 'administrator.')
    await tx.audit({ action: 'agency.onboarded', audience: 'platform', agencyId: id, about: { kind: 'agency', id }, details: { code: input.code, components: input.components } })
    return { id, linkId }
  })
}
