import { sql, type SqlBool } from 'kysely'
import { z } from 'zod'
import type { Actor } from '../../../access/actor.ts'
import { permit } from '../../../access/permissions.ts'
import { displayId } from '../../../kernel/ids.ts'
import { oneOf } from '../../../kernel/one-of.ts'
import { openCursor } from '../../../platform/open-cursor.ts'
import type { Deps } from '../../../platform/ports.ts'
import type { ListReceived, ReceivedItem } from '../contract.ts'
import { companyOnly } from '../store.ts'

/** Who acts now: the deputy while there is one. */
const acting = sql`coalesce(v.acting_poc_id, v.company_poc_id)`

const Cursor = z.object({ at: z.string(), id: z.uuid() })

/** The complaints that agencies sent to the actor's company, newest first. */
export async function listReceived(deps: Deps, actor: Actor, input: ListReceived): Promise<{ items: ReceivedItem[]; next: string | null }> {
  permit(actor, 'received.view-arrival')
  const reader = companyOnly(actor)
  return deps.transaction(reader, async (tx) => {
    const after = input.cursor === undefined ? null : openCursor(deps.cursors, input.cursor, Cursor)
    let query = tx.db
      .selectFrom('complaint_delivery as v')
      .innerJoin('agency as a', 'a.id', 'v.agency_id')
      // Missing for an Account Administrator without complaints access, who sees ID, agency and date only.
      .leftJoin('complaint as c', 'c.id', 'v.complaint_id')
      .leftJoin('person as poc', 'poc.id', 'v.company_poc_id')
      .leftJoin('person as deputy', 'deputy.id', 'v.acting_poc_id')
      .leftJoinLateral(
        (eb) =>
          eb
            .selectFrom('information_request as r')
            .select([
              sql<number>`count(*) filter (where r.status = 'sent_to_company')::int`.as('open'),
              sql<number>`count(*) filter (where r.status = 'sent_to_agency')::int`.as('answered'),
              // A letter is due too, until it is acknowledged.
              sql<string | null>`least(min(r.due_on) filter (where r.status = 'sent_to_company'), (select min(l.due_on) from letter l where l.complaint_id = v.complaint_id and l.status = 'issued'))`.as('next_due'),
            ])
            .whereRef('r.complaint_id', '=', 'v.complaint_id')
            .as('n'),
        (join) => join.onTrue(),
      )
      .select([
        'v.complaint_id', 'v.number', 'v.delivered_at', sql<string>`v.delivered_at::text`.as('sort_key'), 'v.company_poc_id', 'poc.name as poc_name', 'v.acting_poc_id', 'deputy.name as deputy_name',
        'a.id as agency_id', 'a.name as agency_name', 'a.short_name as agency_short_name', 'c.company_status', 'c.canceled_at', 'c.subject_name', 'n.open', 'n.answered', 'n.next_due',
      ])
      .where('v.company_id', '=', reader.companyId)
      .orderBy('v.delivered_at', 'desc')
      .orderBy('v.complaint_id', 'desc')
      .limit(input.limit + 1)
    if (input.view !== 'all') query = query.where((eb) => eb.or([eb('c.company_status', '=', 'open'), eb('c.id', 'is', null)]))
    if (input.view === 'mine') query = query.where(sql<SqlBool>`(${acting} = ${reader.userId} or exists (
      select 1 from request_drafter k join information_request r on r.id = k.request_id where k.user_id = ${reader.userId} and k.complaint_id = v.complaint_id and r.status = 'sent_to_company'))`)
    if (input.view === 'review') query = query.where(sql<SqlBool>`${acting} = ${reader.userId} and exists (select 1 from response s where s.complaint_id = v.complaint_id and s.status = 'in_review')`)
    // A due date is over when its day is over at the agency.
    if (input.view === 'overdue') query = query.where(sql<SqlBool>`exists (
      select 1 from information_request r where r.complaint_id = v.complaint_id and r.status = 'sent_to_company' and r.due_on < (${tx.now}::timestamptz at time zone a.time_zone)::date
      union all select 1 from letter l where l.complaint_id = v.complaint_id and l.status = 'issued' and l.due_on < (${tx.now}::timestamptz at time zone a.time_zone)::date)`)
    if (input.view === 'unassigned') query = query.where('v.company_poc_id', 'is', null)
    if (input.agencyId !== undefined) query = query.where('v.agency_id', '=', input.agencyId)
    if (input.pocId !== undefined) query = query.where('v.company_poc_id', '=', input.pocId)
    if (after !== null) query = query.where(sql<SqlBool>`(v.delivered_at, v.complaint_id) < (${after.at}::timestamptz, ${after.id}::uuid)`)
    const rows = await query.execute()
    const last = rows[input.limit - 1]
    return {
      items: rows.slice(0, input.limit).map((row) => ({
        id: row.complaint_id,
        number: displayId('complaint', row.number),
        status: row.company_status === null ? null : oneOf(['open', 'closed'], row.company_status),
        canceledAt: row.canceled_at?.toISOString() ?? null,
        agency: { id: row.agency_id, name: row.agency_name, shortName: row.agency_short_name },
        subjectName: row.subject_name ?? '',
        deliveredAt: row.delivered_at.toISOString(),
        companyPoc: row.company_poc_id === null || row.poc_name === null ? null : { id: row.company_poc_id, name: row.poc_name },
        deputy: row.acting_poc_id === null || row.deputy_name === null ? null : { id: row.acting_poc_id, name: row.deputy_name },
        requestsOpen: row.open ?? 0,
        requestsAnswered: row.answered ?? 0,
        nextDue: row.next_due,
      })),
      next: rows.length > input.limit && last !== undefined ? deps.cursors.seal({ at: last.sort_key, id: last.complaint_id }) : null,
    }
  })
}

/** The agencies and Company POCs of the complaints that the company received. */
export async function readReceivedChoices(deps: Deps, actor: Actor): Promise<{ agencies: { id: string; name: string }[]; pocs: { id: string; name: string }[] }> {
  permit(actor, 'received.view-arrival')
  const reader = companyOnly(actor)
  return deps.transaction(reader, async (tx) => {
    const received = tx.db.selectFrom('complaint_delivery').where('company_id', '=', reader.companyId)
    const agencies = await tx.db.selectFrom('agency').select(['id', 'name']).where('id', 'in', received.select('agency_id')).orderBy('name').limit(200).execute()
    const pocs = await tx.db.selectFrom('person').select(['id', 'name']).where('id', 'in', received.where('company_poc_id', 'is not', null).select('company_poc_id')).orderBy('name').limit(500).execute()
    return { agencies, pocs }
  })
}
