import { sql, type SqlBool } from 'kysely'
import { z } from 'zod'
import type { Actor } from '../../../access/actor.ts'
import { permit } from '../../../access/permissions.ts'
import { displayId, parseDisplayId } from '../../../kernel/ids.ts'
import { nameKey } from '../../../kernel/text.ts'
import { openCursor } from '../../../platform/open-cursor.ts'
import type { Deps, Tx } from '../../../platform/ports.ts'
import type { EntityItem, SearchEntities } from '../contract.ts'
import { agencyOf } from '../store.ts'

const Position = z.tuple([z.literal('entities'), z.string(), z.uuid()])
/** Words find so many, best first, in one page: whoever wants fewer types more. */
const mostFound = 100

/** All entities by name, or those that words find, best first. Merged ones are left out; their ETNs lead on. */
export async function searchEntities(deps: Pick<Deps, 'transaction' | 'cursors'>, actor: Actor, input: SearchEntities): Promise<{ items: EntityItem[]; next: string | null }> {
  permit(actor, 'entity.view')
  const after = input.cursor === undefined ? null : openCursor(deps.cursors, input.cursor, Position)
  return deps.transaction(agencyOf(actor), async (tx) => {
    if (input.words !== undefined) return { items: await found(tx, input.words, input.state), next: null }
    let query = listQuery(tx).where('e.ended_at', 'is', null).orderBy('e.name_key').orderBy('e.id').limit(input.limit + 1)
    if (input.state !== undefined) query = query.where('e.state', '=', input.state)
    if (after !== null) query = query.where(sql<SqlBool>`(e.name_key, e.id) > (${after[1]}, ${after[2]}::uuid)`)
    const rows = await query.execute()
    const shown = rows.slice(0, input.limit)
    const last = shown.at(-1)
    return { items: shown.map((row) => present(row, null)), next: rows.length > input.limit && last !== undefined ? deps.cursors.seal(['entities', last.name_key, last.id]) : null }
  })
}

async function found(tx: Tx, words: string, state: string | undefined): Promise<EntityItem[]> {
  const number = parseDisplayId('entity', words)
  const whys = number === null ? await byWords(tx, words) : await byNumber(tx, number)
  if (whys.size === 0) return []
  let query = listQuery(tx).where('e.id', 'in', [...whys.keys()])
  if (state !== undefined) query = query.where('e.state', '=', state)
  const order = [...whys.keys()]
  const rows = await query.execute()
  return rows.sort((a, b) => order.indexOf(a.id) - order.indexOf(b.id)).map((row) => present(row, whys.get(row.id) ?? null))
}

async function byNumber(tx: Tx, number: number): Promise<Map<string, string>> {
  const row = await tx.db.selectFrom('entity').select(['id', 'merged_into']).where('number', '=', number).executeTakeFirst()
  if (row === undefined) return new Map()
  return new Map([[row.merged_into ?? row.id, row.merged_into === null ? 'ETN' : `Formerly ${displayId('entity', number)}`]])
}

async function byWords(tx: Tx, words: string): Promise<Map<string, string>> {
  const key = nameKey(words)
  const parts = words.toLowerCase().split(/[^\p{L}\p{N}]+/u).filter(Boolean)
  const [phone, website] = [/^[\d\s().+-]{7,}$/.test(words) ? words : null, /^\S+\.\S+$/.test(words) ? words : null]
  const { rows } = await sql<{ subject_id: string; reasons: string[] | null }>`
    select f.subject_id, f.reasons
    from find_subjects(${key === '' ? null : key}, null, null, ${key === '' ? null : key}, ${parts}::text[], nullif(phone_key(${phone}), ''), nullif(website_key(${website}), ''), ${mostFound * 2}) f
    where f.kind = 'entity' limit ${mostFound}`.execute(tx.db)
  return new Map(rows.map((row) => [row.subject_id, whyWords[(row.reasons?.[0] ?? '').split('|')[0] ?? ''] ?? 'Name resembles']))
}

const whyWords: Record<string, string> = { name_begins: 'Name begins with this', name: 'Name', other_name: 'Another name', person: 'Somebody who acts for it', words: 'Words', phone: 'Phone', website: 'Website' }

function listQuery(tx: Tx) {
  return tx.db
    .selectFrom('entity as e')
    .innerJoin('agency as a', 'a.id', 'e.agency_id')
    .select([
      'e.id', 'e.number', 'e.name', 'e.name_key', 'e.city', 'e.state', 'e.business_type', 'e.phone', 'e.website', 'e.agency_id', 'a.name as agency_name', 'a.short_name',
      sql<number>`open_complaints_of_entity(e.id)`.as('open_complaints'),
    ])
}

function present(row: Awaited<ReturnType<ReturnType<typeof listQuery>['execute']>>[number], why: string | null): EntityItem {
  return {
    id: row.id,
    etn: displayId('entity', row.number),
    name: row.name,
    place: [row.city, row.state].filter(Boolean).join(', '),
    agency: { id: row.agency_id, name: row.agency_name, shortName: row.short_name },
    businessType: row.business_type,
    phone: row.phone,
    website: row.website,
    openComplaints: row.open_complaints,
    why,
  }
}
