import { sql } from 'kysely'
import type { Actor } from '../../../access/actor.ts'
import { permit } from '../../../access/permissions.ts'
import { dateIn } from '../../../kernel/clock.ts'
import type { Deps } from '../../../platform/ports.ts'
import type { DeputyItem, DeputyList } from '../deputy-contract.ts'
import { companyOnly } from '../store.ts'

/** Who acts for whom, with all that the page needs to name another deputy. */
export async function listDeputies(deps: Deps, actor: Actor): Promise<DeputyList> {
  permit(actor, 'deputy.name')
  const reader = companyOnly(actor)
  const administers = reader.systemRoles.includes('account_administrator')
  return deps.transaction(reader, async (tx) => {
    const rows = await tx.db
      .selectFrom('company_deputy as k')
      .innerJoin('person as p', 'p.id', 'k.user_id')
      .innerJoin('person as d', 'd.id', 'k.deputy_id')
      .innerJoin('person as by', 'by.id', 'k.set_by')
      .leftJoin('person as ender', 'ender.id', 'k.ended_by')
      .select([
        'k.id', 'k.user_id', 'p.name as user_name', 'k.deputy_id', 'd.name as deputy_name', 'k.starts_at', 'k.ends_at', 'k.set_by', 'by.name as by_name', 'k.set_at', 'k.ended_at', 'k.ended_by',
        'ender.name as ended_name', 'k.version',
      ])
      .where('k.company_id', '=', reader.companyId)
      .orderBy(sql`k.ended_at is not null or k.ends_at <= ${tx.now}`)
      .orderBy('k.ends_at', 'desc')
      .orderBy('k.id', 'desc')
      .limit(100)
      .execute()
    const colleagues = await tx.db
      .selectFrom('account as a')
      .innerJoin('person as p', 'p.id', 'a.user_id')
      .select(['p.id', 'p.name'])
      .where('a.company_id', '=', reader.companyId)
      .where('a.standing', '=', 'active')
      .where('a.complaints_role', '=', 'manage')
      .orderBy('p.name')
      .limit(500)
      .execute()
    return {
      items: rows.map((row) => {
        const state = stateOf(row, tx.now)
        return {
          id: row.id,
          user: { id: row.user_id, name: row.user_name },
          deputy: { id: row.deputy_id, name: row.deputy_name },
          from: dateIn(reader.timeZone, row.starts_at),
          until: dateIn(reader.timeZone, new Date(row.ends_at.getTime() - 1)),
          state,
          namedBy: { id: row.set_by, name: row.by_name },
          namedAt: row.set_at.toISOString(),
          endedBy: row.ended_by === null || row.ended_name === null ? null : { id: row.ended_by, name: row.ended_name },
          version: row.version,
          canEnd: (state === 'acting' || state === 'coming') && (administers || row.user_id === reader.userId),
        }
      }),
      mayNameFor: administers ? colleagues : colleagues.filter((person) => person.id === reader.userId),
      colleagues,
      today: dateIn(reader.timeZone, tx.now),
    }
  })
}

function stateOf(row: { starts_at: Date; ends_at: Date; ended_at: Date | null }, now: Date): DeputyItem['state'] {
  if (row.ended_at !== null) return 'ended'
  if (row.ends_at <= now) return 'over'
  return row.starts_at <= now ? 'acting' : 'coming'
}
