import { sql } from 'kysely'
import type { Actor } from '../../../access/actor.ts'
import type { Deps } from '../../../platform/ports.ts'
import type { HeldWork } from '../contract.ts'
import { heldBy } from '../held-work.ts'
import { administratorOf, findUser } from '../store.ts'

/** What a user holds, and the colleagues who may take it over, least loaded first. */
export async function readHeldWork(deps: Deps, actor: Actor, id: string): Promise<HeldWork> {
  const administrator = administratorOf(actor)
  return deps.transaction(administrator, async (tx) => {
    const user = await findUser(tx, administrator, id)
    const colleagues = await tx.db
      .selectFrom(sql<{ user_id: string; open_complaints: number }>`work_load()`.as('w'))
      .innerJoin('person as p', 'p.id', 'w.user_id')
      .select(['p.id', 'p.name', 'p.title', 'w.open_complaints'])
      .where('p.id', '!=', user.id)
      .orderBy('w.open_complaints')
      .orderBy('p.name')
      .execute()
    return {
      items: await heldBy(tx, administrator, user.id),
      colleagues: colleagues.map((row) => ({ id: row.id, name: row.name, title: row.title, openComplaints: row.open_complaints })),
    }
  })
}
