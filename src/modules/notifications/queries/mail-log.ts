import { sql } from 'kysely'
import type { Readable } from 'node:stream'
import { z } from 'zod'
import type { Actor } from '../../../access/actor.ts'
import { permit } from '../../../access/permissions.ts'
import { csvSheet, type CsvRow } from '../../../platform/csv-sheet.ts'
import { openCursor } from '../../../platform/open-cursor.ts'
import type { Deps, Tx } from '../../../platform/ports.ts'
import { whyNotDelivered } from '../domain/why-not-delivered.ts'
import { mailStates, stuckAfter, type ListMailLog, type MailCounts, type MailLogFilters, type MailLogItem } from '../mail-log-contract.ts'

const Position = z.tuple([z.iso.datetime(), z.string()])
const mostCounted = 1_000
const atOnce = 1_000

/** What became of e-mails, newest first. Whom they went to and what they said is not readable for those who run the system. */
export async function listMailLog(deps: Pick<Deps, 'transaction' | 'cursors'>, actor: Actor, input: ListMailLog): Promise<{ items: MailLogItem[]; next: string | null }> {
  permit(actor, 'platform.operate')
  const after = input.cursor === undefined ? null : openCursor(deps.cursors, input.cursor, Position)
  const items = await deps.transaction(actor, (tx) => readLog(tx, actor, input, after === null ? null : { createdAt: after[0], id: after[1] }, input.limit + 1))
  const shown = items.slice(0, input.limit)
  const last = shown.at(-1)
  return { items: shown, next: items.length > input.limit && last !== undefined ? deps.cursors.seal([last.createdAt, last.id]) : null }
}

const header = ['Made (UTC)', 'About', 'Organization', 'Domain', 'What became of it', 'Mail server’s answer', 'Attempts', 'Last tried (UTC)', 'Came back (UTC)', 'Status', 'Why'] as const

/** The same as CSV, all pages, for those who look after the mail servers. Taking it out is an entry of the audit. */
export async function exportMailLog(deps: Pick<Deps, 'transaction'>, actor: Actor, filters: MailLogFilters): Promise<Readable> {
  permit(actor, 'platform.operate')
  await deps.transaction(actor, (tx) => tx.audit({ action: 'mail.log_exported', audience: 'platform', details: { filters: Object.keys(filters) } }))
  const rows = async function* (): AsyncGenerator<CsvRow[]> {
    let after: Pick<MailLogItem, 'createdAt' | 'id'> | null = null
    do {
      const from: typeof after = after
      const items: MailLogItem[] = await deps.transaction(actor, (tx) => readLog(tx, actor, filters, from, atOnce))
      yield items.map(inCells)
      after = items.length < atOnce ? null : (items.at(-1) ?? null)
    } while (after !== null)
  }
  return csvSheet(header, rows())
}

function inCells(item: MailLogItem): CsvRow {
  return [item.createdAt, item.about ?? '', item.organization?.name ?? '', item.domain, item.state, item.code?.toString() ?? '', String(item.attempts), item.triedAt ?? '', item.report?.at ?? '', item.report?.status ?? '', item.report?.why ?? '']
}

async function readLog(tx: Tx, actor: Actor, filters: MailLogFilters, after: Pick<MailLogItem, 'createdAt' | 'id'> | null, limit: number): Promise<MailLogItem[]> {
  const { state, answer, domain, agencyId, companyId, from, to } = filters
  const zone = actor.timeZone
  let query = tx.db
    .selectFrom('mail as m')
    .leftJoin('agency as a', 'a.id', 'm.agency_id')
    .leftJoin('company as c', 'c.id', 'm.company_id')
    .select(['m.id', 'm.kind', 'm.to_domain', 'm.state', 'm.attempts', 'm.smtp_code', 'm.bounce_status', 'm.bounced_at', 'm.created_at', 'm.sent_at', 'm.tried_at', 'm.agency_id', 'm.company_id', 'a.name as agency_name', 'c.name as company_name'])
    .orderBy('m.created_at', 'desc')
    .orderBy('m.id', 'desc')
    .limit(limit)
  if (state !== undefined) query = query.where('m.state', '=', state)
  if (domain !== undefined && domain !== '') query = query.where('m.to_domain', '=', domain)
  if (agencyId !== undefined) query = query.where('m.agency_id', '=', agencyId)
  if (companyId !== undefined) query = query.where('m.company_id', '=', companyId)
  if (from !== undefined) query = query.where('m.created_at', '>=', sql<Date>`(${from}::date::timestamp at time zone ${zone})`)
  if (to !== undefined) query = query.where('m.created_at', '<', sql<Date>`((${to}::date + 1)::timestamp at time zone ${zone})`)
  if (answer === 'none') query = query.where('m.smtp_code', 'is', null)
  else if (answer !== undefined) query = query.where('m.smtp_code', '>=', Number(answer[0]) * 100).where('m.smtp_code', '<', (Number(answer[0]) + 1) * 100)
  if (after !== null) query = query.where((eb) => eb(eb.refTuple('m.created_at', 'm.id'), '<', eb.tuple(new Date(after.createdAt), after.id)))
  return (await query.execute()).map(present)
}

type Row = {
  id: string
  kind: string | null
  to_domain: string
  state: string
  attempts: number
  smtp_code: number | null
  bounce_status: string | null
  bounced_at: Date | null
  created_at: Date
  sent_at: Date | null
  tried_at: Date | null
  agency_id: string | null
  company_id: string | null
  agency_name: string | null
  company_name: string | null
}

function present(row: Row): MailLogItem {
  const state = stateOf(row.state)
  const why = whyNotDelivered(row.bounce_status)
  return {
    id: row.id,
    about: row.kind,
    domain: row.to_domain,
    organization:
      row.agency_id !== null ? { kind: 'agency', id: row.agency_id, name: row.agency_name ?? '' } : row.company_id !== null ? { kind: 'company', id: row.company_id, name: row.company_name ?? '' } : null,
    state,
    attempts: row.attempts,
    answer: classOf(row.smtp_code),
    code: row.smtp_code,
    report: row.bounce_status === null || row.bounced_at === null || why === null ? null : { status: row.bounce_status, why, at: row.bounced_at.toISOString() },
    createdAt: row.created_at.toISOString(),
    triedAt: row.tried_at?.toISOString() ?? null,
    sentAt: row.sent_at?.toISOString() ?? null,
    canTryAgain: state === 'failed' || state === 'uncertain' || state === 'bounced' || (state === 'waiting' && row.attempts > 0),
  }
}

/** How many stand how, each counted to a thousand; and how many wait though they were tried often. */
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
    const { stuck } = await tx.db
      .selectFrom(tx.db.selectFrom('mail').select('id').where('state', '=', 'waiting').where('attempts', '>=', stuckAfter).limit(mostCounted).as('some'))
      .select(({ fn }) => fn.countAll<string>().as('stuck'))
      .executeTakeFirstOrThrow()
    return { items, stuck: Number(stuck) }
  })
}

function stateOf(text: string): MailLogItem['state'] {
  return mailStates.find((state) => state === text) ?? 'failed'
}

function classOf(code: number | null): MailLogItem['answer'] {
  return code === null ? 'none' : code < 400 ? '2xx' : code < 500 ? '4xx' : '5xx'
}
