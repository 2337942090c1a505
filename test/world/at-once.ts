import { AppError } from '#src/kernel/errors.ts'
import type { World } from './test-world.ts'

export type Outcome = { code: string; detail: string }

/**
 * Lets deeds on one complaint overlap, whatever the machine has to do: its rows are held until each deed, in a transaction
 * of its own, stands in front of one of them, in the order given; then they are let go. Of deeds that wait for the same row
 * the first gets it. A deed that ends without having waited fails the test: it was not at once with the others.
 * @returns of each "done", or the code of the refusal and its sentence
 */
export async function atOnce(world: World, complaintId: string, ...deeds: readonly (() => Promise<unknown>)[]): Promise<Outcome[]> {
  const holder = await world.db.admin.connect()
  const begun: Promise<Outcome>[] = []
  let ended = 0
  try {
    await holder.query('begin')
    await holder.query('select from complaint where id = $1 for update', [complaintId])
    for (const table of ['complaint_access', 'referral', 'information_request']) await holder.query(`select from ${table} where complaint_id = $1 for update`, [complaintId])
    for (const deed of deeds) {
      begun.push(outcomeOf(deed).finally(() => (ended += 1)))
      await waits(world, begun.length, () => ended)
    }
  } finally {
    await holder.query('rollback')
    holder.release()
  }
  return Promise.all(begun)
}

async function outcomeOf(deed: () => Promise<unknown>): Promise<Outcome> {
  try {
    await deed()
    return { code: 'done', detail: '' }
  } catch (error) {
    if (error instanceof AppError) return { code: error.code, detail: [error.message, ...Object.values(error.extras.fields ?? {})].join(' ') }
    throw error
  }
}

/** Until so many transactions of this database wait for a row. */
async function waits(world: World, count: number, ended: () => number): Promise<void> {
  const until = Date.now() + 30_000
  for (;;) {
    const [row] = await world.rows<{ waiting: number }>(`select count(*)::int as waiting from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and xact_start is not null`)
    if (row?.waiting === count) return
    if (ended() > 0) throw new Error('A deed ended without having waited for the complaint: it does not overlap with the others.')
    if (Date.now() > until) throw new Error(`${String(row?.waiting)} of ${String(count)} deeds wait for the complaint.`)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}
