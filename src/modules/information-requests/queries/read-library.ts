import type { Actor, AgencyActor } from '../../../access/actor.ts'
import { may, permit } from '../../../access/permissions.ts'
import { defaultDueDate } from '../../../kernel/calendar.ts'
import { dateIn } from '../../../kernel/clock.ts'
import { notFound } from '../../../kernel/errors.ts'
import type { Deps, Tx } from '../../../platform/ports.ts'
import { readCalendar } from '../../agencies/index.ts'
import type { RequestLibrary, RequestSet, RequestTemplate } from '../library-contract.ts'
import { agencyOnly } from '../store.ts'

/** Templates and sets of the reader's agency, by name; the retired ones last. */
export async function readLibrary(deps: Deps, actor: Actor): Promise<RequestLibrary> {
  permit(actor, 'complaint.view')
  const reader = agencyOnly(actor)
  return deps.transaction(reader, async (tx) => ({ templates: await templatesOf(tx, reader), sets: await setsOf(tx), canManage: may(reader, 'request-library.manage') }))
}

/** Templates as their agency uses them today. */
export async function templatesOf(tx: Tx, reader: AgencyActor, ids?: readonly string[]): Promise<RequestTemplate[]> {
  const { calendar } = await readCalendar(tx, reader.agencyId)
  const today = dateIn(reader.timeZone, tx.now)
  const rows = await tx.db
    .selectFrom('request_template as t')
    .innerJoin('person as p', 'p.id', 't.updated_by')
    .select(['t.id', 't.name', 't.title', 't.description', 't.acknowledge_only', 't.due_days', 't.retired_at', 't.updated_by', 'p.name as updated_by_name', 't.updated_at', 't.version'])
    .$if(ids !== undefined, (query) => query.where('t.id', 'in', [...(ids ?? [])]))
    .orderBy((eb) => eb('t.retired_at', 'is not', null))
    .orderBy((eb) => eb.fn('lower', ['t.name']))
    .limit(1_000)
    .execute()
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    title: row.title,
    description: row.description,
    acknowledgeOnly: row.acknowledge_only,
    dueDays: row.due_days,
    dueOn: row.due_days === null ? null : defaultDueDate(today, row.due_days, calendar),
    ...kept(row),
  }))
}

export async function setsOf(tx: Tx, id?: string): Promise<RequestSet[]> {
  const sets = await tx.db
    .selectFrom('request_set as s')
    .innerJoin('person as p', 'p.id', 's.updated_by')
    .select(['s.id', 's.name', 's.retired_at', 's.updated_by', 'p.name as updated_by_name', 's.updated_at', 's.version'])
    .$if(id !== undefined, (query) => query.where('s.id', '=', id ?? ''))
    .orderBy((eb) => eb('s.retired_at', 'is not', null))
    .orderBy((eb) => eb.fn('lower', ['s.name']))
    .limit(1_000)
    .execute()
  if (sets.length === 0) return []
  const items = await tx.db
    .selectFrom('request_set_item as i')
    .innerJoin('request_template as t', 't.id', 'i.template_id')
    .select(['i.set_id', 't.id', 't.name', 't.title', 't.retired_at'])
    .where('i.set_id', 'in', sets.map((set) => set.id))
    .orderBy('i.position')
    .execute()
  const bySet = Map.groupBy(items, (item) => item.set_id)
  return sets.map((row) => ({
    id: row.id,
    name: row.name,
    templates: (bySet.get(row.id) ?? []).map((item) => ({ id: item.id, name: item.name, title: item.title, retired: item.retired_at !== null })),
    ...kept(row),
  }))
}

export async function readTemplate(tx: Tx, reader: AgencyActor, id: string): Promise<RequestTemplate> {
  const [template] = await templatesOf(tx, reader, [id])
  if (template === undefined) throw notFound('template')
  return template
}

export async function readSet(tx: Tx, id: string): Promise<RequestSet> {
  const [set] = await setsOf(tx, id)
  if (set === undefined) throw notFound('set')
  return set
}

function kept(row: { retired_at: Date | null; updated_by: string; updated_by_name: string; updated_at: Date; version: number }) {
  return { retired: row.retired_at !== null, updatedBy: { id: row.updated_by, name: row.updated_by_name }, updatedAt: row.updated_at.toISOString(), version: row.version }
}
