import { sql, type SqlBool } from 'kysely'
import { z } from 'zod'
import type { Actor, AgencyActor } from '../../../access/actor.ts'
import { may, permit } from '../../../access/permissions.ts'
import { notFound } from '../../../kernel/errors.ts'
import { oneOf } from '../../../kernel/one-of.ts'
import { openCursor } from '../../../platform/open-cursor.ts'
import type { Deps, Tx } from '../../../platform/ports.ts'
import type { Citation, ListCitations, SearchCitations } from '../contract.ts'
import { citationLevels } from '../domain/violation-words.ts'
import { agencyOnly } from '../store.ts'

const Cursor = z.object({ code: z.string(), id: z.uuid() })

/** The agency's own additions, retired ones too, or those that the program ships. By code. */
export async function listCitations(deps: Deps, actor: Actor, input: ListCitations): Promise<{ items: Citation[]; next: string | null; ownState: string | null }> {
  permit(actor, 'complaint.view')
  const reader = agencyOnly(actor)
  return deps.transaction(reader, async (tx) => {
    const after = input.cursor === undefined ? null : openCursor(deps.cursors, input.cursor, Cursor)
    let query = citationQuery(tx)
      .where('k.agency_id', input.of === 'own' ? '=' : 'is', input.of === 'own' ? reader.agencyId : null)
      .orderBy('k.code')
      .orderBy('k.id')
      .limit(input.limit + 1)
    if (after !== null) query = query.where(sql<SqlBool>`(k.code, k.id) > (${after.code}, ${after.id}::uuid)`)
    const rows = await query.execute()
    const agency = await tx.db.selectFrom('agency').select('state').where('id', '=', reader.agencyId).executeTakeFirst()
    const shown = rows.slice(0, input.limit)
    const last = shown.at(-1)
    return {
      items: shown.map((row) => present(row, reader)),
      next: rows.length > input.limit && last !== undefined ? deps.cursors.seal({ code: last.code, id: last.id }) : null,
      ownState: agency?.state ?? null,
    }
  })
}

/** Citations in which all the words stand ("1026.19", "loan estimate", "RESPA"), those whose code begins so first. Retired ones are not offered. */
export async function searchCitations(deps: Deps, actor: Actor, input: SearchCitations): Promise<{ items: Citation[] }> {
  permit(actor, 'complaint.view')
  const reader = agencyOnly(actor)
  return deps.transaction(reader, async (tx) => {
    const words = input.words.toLowerCase().split(/[\s,;]+/).filter((word) => word !== '').slice(0, 10)
    const text = sql<string>`lower(k.code || ' ' || k.title || ' ' || k.law || ' ' || coalesce(k.state, ''))`
    // A few hundred rows: read through, no index needed.
    let query = citationQuery(tx).where('k.retired', '=', false)
    for (const word of words) query = query.where(sql<SqlBool>`position(${word} in ${text}) > 0`)
    const rows = await query
      .orderBy(sql`case when position(${words[0] ?? ''} in lower(k.code)) > 0 then 0 when position(${words.join(' ')} in lower(k.title)) > 0 then 1 else 2 end`)
      .orderBy(sql`k.agency_id is null`)
      .orderBy('k.law')
      .orderBy('k.code')
      .limit(input.limit)
      .execute()
    return { items: rows.map((row) => present(row, reader)) }
  })
}

/** The citation if the actor's agency has it in its list, else not found. */
export async function readCitation(tx: Tx, reader: AgencyActor, id: string): Promise<Citation> {
  const row = await citationQuery(tx).where('k.id', '=', id).executeTakeFirst()
  if (row === undefined) throw notFound('citation')
  return present(row, reader)
}

export async function findCitation(deps: Deps, actor: Actor, id: string): Promise<Citation> {
  permit(actor, 'complaint.view')
  const reader = agencyOnly(actor)
  return deps.transaction(reader, (tx) => readCitation(tx, reader, id))
}

function citationQuery(tx: Tx) {
  return tx.db.selectFrom('citation as k').select(['k.id', 'k.agency_id', 'k.level', 'k.state', 'k.code', 'k.title', 'k.law', 'k.retired', 'k.version'])
}
type CitationRow = NonNullable<Awaited<ReturnType<ReturnType<typeof citationQuery>['executeTakeFirst']>>>

function present(row: CitationRow, reader: AgencyActor): Citation {
  const isOwn = row.agency_id === reader.agencyId
  return {
    id: row.id,
    level: oneOf(citationLevels, row.level),
    state: row.state,
    code: row.code,
    title: row.title,
    law: row.law,
    retired: row.retired,
    isOwn,
    version: row.version,
    canChange: isOwn && may(reader, 'citation.manage'),
  }
}
