import { z } from 'zod'
import type { Actor } from '../../../access/actor.ts'
import { permit } from '../../../access/permissions.ts'
import { openCursor } from '../../../platform/open-cursor.ts'
import type { Deps } from '../../../platform/ports.ts'
import { mailStates, type ListMailLog, type MailCounts, type MailLogItem, type RefusedAddresses } from '../mail-log-contract.ts'

const Position = z.tuple([z.iso.datetime(), z.string()])
const mostCounted = 1_000

/** What became of e-mails, newest first. Whom they went to and what they said is not readable for those who run the system. */
export async function listMailLog(deps: Pick<Deps, 'transaction' | 'cursors'>, actor: Actor, input: ListMailLog): Promise<{ items: MailLogItem[]; next: string | null }> {
  permit(actor, 'platform.operate')
  const after = input.cursor === undefined ? null : openCursor(deps.cursors, input.cursor, Position)
  const rows = await deps.transaction(actor, (tx) => {
    let query = tx.db
      .selectFrom('mail')
      .select(['id', 'kind', 'to_domain', 'state', 'attempts', 'smtp_code', 'created_at', 'sent_at', 'tried_at'])
      .orderBy('created_at', 'desc')
      .orderBy('id', 'desc')
      .limit(input.limit + 1)
    if (input.state !== undefined) query = query.where('state', '=', input.state)
    if (input.domain !== undefined && input.domain !== '') query = query.where('to_domain', '=', input.domain)
    if (input.from !== undefined) query = query.where('created_at', '>=', new Date(`${input.from}T00:00:00Z`))
    if (input.answer === 'none') query = query.where('smtp_code', 'is', null)
    else if (input.answer !== undefined) query = query.where('smtp_code', '>=', Number(input.answer[0]) * 100).where('smtp_code', '<', (Number(input.answer[0]) + 1) * 100)
    if (after !== null) query = query.where((eb) => eb(eb.refTuple('created_at', 'id'), '<', eb.tuple(new Date(after[0]), after[1])))
    return query.execute()
  })
  const shown = rows.slice(0, input.limit)
  const last = shown.at(-1)
  return {
    items: shown.map((row) => {
      const state = stateOf(row.state)
      return {
        id: row.id,
        about: row.kind,
        domain: row.to_domain,
        state,
        attempts: row.attempts,
        answer: classOf(row.smtp_code),
        code: row.smtp_code,
        createdAt: row.created_at.toISOString(),
        triedAt: row.tried_at?.toISOString() ?? null,
        sentAt: row.sent_at?.toISOString() ?? null,
        canTryAgain: state === 'failed' || state === 'uncertain' || (state === 'waiting' && row.attempts > 0),
      }
    }),
    next: rows.length > input.limit && last !== undefined ? deps.cursors.seal([last.created_at.toISOString(), last.id]) : null,
  }
}

/** How many stand how, each counted to a thousand. */
export async function countMails(deps: Pick<Deps, 'transaction'>, actor: Actor): Promise<MailCounts> {
  permit(actor, 'platform.operate')
  return deps.transaction(actor, async (tx) => {
    const items: MailCounts['items'] = []
    for (const state of mailStates) {
      const { count } = await tx.db
        .selectFrom(tx.db.selectFrom('mail').select('id').where('state', '=', state).limit(mostCounted).as('some'))
        .select(({ fn }) => fn.countAll<string>().as('count'))
        .executeTakeFirstOrThrow()
      items.push({ state, count: Number(count) })
    }
    return { items }
  })
}

/** Addresses of the actor's organisation that their mail server refused for good, the latest first. */
export async function listRefusedAddresses(deps: Pick<Deps, 'transaction'>, actor: Actor): Promise<RefusedAddresses> {
  permit(actor, 'users.manage')
  if (actor.kind === 'platform') return { items: [] }
  const rows = await deps.transaction(actor, (tx) =>
    tx.db
      .selectFrom('refused_address as r')
      .leftJoin('person as p', 'p.id', 'r.user_id')
      .leftJoin('account as a', 'a.user_id', 'r.user_id')
      .select(['r.address', 'r.user_id', 'r.refused_at', 'r.smtp_code', 'p.name'])
      // Another address was entered since, or the account was removed.
      .where((eb) => eb.or([eb('r.user_id', 'is', null), eb.and([eb('a.standing', '<>', 'removed'), eb(eb.fn('lower', ['a.email']), '=', eb.ref('r.address_key'))])]))
      .orderBy('r.refused_at', 'desc')
      .limit(200)
      .execute(),
  )
  return { items: rows.map((row) => ({ address: row.address, user: row.user_id === null ? null : { id: row.user_id, name: row.name ?? '' }, refusedAt: row.refused_at.toISOString(), code: row.smtp_code })) }
}

function stateOf(text: string): MailLogItem['state'] {
  return mailStates.find((state) => state === text) ?? 'failed'
}

function classOf(code: number | null): MailLogItem['answer'] {
  return code === null ? 'none' : code < 400 ? '2xx' : code < 500 ? '4xx' : '5xx'
}
