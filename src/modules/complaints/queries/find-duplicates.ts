import { sql, type SqlBool } from 'kysely'
import type { Actor } from '../../../access/actor.ts'
import { permit } from '../../../access/permissions.ts'
import { notFound } from '../../../kernel/errors.ts'
import { displayId } from '../../../kernel/ids.ts'
import type { Deps, Tx } from '../../../platform/ports.ts'
import type { Duplicate, DuplicateList } from '../duplicate-contract.ts'
import { compareComplaints, runsOf, type Side } from '../domain/duplicates.ts'
import { agencyOf, readStatus, targetOf } from '../store.ts'

const mostShown = 10
/** Complaints with one CFPB ID: more than a few are a mistake of somebody. */
const mostWithCfpbId = 20

/**
 * What may be the same as this complaint, the most certain first, with why: by CFPB ID among all agencies' complaints,
 * by complainant and description among those whose detail the actor's agency reads.
 */
export async function findDuplicates(deps: Deps, actor: Actor, id: string): Promise<DuplicateList> {
  const reader = agencyOf(actor)
  return deps.transaction(reader, async (tx) => {
    const [entered] = await readSides(tx, [id])
    if (entered === undefined) throw notFound('complaint')
    permit(reader, 'complaint.view-detail', { ...targetOf({ agencyId: entered.agency_id, companyId: entered.company_id, agencyPocId: null }), sharedWithActor: entered.narrative !== null })
    const found = await candidates(tx, id, entered.cfpb_id)
    if (found.size === 0) return { items: [] }
    const side = sideOf(entered)
    const runs = runsOf(side.narrative ?? '')
    const judged = (await readSides(tx, [...found.keys()])).flatMap((row) => {
      // Descriptions without shared marks are not alike: comparing them word by word would only cost time.
      const verdict = compareComplaints(side, found.get(row.id) === true ? sideOf(row) : { ...sideOf(row), narrative: null }, runs)
      return verdict === null ? [] : [{ id: row.id, ...verdict }]
    })
    const best = judged.sort((a, b) => b.score - a.score || (a.id < b.id ? 1 : -1)).slice(0, mostShown)
    return { items: await present(tx, reader.agencyId, id, best) }
  })
}

/** Their IDs, and whether the descriptions may be alike. */
async function candidates(tx: Tx, id: string, cfpbId: string | null): Promise<Map<string, boolean>> {
  const found = await sql<{ complaint_id: string; shared_marks: number }>`select complaint_id, shared_marks from find_duplicates(${id})`.execute(tx.db)
  const byCfpbId = cfpbId === null ? [] : await tx.db.selectFrom('complaint').select('id').where('cfpb_id', '=', cfpbId).where('id', '<>', id).limit(mostWithCfpbId).execute()
  return new Map([...byCfpbId.map((row) => [row.id, true] as const), ...found.rows.map((row) => [row.complaint_id, row.shared_marks > 0] as const)])
}

type SideRow = Awaited<ReturnType<typeof readSides>>[number]

/** Read under row-level security: of complaints whose detail is not the actor's, complainant and description are null. */
function readSides(tx: Tx, ids: readonly string[]) {
  return tx.db
    .selectFrom('complaint as c')
    .leftJoin('complaint_detail as d', 'd.complaint_id', 'c.id')
    .leftJoin('complainant as p', 'p.complaint_id', 'c.id')
    .select(['c.id', 'c.agency_id', 'c.company_id', 'c.entity_id', 'c.cfpb_id', 'd.narrative', 'p.name_key', 'p.email', 'p.phone', 'p.zip'])
    .where(sql<SqlBool>`c.id = any(${ids}::uuid[])`)
    .execute()
}

function sideOf(row: SideRow): Side {
  return { cfpbId: row.cfpb_id, subjectId: row.company_id ?? row.entity_id, nameKey: row.name_key ?? '', email: row.email ?? '', phone: row.phone ?? '', zip: row.zip ?? '', narrative: row.narrative }
}

async function present(tx: Tx, agencyId: string, id: string, best: readonly { id: string; certainty: Duplicate['certainty']; reasons: Duplicate['reasons'] }[]): Promise<Duplicate[]> {
  if (best.length === 0) return []
  const rows = await tx.db
    .selectFrom('complaint as c')
    .innerJoin('agency as a', 'a.id', 'c.agency_id')
    .leftJoin('related_record as r', (join) => join.onRef('r.related_complaint_id', '=', 'c.id').on('r.complaint_id', '=', id))
    .select(['c.id', 'c.number', 'c.status', 'c.agency_id', 'a.name', 'a.short_name', 'c.subject_name', 'c.received_on', 'r.id as related_id'])
    .where(sql<SqlBool>`c.id = any(${best.map((one) => one.id)}::uuid[])`)
    .execute()
  return best.flatMap((one) => {
    const row = rows.find((found) => found.id === one.id)
    if (row === undefined) return []
    return [{
      id: row.id,
      number: displayId('complaint', row.number),
      status: readStatus(row.status),
      agency: { id: row.agency_id, name: row.name, shortName: row.short_name },
      isOwn: row.agency_id === agencyId,
      subjectName: row.subject_name,
      receivedOn: row.received_on,
      certainty: one.certainty,
      reasons: one.reasons,
      related: row.related_id !== null,
    }]
  })
}
