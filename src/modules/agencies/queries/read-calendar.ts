import type { WorkingCalendar } from '../../../kernel/calendar.ts'
import type { Tx } from '../../../platform/ports.ts'
import { OwnHolidays } from '../profile-contract.ts'

/** An agency's days for an answer and its working calendar: what due dates are made of (docs/rules.md 4). */
export async function readCalendar(tx: Tx, agencyId: string): Promise<{ requestDueDays: number; calendar: WorkingCalendar }> {
  const agency = await tx.db
    .selectFrom('agency')
    .select(['request_due_days', 'working_days', 'keeps_federal_holidays', 'own_holidays'])
    .where('id', '=', agencyId)
    .executeTakeFirstOrThrow()
  return { requestDueDays: agency.request_due_days, calendar: calendarOf(agency) }
}

/** When each agency works, and in which zone: some sixty of them. */
export async function readCalendars(tx: Tx): Promise<{ id: string; timeZone: string; calendar: WorkingCalendar }[]> {
  const agencies = await tx.db.selectFrom('agency').select(['id', 'time_zone', 'working_days', 'keeps_federal_holidays', 'own_holidays']).orderBy('id').execute()
  return agencies.map((agency) => ({ id: agency.id, timeZone: agency.time_zone, calendar: calendarOf(agency) }))
}

function calendarOf(agency: { working_days: number[]; keeps_federal_holidays: boolean; own_holidays: unknown }): WorkingCalendar {
  return { workingDays: agency.working_days, keepsFederalHolidays: agency.keeps_federal_holidays, ownHolidays: OwnHolidays.parse(agency.own_holidays) }
}
