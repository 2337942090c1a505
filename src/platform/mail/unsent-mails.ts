import { sql } from 'kysely'
import type { Deps } from '../ports.ts'

export type UnsentMail = { id: string; state: string; to: string; subject: string; attempts: number; createdAt: Date; lastError: string | null }

/** E-mails that need an operator: not taken by the server, or perhaps sent and perhaps not. Newest first. What came back is its organization's to mend. */
export async function listUnsentMails(deps: Pick<Deps, 'transaction'>, most = 200): Promise<UnsentMail[]> {
  const rows = await deps.transaction({ kind: 'job' }, (tx) =>
    tx.db
      .selectFrom('mail')
      .select(['id', 'state', 'to_address', 'subject', 'attempts', 'created_at', 'last_error'])
      .where((eb) => eb.or([eb('state', 'in', ['failed', 'uncertain']), eb.and([eb('state', '=', 'waiting'), eb('last_error', 'is not', null)])]))
      .orderBy('created_at', 'desc')
      .limit(most)
      .execute(),
  )
  return rows.map((row) => ({ id: row.id, state: row.state, to: row.to_address, subject: row.subject, attempts: row.attempts, createdAt: row.created_at, lastError: row.last_error }))
}

/** An operator's decision to send a failed or uncertain e-mail (again). @returns false when there is no such e-mail */
export async function sendAgain(deps: Pick<Deps, 'transaction'>, mailId: string): Promise<boolean> {
  return deps.transaction({ kind: 'job' }, async (tx) => {
    const { rows } = await sql<{ id: string }>`
      update mail set state = 'waiting' where id = ${mailId}::uuid and state in ('failed', 'uncertain', 'waiting', 'bounced') returning id`.execute(tx.db)
    if (rows.length === 0) return false
    await tx.audit({ action: 'mail.sent-again', audience: 'platform', about: { kind: 'mail', id: mailId } })
    await tx.enqueue('send-mail', { mailId }, { key: `mail:${mailId}` })
    return true
  })
}
