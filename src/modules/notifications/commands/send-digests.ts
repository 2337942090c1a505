import { sql } from 'kysely'
import { newId } from '../../../platform/new-id.ts'
import type { Deps, Tx } from '../../../platform/ports.ts'
import type { MailEnvironment } from '../mails/compose.ts'
import { composeDigest } from '../mails/digest.ts'

/** In the reader's zone. */
const hour = '7:00'
/** More than these are counted, not listed. */
const mostLines = 40
const atOnce = 100

type Reader = { user_id: string; name: string; email: string; today: string }

/**
 * Puts together the daily e-mails of those who want one a day: what they were told before 7:00 in their zone, from then on;
 * after downtime one, not several, with all that was told meanwhile. What its reader may not see any more is left out; where
 * nothing is left, nothing is sent. It may run any number of times.
 */
export async function sendDigests(deps: Pick<Deps, 'transaction'>, environment: MailEnvironment): Promise<void> {
  for (;;) {
    const readers = await deps.transaction({ kind: 'job' }, dueReaders)
    for (const reader of readers) await deps.transaction({ kind: 'job' }, (tx) => sendDigest(tx, reader, environment))
    if (readers.length < atOnce) return
  }
}

/** Also those who changed their mind: what waits for them is sent once more. 7:00 comes once on every day, also where clocks change. */
async function dueReaders(tx: Tx): Promise<Reader[]> {
  const { rows } = await sql<Reader>`
    select a.user_id, p.name, a.email, z.today::text as today
    from account a
    join person p on p.id = a.user_id
    left join agency g on g.id = a.agency_id
    left join company c on c.id = a.company_id
    cross join lateral (select coalesce(g.time_zone, c.time_zone, 'America/New_York') as name) zone
    cross join lateral (select (${tx.now}::timestamptz at time zone zone.name)::date as today) z
    cross join lateral (select (z.today + ${hour}::time) at time zone zone.name as at) morning
    where morning.at <= ${tx.now}::timestamptz
      and exists (select from notification n where n.user_id = a.user_id and n.for_digest and n.created_at < morning.at)
      and (a.digest_sent_on is null or a.digest_sent_on < z.today)
    order by a.user_id limit ${atOnce}`.execute(tx.db)
  return rows
}

async function sendDigest(tx: Tx, reader: Reader, environment: MailEnvironment): Promise<void> {
  // Whoever else does the same waits here and finds it done.
  const taken = await sql`
    update account set digest_sent_on = ${reader.today}::date where user_id = ${reader.user_id} and (digest_sent_on is null or digest_sent_on < ${reader.today}::date) returning user_id`.execute(tx.db)
  if (taken.rows.length === 0) return
  const { rows: waiting } = await sql<{ id: string; sentence: string; link: string; told: boolean }>`
    with taken as (update notification set for_digest = false where user_id = ${reader.user_id} and for_digest returning id, sentence, link, complaint_id, of_detail, created_at, read_at)
    select t.id, t.sentence, t.link, exists (select from account a where a.user_id = ${reader.user_id} and a.standing = 'active')
        and (t.complaint_id is null or complaint_is_told(${reader.user_id}, t.complaint_id, t.of_detail)) as told
    from taken t order by t.created_at desc, t.id desc`.execute(tx.db)
  const told = waiting.filter((row) => row.told)
  if (told.length === 0) return
  const tasks = await tx.db.selectFrom('task_holder').select(({ fn }) => fn.countAll<string>().as('count')).where('user_id', '=', reader.user_id).where('done', '=', false).executeTakeFirstOrThrow()
  const { subject, text, html } = composeDigest({ name: reader.name, lines: told.slice(0, mostLines), more: Math.max(0, told.length - mostLines), openTasks: Number(tasks.count) }, environment)
  const id = newId()
  await tx.db
    .insertInto('mail')
    .values({ id, event_id: id, to_address: reader.email, to_name: reader.name, user_id: reader.user_id, subject, text_body: text, html_body: html, kind: 'daily_digest', created_at: tx.now })
    .execute()
  // Looked at again when it is handed over (platform/mail/digest-still-told.ts).
  await sql`update notification set digest_mail_id = ${id} where id = any(${told.map((row) => row.id)}::uuid[])`.execute(tx.db)
  await tx.enqueue('send-mail', { mailId: id }, { key: `mail:${id}` })
}
