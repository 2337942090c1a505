import { sql } from 'kysely'
import type { Actor } from '../../../access/actor.ts'
import { addDays, isWorkingDay, type WorkingCalendar } from '../../../kernel/calendar.ts'
import { dateIn } from '../../../kernel/clock.ts'
import { AppError, invalid } from '../../../kernel/errors.ts'
import type { Deps } from '../../../platform/ports.ts'
import type { AgencyProfile, UpdateAgencyProfile } from '../profile-contract.ts'
import { administratorOfAgency, agencyProfile } from '../queries/read-agency-profile.ts'

/** Changes the profile of the actor's own agency: what is left out stays. Due dates proposed from now on follow it. */
export async function updateAgencyProfile(deps: Deps, actor: Actor, input: UpdateAgencyProfile): Promise<AgencyProfile> {
  const editor = administratorOfAgency(actor)
  return deps.transaction(editor, async (tx) => {
    const held = await tx.db.selectFrom('agency').select('version').where('id', '=', editor.agencyId).forUpdate().executeTakeFirstOrThrow()
    const before = await agencyProfile(tx, editor)
    if (held.version !== input.version) {
      throw new AppError('stale_version', 'Somebody else changed the profile since you opened it. Look at what is there now, then save again.', { current: before })
    }
    requireSomeWorkingDay(
      {
        workingDays: input.workingDays ?? before.workingDays,
        keepsFederalHolidays: input.keepsFederalHolidays ?? before.keepsFederalHolidays,
        ownHolidays: input.ownHolidays ?? before.ownHolidays,
      },
      dateIn(input.timeZone ?? before.timeZone, tx.now),
    )
    await tx.db
      .updateTable('agency')
      // What is undefined is left as it is.
      .set({
        phone: input.phone,
        email: input.email,
        time_zone: input.timeZone,
        request_due_days: input.requestDueDays,
        extra_addresses: input.extraAddresses && unique(input.extraAddresses),
        email_domains: input.emailDomains && unique(input.emailDomains),
        working_days: input.workingDays && unique(input.workingDays).sort(),
        keeps_federal_holidays: input.keepsFederalHolidays,
        retention_years: input.retentionYears,
        disposes_automatically: input.disposesAutomatically,
        own_holidays: input.ownHolidays && sql`${JSON.stringify(input.ownHolidays)}::jsonb`,
        version: input.version + 1,
      })
      .where('id', '=', editor.agencyId)
      .execute()
    const fields = Object.keys(input).filter((name) => name !== 'version')
    await tx.audit({ action: 'agency.profile_changed', audience: 'agency', agencyId: editor.agencyId, about: { kind: 'agency', id: editor.agencyId }, details: { fields } })
    return agencyProfile(tx, editor)
  })
}

function unique<T>(values: T[]): T[] {
  return [...new Set(values)]
}

/** A calendar on which nobody ever works would leave no day for a due date. */
function requireSomeWorkingDay(calendar: WorkingCalendar, today: string): void {
  for (let day = 0; day < 60; day += 1) if (isWorkingDay(addDays(today, day), calendar)) return
  throw invalid({ ownHolidays: 'With these days off, nobody works in the next 60 days. Leave some working days.' })
}
