import { z } from 'zod'
import { notFound } from '../../../kernel/errors.ts'
import { withLinks } from '../../../platform/one-time-links.ts'
import { openCursor } from '../../../platform/open-cursor.ts'
import type { Deps, SecretBox } from '../../../platform/ports.ts'
import { MailItem } from '../contract.ts'

const Position = z.tuple([z.iso.datetime(), z.string()])
const columns = ['id', 'to_address', 'to_name', 'subject', 'text_body', 'state', 'created_at'] as const
type Row = { id: string; to_address: string; to_name: string | null; subject: string; text_body: string; state: string; created_at: Date }

/** The built-in mailbox: every e-mail of the training environment, newest first. All people in it are invented. */
export async function listMails(
  deps: Pick<Deps, 'transaction' | 'cursors' | 'secrets'>,
  page: { cursor?: string | undefined; limit: number; to?: string | undefined },
): Promise<{ items: MailItem[]; next: string | null }> {
  const after = page.cursor === undefined ? null : openCursor(deps.cursors, page.cursor, Position)
  const rows = await deps.transaction({ kind: 'job' }, (tx) => {
    let query = tx.db.selectFrom('mail').select(columns).orderBy('created_at', 'desc').orderBy('id', 'desc').limit(page.limit + 1)
    if (page.to !== undefined) query = query.where('to_address', '=', page.to)
    if (after !== null) query = query.where((eb) => eb(eb.refTuple('created_at', 'id'), '<', eb.tuple(new Date(after[0]), after[1])))
    return query.execute()
  })
  const shown = rows.slice(0, page.limit)
  const last = shown.at(-1)
  return { items: shown.map((row) => present(row, deps.secrets)), next: rows.length > page.limit && last !== undefined ? deps.cursors.seal([last.created_at.toISOString(), last.id]) : null }
}

export async function readMail(deps: Pick<Deps, 'transaction' | 'secrets'>, id: string): Promise<MailItem> {
  const row = await deps.transaction({ kind: 'job' }, (tx) => tx.db.selectFrom('mail').select(columns).where('id', '=', id).executeTakeFirst())
  if (row === undefined) throw notFound('e-mail')
  return present(row, deps.secrets)
}

/** As its reader gets it: one-time links work here as they would in the e-mail. */
function present(row: Row, secrets: SecretBox): MailItem {
  return { id: row.id, to: row.to_address, toName: row.to_name, subject: row.subject, text: withLinks(secrets, row.text_body), state: MailItem.shape.state.parse(row.state), createdAt: row.created_at.toISOString() }
}
