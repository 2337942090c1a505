import { sql } from 'kysely'

/** For a query of `complaint_delivery as v`: until which day of the company somebody acts for the Company POC. */
export const deputyUntil = sql<string | null>`(select to_char((k.ends_at - interval '1 second') at time zone o.time_zone, 'YYYY-MM-DD') from company_deputy k join company o on o.id = k.company_id
    where k.user_id = v.company_poc_id and k.deputy_id = v.acting_poc_id and k.ended_at is null order by k.ends_at desc limit 1)`

/** The same with `person as deputy`: who acts, and until when. */
export const actingDeputy = [sql<string | null>`v.acting_poc_id`.as('deputy_id'), sql<string | null>`deputy.name`.as('deputy_name'), deputyUntil.as('deputy_until')] as const

export function deputyOf(row: { deputy_id: string | null; deputy_name: string | null; deputy_until: string | null }): { id: string; name: string; until: string } | null {
  return row.deputy_id === null || row.deputy_name === null || row.deputy_until === null ? null : { id: row.deputy_id, name: row.deputy_name, until: row.deputy_until }
}
