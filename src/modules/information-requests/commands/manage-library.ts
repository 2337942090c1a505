import { sql } from 'kysely'
import type { Actor, AgencyActor } from '../../../access/actor.ts'
import { permit } from '../../../access/permissions.ts'
import { AppError, invalid } from '../../../kernel/errors.ts'
import { newId } from '../../../platform/new-id.ts'
import type { Deps, Tx } from '../../../platform/ports.ts'
import type { AddRequestSet, AddRequestTemplate, RequestSet, RequestTemplate, Retire, UpdateRequestSet, UpdateRequestTemplate } from '../library-contract.ts'
import { readSet, readTemplate } from '../queries/read-library.ts'
import { agencyOnly } from '../store.ts'

type Table = 'request_template' | 'request_set'

/** A template for requests. What is written from it is a copy: changing the template changes nothing that was written (docs/rules.md 4). */
export async function addRequestTemplate(deps: Deps, actor: Actor, input: AddRequestTemplate): Promise<RequestTemplate> {
  return inLibrary(deps, actor, async (tx, writer) => {
    await requireFreeName(tx, 'request_template', input.name, null)
    const id = newId()
    await tx.db
      .insertInto('request_template')
      .values({ id, agency_id: writer.agencyId, ...columnsOf(input), updated_by: writer.userId, updated_at: tx.now })
      .execute()
    await record(tx, writer, 'request_template.added', id)
    return readTemplate(tx, writer, id)
  })
}

export async function updateRequestTemplate(deps: Deps, actor: Actor, id: string, input: UpdateRequestTemplate): Promise<RequestTemplate> {
  return inLibrary(deps, actor, async (tx, writer) => {
    const current = await readTemplate(tx, writer, id)
    requireSeen(current, input.version)
    if (!current.retired) await requireFreeName(tx, 'request_template', input.name, id)
    await tx.db.updateTable('request_template').set({ ...columnsOf(input), updated_by: writer.userId, updated_at: tx.now, version: current.version + 1 }).where('id', '=', id).execute()
    await record(tx, writer, 'request_template.changed', id)
    return readTemplate(tx, writer, id)
  })
}

/** Takes a template out of the choice, or back into it. Sets keep it and pass it over while it is retired. */
export async function retireRequestTemplate(deps: Deps, actor: Actor, id: string, { version, retired }: Retire): Promise<RequestTemplate> {
  return inLibrary(deps, actor, async (tx, writer) => {
    const current = await readTemplate(tx, writer, id)
    requireSeen(current, version)
    if (!retired) await requireFreeName(tx, 'request_template', current.name, id)
    await tx.db.updateTable('request_template').set({ retired_at: retired ? tx.now : null, updated_by: writer.userId, updated_at: tx.now, version: version + 1 }).where('id', '=', id).execute()
    await record(tx, writer, retired ? 'request_template.retired' : 'request_template.restored', id)
    return readTemplate(tx, writer, id)
  })
}

/** Several templates that are used together. */
export async function addRequestSet(deps: Deps, actor: Actor, input: AddRequestSet): Promise<RequestSet> {
  return inLibrary(deps, actor, async (tx, writer) => {
    await requireFreeName(tx, 'request_set', input.name, null)
    const id = newId()
    await tx.db.insertInto('request_set').values({ id, agency_id: writer.agencyId, name: input.name, updated_by: writer.userId, updated_at: tx.now }).execute()
    await writeItems(tx, writer, id, input.templateIds)
    await record(tx, writer, 'request_set.added', id)
    return readSet(tx, id)
  })
}

export async function updateRequestSet(deps: Deps, actor: Actor, id: string, input: UpdateRequestSet): Promise<RequestSet> {
  return inLibrary(deps, actor, async (tx, writer) => {
    const current = await readSet(tx, id)
    requireSeen(current, input.version)
    if (!current.retired) await requireFreeName(tx, 'request_set', input.name, id)
    await tx.db.updateTable('request_set').set({ name: input.name, updated_by: writer.userId, updated_at: tx.now, version: current.version + 1 }).where('id', '=', id).execute()
    await tx.db.deleteFrom('request_set_item').where('set_id', '=', id).execute()
    await writeItems(tx, writer, id, input.templateIds)
    await record(tx, writer, 'request_set.changed', id)
    return readSet(tx, id)
  })
}

export async function retireRequestSet(deps: Deps, actor: Actor, id: string, { version, retired }: Retire): Promise<RequestSet> {
  return inLibrary(deps, actor, async (tx, writer) => {
    const current = await readSet(tx, id)
    requireSeen(current, version)
    if (!retired) await requireFreeName(tx, 'request_set', current.name, id)
    await tx.db.updateTable('request_set').set({ retired_at: retired ? tx.now : null, updated_by: writer.userId, updated_at: tx.now, version: version + 1 }).where('id', '=', id).execute()
    await record(tx, writer, retired ? 'request_set.retired' : 'request_set.restored', id)
    return readSet(tx, id)
  })
}

/** One change of an agency's library at a time, so that names stay one of a kind and versions are compared with what is there. */
function inLibrary<T>(deps: Deps, actor: Actor, work: (tx: Tx, writer: AgencyActor) => Promise<T>): Promise<T> {
  permit(actor, 'request-library.manage')
  const writer = agencyOnly(actor)
  return deps.transaction(writer, async (tx) => {
    await sql`select pg_advisory_xact_lock(hashtextextended('request_library', 0) # hashtextextended(${writer.agencyId}, 0))`.execute(tx.db)
    return work(tx, writer)
  })
}

async function requireFreeName(tx: Tx, table: Table, name: string, own: string | null): Promise<void> {
  const taken = await tx.db
    .selectFrom(table)
    .select('id')
    .where((eb) => eb(eb.fn('lower', ['name']), '=', eb.fn('lower', [eb.val(name)])))
    .where('retired_at', 'is', null)
    .$if(own !== null, (query) => query.where('id', '<>', own ?? ''))
    .executeTakeFirst()
  if (taken !== undefined) throw invalid({ name: `Your agency has a ${table === 'request_set' ? 'set' : 'template'} with this name. Choose another name.` })
}

function requireSeen(current: RequestTemplate | RequestSet, version: number): void {
  if (current.version !== version) throw new AppError('stale_version', 'Somebody else changed this since you opened it. Look at what is there now, then save again.', { current })
}

function columnsOf({ name, title, description, acknowledgeOnly, dueDays }: AddRequestTemplate) {
  return { name, title, description, acknowledge_only: acknowledgeOnly, due_days: dueDays }
}

async function writeItems(tx: Tx, writer: AgencyActor, setId: string, templateIds: readonly string[]): Promise<void> {
  const found = await tx.db.selectFrom('request_template').select('id').where('id', 'in', [...templateIds]).execute()
  if (found.length !== templateIds.length) throw invalid({ templateIds: 'Some of the chosen templates are not there. Load the page again.' })
  await tx.db
    .insertInto('request_set_item')
    .values(templateIds.map((templateId, index) => ({ set_id: setId, agency_id: writer.agencyId, template_id: templateId, position: index + 1 })))
    .execute()
}

async function record(tx: Tx, writer: AgencyActor, action: string, id: string): Promise<void> {
  await tx.audit({ action, audience: 'agency', agencyId: writer.agencyId, about: { kind: action.startsWith('request_set') ? 'request_set' : 'request_template', id } })
}
