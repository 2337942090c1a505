import { sql } from 'kysely'
import type { Actor } from '../../../access/actor.ts'
import { permit } from '../../../access/permissions.ts'
import { displayId, parseDisplayId } from '../../../kernel/ids.ts'
import { oneOf } from '../../../kernel/one-of.ts'
import { nameKey } from '../../../kernel/text.ts'
import type { Deps, Tx } from '../../../platform/ports.ts'
import type { FindSubjects, SubjectMatch } from '../contract.ts'

const standings = ['confirmed', 'to_be_confirmed'] as const

/** How alike names must be where no name is more so: enough for two letters changed round ("brihgtwater"). */
const leastAlike = 0.42

/** Companies, branches and individuals by SES ID, NMLS ID or name (typos forgiven), each with why it matches. */
export async function findSubjects(deps: Deps, actor: Actor, input: FindSubjects): Promise<{ items: SubjectMatch[] }> {
  permit(actor, 'company.view')
  return deps.transaction(actor, async (tx) => {
    const number = parseDisplayId('company', input.words)
    if (number !== null) return { items: await companies(tx, { number }, 'SES ID') }
    if (/^\d{3,12}$/.test(input.words)) return { items: await byNmlsId(tx, input.words) }
    return { items: await byName(tx, input) }
  })
}

async function byNmlsId(tx: Tx, nmlsId: string): Promise<SubjectMatch[]> {
  return [...(await companies(tx, { nmlsId }, 'NMLS ID')), ...(await branches(tx, { nmlsId }, 'NMLS ID')), ...(await individuals(tx, { nmlsId }, 'NMLS ID'))]
}

async function byName(tx: Tx, input: FindSubjects): Promise<SubjectMatch[]> {
  const key = nameKey(input.words)
  const found = await sql<{ company_id: string; likeness: number }>`select company_id, likeness from search_company_ids(${key}, ${leastAlike}::real, ${input.limit})`.execute(tx.db)
  const order = new Map(found.rows.map((row, index) => [row.company_id, { index, likeness: row.likeness }]))
  const matches = order.size === 0 ? [] : await companies(tx, { ids: [...order.keys()] }, 'Name')
  const ranked = matches
    .map((match) => ({ ...match, why: whyOf(order.get(match.companyId)?.likeness ?? 0) }))
    .sort((a, b) => (order.get(a.companyId)?.index ?? 0) - (order.get(b.companyId)?.index ?? 0))
  return [...ranked, ...(await individuals(tx, { key, limit: input.limit }, 'Name of a person'))].slice(0, input.limit)
}

async function companies(tx: Tx, by: { number?: number; nmlsId?: string; ids?: string[] }, why: string): Promise<SubjectMatch[]> {
  let query = tx.db.selectFrom('company').select(['id', 'number', 'nmls_id', 'name', 'city', 'state', 'standing'])
  if (by.number !== undefined) query = query.where('number', '=', by.number)
  if (by.nmlsId !== undefined) query = query.where('nmls_id', '=', by.nmlsId)
  if (by.ids !== undefined) query = query.where('id', 'in', by.ids)
  const rows = await query.execute()
  return rows.map((row) => ({
    kind: 'company',
    companyId: row.id,
    branchId: null,
    individualId: null,
    name: row.name,
    companyName: row.name,
    sesId: displayId('company', row.number),
    nmlsId: row.nmls_id,
    place: placeOf(row),
    standing: oneOf(standings, row.standing),
    why,
  }))
}

async function branches(tx: Tx, by: { nmlsId: string }, why: string): Promise<SubjectMatch[]> {
  const rows = await tx.db
    .selectFrom('company_branch as b')
    .innerJoin('company as o', 'o.id', 'b.company_id')
    .select(['b.id', 'b.name', 'b.nmls_id', 'b.city', 'b.state', 'o.id as company_id', 'o.name as company_name', 'o.number', 'o.standing'])
    .where('b.nmls_id', '=', by.nmlsId)
    .where('b.delisted_at', 'is', null)
    .execute()
  return rows.map((row) => ({
    kind: 'branch',
    companyId: row.company_id,
    branchId: row.id,
    individualId: null,
    name: row.name,
    companyName: row.company_name,
    sesId: displayId('company', row.number),
    nmlsId: row.nmls_id,
    place: placeOf(row),
    standing: oneOf(standings, row.standing),
    why,
  }))
}

async function individuals(tx: Tx, by: { nmlsId?: string; key?: string; limit?: number }, why: string): Promise<SubjectMatch[]> {
  let query = tx.db
    .selectFrom('company_individual as i')
    .innerJoin('company as o', 'o.id', 'i.company_id')
    .select(['i.id', 'i.name', 'i.nmls_id', 'i.city', 'i.state', 'o.id as company_id', 'o.name as company_name', 'o.number', 'o.standing'])
    .where('i.delisted_at', 'is', null)
    .orderBy('i.name')
    .limit(by.limit ?? 10)
  if (by.nmlsId !== undefined) query = query.where('i.nmls_id', '=', by.nmlsId)
  // A prefix as a range of the key's index: LIKE would not use it under row-level security.
  if (by.key !== undefined) query = query.where('i.name_key', '>=', by.key).where('i.name_key', '<', `${by.key}\u{ffff}`)
  const rows = await query.execute()
  return rows.map((row) => ({
    kind: 'individual',
    companyId: row.company_id,
    branchId: null,
    individualId: row.id,
    name: row.name,
    companyName: row.company_name,
    sesId: displayId('company', row.number),
    nmlsId: row.nmls_id,
    place: placeOf(row),
    standing: oneOf(standings, row.standing),
    why,
  }))
}

/** The steps of search_company_ids. */
function whyOf(likeness: number): string {
  if (likeness >= 2) return 'Name begins with this'
  return likeness > 0.99 ? 'Name' : 'Similar name'
}

function placeOf(place: { city: string | null; state: string | null }): string {
  return [place.city, place.state].filter(Boolean).join(', ')
}
