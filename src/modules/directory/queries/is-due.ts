import type { Deps } from '../../../platform/ports.ts'

// What could not be read is tried again sooner than what was.
const afterFailureHours = 1

/**
 * A run that a person began is due while it waits, and again when it was cut off. Where there is no run of this ID it is
 * the schedule's: is the last one long enough ago?
 */
export async function isDue(deps: Pick<Deps, 'transaction'>, runId: string, everyHours: number): Promise<boolean> {
  return deps.transaction({ kind: 'job' }, async (tx) => {
    const run = await tx.db.selectFrom('directory_run').select('state').where('id', '=', runId).executeTakeFirst()
    if (run !== undefined) return run.state === 'waiting' || run.state === 'running'
    const hoursAgo = (hours: number) => new Date(tx.now.getTime() - hours * 3_600_000)
    const last = await tx.db
      .selectFrom('directory_run')
      .select('id')
      .where('started_at', '>', hoursAgo(everyHours))
      .where((other) => other.or([other('state', '<>', 'failed'), other('started_at', '>', hoursAgo(afterFailureHours))]))
      .executeTakeFirst()
    return last === undefined
  })
}
