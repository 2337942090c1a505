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
  return {
    requestDueDays: agency.request_due_days,
    calendar: { workingDays: agency.working_days, keepsFederalHolidays: agency.keeps_federal_holidays, ownHolidays: OwnHolidays.parse(agency.own_holidays) },
  }
}
