import { sql } from 'kysely'
import { z } from 'zod'
import type { Actor } from '../../../access/actor.ts'
import { permit } from '../../../access/permissions.ts'
import { displayId } from '../../../kernel/ids.ts'
import { oneOf } from '../../../kernel/one-of.ts'
import { openCursor } from '../../../platform/open-cursor.ts'
import type { Deps } from '../../../platform/ports.ts'
import { accountRequestStatuses, companyKinds, type AccountRequestItem, type ListAccountRequests } from '../account-requests-contract.ts'

const Position = z.tuple([z.number().int(), z.iso.datetime(), z.string()])

export const accountRequestColumns = [
  'r.id', 'r.name', 'r.kind', 'r.city', 'r.state', 'r.agency_id', 'g.name as agency_name', 'g.short_name', 'r.requested_by', 'p.name as requested_by_name', 'r.requested_at', 'r.status', 'r.decided_at',
  'r.company_id', 'o.number as company_number',
] as const

export type AccountRequestRow = {
  id: string
  name: string
  kind: string
  city: string | null
  state: string | null
  agency_id: string
  agency_name: string
  short_name: string
  requested_by: string
  requested_by_name: string
  requested_at: Date
  status: string
  decided_at: Date | null
  company_id: string | null
  company_number: number | null
}

/** An agency reads its own requests, newest first; a platform administrator all, those to decide first. */
export async function listAccountRequests(deps: Pick<Deps, 'transaction' | 'cursors'>, actor: Actor, page: ListAccountRequests): Promise<{ items: AccountRequestItem[]; next: string | null }> {
  permitReading(actor)
  const after = page.cursor === undefined ? null : openCursor(deps.cursors, page.cursor, Position)
  // Only whoever decides has something to do with those that wait.
  const rank = actor.kind === 'platform' ? sql<number>`case r.status when 'pending' then 0 else 1 end` : sql<number>`(0)::int`
  const rows = await deps.transaction(actor, (tx) => {
    let query = tx.db
      .selectFrom('company_account_request as r')
      .innerJoin('agency as g', 'g.id', 'r.agency_id')
      .innerJoin('person as p', 'p.id', 'r.requested_by')
      .leftJoin('company as o', 'o.id', 'r.company_id')
      .select(accountRequestColumns)
      .select(rank.as('rank'))
      .orderBy(rank)
      .orderBy('r.requested_at', 'desc')
      .orderBy('r.id', 'desc')
      .limit(page.limit + 1)
    if (actor.kind === 'agency') query = query.where('r.agency_id', '=', actor.agencyId)
    if (after !== null) query = query.where(sql<boolean>`(${rank} > ${after[0]} or (${rank} = ${after[0]} and (r.requested_at, r.id) < (${new Date(after[1])}, ${after[2]}::uuid)))`)
    return query.execute()
  })
  const shown = rows.slice(0, page.limit)
  const last = shown.at(-1)
  return {
    items: shown.map(presentItem),
    next: rows.length > page.limit && last !== undefined ? deps.cursors.seal([last.rank, last.requested_at.toISOString(), last.id]) : null,
  }
}

export function permitReading(actor: Actor): void {
  permit(actor, actor.kind === 'platform' ? 'platform.decide-company-accounts' : 'company.view')
}

export function presentItem(row: AccountRequestRow): AccountRequestItem {
  return {
    id: row.id,
    name: row.name,
    kind: oneOf(companyKinds, row.kind),
    place: [row.city, row.state].filter(Boolean).join(', '),
    agency: { id: row.agency_id, name: row.agency_name, shortName: row.short_name },
    requestedBy: { id: row.requested_by, name: row.requested_by_name },
    requestedAt: row.requested_at.toISOString(),
    status: oneOf(accountRequestStatuses, row.status),
    decidedAt: row.decided_at?.toISOString() ?? null,
    company: row.company_id === null || row.company_number === null ? null : { id: row.company_id, sesId: displayId('company', row.company_number) },
  }
}
