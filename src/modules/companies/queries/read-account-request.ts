import { sql } from 'kysely'
import type { Actor } from '../../../access/actor.ts'
import { notFound } from '../../../kernel/errors.ts'
import { displayId } from '../../../kernel/ids.ts'
import { nameKey } from '../../../kernel/text.ts'
import type { Deps, Tx } from '../../../platform/ports.ts'
import type { AccountRequest } from '../account-requests-contract.ts'
import { accountRequestColumns, permitReading, presentItem } from './list-account-requests.ts'

/** A request with the companies whose names are like it, so that none gets a second record. */
export async function readAccountRequest(deps: Pick<Deps, 'transaction'>, actor: Actor, id: string): Promise<AccountRequest> {
  permitReading(actor)
  return deps.transaction(actor, (tx) => readAccountRequestIn(tx, actor, id))
}

export async function readAccountRequestIn(tx: Tx, actor: Actor, id: string): Promise<AccountRequest> {
  const row = await tx.db
    .selectFrom('company_account_request as r')
    .innerJoin('agency as g', 'g.id', 'r.agency_id')
    .innerJoin('person as p', 'p.id', 'r.requested_by')
    .leftJoin('person as d', 'd.id', 'r.decided_by')
    .leftJoin('company as o', 'o.id', 'r.company_id')
    .select(accountRequestColumns)
    .select([
      'r.version', 'r.business_types', 'r.street', 'r.zip', 'r.phone', 'r.website', 'r.contact_name', 'r.contact_title', 'r.contact_email', 'r.contact_phone', 'r.reason', 'r.decision_note',
      'd.id as decided_by', 'd.name as decided_by_name',
    ])
    .where('r.id', '=', id)
    .executeTakeFirst()
  if (row === undefined) throw notFound('request')
  return {
    ...presentItem(row),
    version: row.version,
    businessTypes: row.business_types,
    street: row.street,
    city: row.city,
    state: row.state,
    zip: row.zip,
    phone: row.phone,
    website: row.website,
    contact: { name: row.contact_name, title: row.contact_title, email: row.contact_email, phone: row.contact_phone },
    reason: row.reason,
    decidedBy: row.decided_by === null || row.decided_by_name === null ? null : { id: row.decided_by, name: row.decided_by_name },
    decisionNote: row.decision_note,
    similar: await similarTo(tx, row.name, row.company_id),
    can: actor.kind === 'platform' && row.status === 'pending' ? ['approve', 'reject'] : [],
  }
}

const mostSimilar = 10
/** Less alike than this would only mislead who decides. */
const leastAlike = 0.6

/** Forgives typos and legal forms; without the company that this very request became. */
async function similarTo(tx: Tx, name: string, madeId: string | null): Promise<AccountRequest['similar']> {
  const { rows: likes } = await sql<{ company_id: string }>`select company_id from search_company_ids(${nameKey(name)}, ${leastAlike}::real, ${mostSimilar + 1})`.execute(tx.db)
  const ids = likes.map((like) => like.company_id).filter((id) => id !== madeId).slice(0, mostSimilar)
  if (ids.length === 0) return []
  const rows = await tx.db.selectFrom('company').select(['id', 'number', 'nmls_id', 'name', 'city', 'state']).where('id', 'in', ids).execute()
  return rows
    .map((row) => ({ id: row.id, sesId: displayId('company', row.number), nmlsId: row.nmls_id, name: row.name, place: [row.city, row.state].filter(Boolean).join(', ') }))
    .sort((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id))
}
