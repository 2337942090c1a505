import { sql } from 'kysely'
import type { Tx } from '../ports.ts'

/**
 * Whether the reader of a daily e-mail may still see all that it tells, when it is handed over. If not, what they still may
 * see waits for another one, which the next run puts together.
 */
export async function isDigestStillTold(tx: Tx, mailId: string, userId: string): Promise<boolean> {
  const { rows } = await sql<{ id: string; told: boolean }>`
    select n.id, exists (select from account a where a.user_id = ${userId} and a.standing = 'active')
      and (n.complaint_id is null or complaint_is_told(${userId}, n.complaint_id, n.of_detail)) as told
    from notification n where n.digest_mail_id = ${mailId}`.execute(tx.db)
  if (rows.every((row) => row.told)) return true
  const still = rows.filter((row) => row.told).map((row) => row.id)
  await sql`update notification set for_digest = id = any(${still}::uuid[]), digest_mail_id = null where digest_mail_id = ${mailId}`.execute(tx.db)
  // Not sent, so that today's is due again.
  await sql`update account set digest_sent_on = digest_sent_on - 1 where user_id = ${userId} and ${still.length > 0}`.execute(tx.db)
  return false
}
