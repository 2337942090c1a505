import { dateIn } from '../../../kernel/clock.ts'
import type { Tx } from '../../../platform/ports.ts'
import { isOverdue } from '../domain/verification-due.ts'

/** Has the company let its verification of users pass? Until it is done its responses in supervisory activities are blocked (docs/rules.md 5). */
export async function companyVerificationOverdue(tx: Tx, companyId: string): Promise<boolean> {
  const row = await tx.db
    .selectFrom('user_verification as v')
    .innerJoin('company as c', 'c.id', 'v.company_id')
    .select(['v.due_on', 'c.time_zone'])
    .where('v.company_id', '=', companyId)
    .where('v.done_at', 'is', null)
    .executeTakeFirst()
  return row !== undefined && isOverdue(row.due_on, dateIn(row.time_zone, tx.now))
}
