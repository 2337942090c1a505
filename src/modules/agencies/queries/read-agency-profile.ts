import { sql } from 'kysely'
import type { Actor, AgencyActor } from '../../../access/actor.ts'
import { permit } from '../../../access/permissions.ts'
import { defaultDueDate } from '../../../kernel/calendar.ts'
import { dateIn } from '../../../kernel/clock.ts'
import { notFound } from '../../../kernel/errors.ts'
import type { Deps, Tx } from '../../../platform/ports.ts'
import { OwnHolidays, type AgencyProfile } from '../profile-contract.ts'

/** The profile of the actor's own agency, for its Account Administrators. */
export async function readAgencyProfile(deps: Deps, actor: Actor): Promise<AgencyProfile> {
  const reader = administratorOfAgency(actor)
  return deps.transaction(reader, (tx) => agencyProfile(tx, reader))
}

/** Not there for companies: they have a profile of their own. */
export function administratorOfAgency(actor: Actor): AgencyActor {
  if (actor.kind !== 'agency') throw notFound('profile')
  permit(actor, 'profile.manage', { ownerAgencyId: actor.agencyId })
  return actor
}

export async function agencyProfile(tx: Tx, reader: AgencyActor): Promise<AgencyProfile> {
  const row = await tx.db
    .selectFrom('agency as g')
    .select([
      'id', 'code', 'name', 'short_name', 'state', 'version', 'phone', 'email', 'time_zone', 'request_due_days', 'extra_addresses', 'email_domains', 'working_days', 'keeps_federal_holidays', 'own_holidays', 'retention_years', 'disposes_automatically',
      sql<number>`(select count(*)::int from account a where a.agency_id = g.id and a.standing <> 'removed' and g.email_domains <> '{}' and split_part(a.email_key, '@', 2) <> all(g.email_domains))`.as('outside_domains'),
    ])
    .where('id', '=', reader.agencyId)
    .executeTakeFirstOrThrow()
  const ownHolidays = OwnHolidays.parse(row.own_holidays)
  const calendar = { workingDays: row.working_days, keepsFederalHolidays: row.keeps_federal_holidays, ownHolidays }
  return {
    id: row.id,
    code: row.code,
    name: row.name,
    shortName: row.short_name,
    state: row.state,
    version: row.version,
    phone: row.phone,
    email: row.email,
    timeZone: row.time_zone,
    requestDueDays: row.request_due_days,
    extraAddresses: row.extra_addresses,
    emailDomains: row.email_domains,
    workingDays: row.working_days,
    keepsFederalHolidays: row.keeps_federal_holidays,
    ownHolidays,
    retentionYears: row.retention_years,
    disposesAutomatically: row.disposes_automatically,
    proposedDueOn: defaultDueDate(dateIn(row.time_zone, tx.now), row.request_due_days, calendar),
    outsideDomains: row.outside_domains,
  }
}
