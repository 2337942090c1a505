import { z } from 'zod'
import type { Actor } from '../../../access/actor.ts'
import { permit } from '../../../access/permissions.ts'
import { notFound } from '../../../kernel/errors.ts'
import { displayId } from '../../../kernel/ids.ts'
import { oneOf } from '../../../kernel/one-of.ts'
import { openCursor } from '../../../platform/open-cursor.ts'
import type { Deps, Tx } from '../../../platform/ports.ts'
import { changeKinds, runStates, type DirectoryRun, type DirectoryRunReport, type ListDirectoryRuns, type ReadDirectoryRun } from '../contract.ts'

const RunPosition = z.tuple([z.iso.datetime(), z.uuid()])
const ChangePosition = z.tuple([z.literal('change'), z.number().int()])
type ReadDeps = Pick<Deps, 'transaction' | 'cursors'>

/** Imports of the directory, newest first. */
export async function listRuns(deps: ReadDeps, actor: Actor, page: ListDirectoryRuns): Promise<{ items: DirectoryRun[]; next: string | null }> {
  permit(actor, 'platform.run-directory')
  const after = page.cursor === undefined ? null : openCursor(deps.cursors, page.cursor, RunPosition)
  const rows = await deps.transaction(actor, (tx) => {
    let query = runs(tx).orderBy('r.started_at', 'desc').orderBy('r.id', 'desc').limit(page.limit + 1)
    if (after !== null) query = query.where((eb) => eb(eb.refTuple('r.started_at', 'r.id'), '<', eb.tuple(new Date(after[0]), after[1])))
    return query.execute()
  })
  const shown = rows.slice(0, page.limit)
  const last = shown.at(-1)
  return { items: shown.map(present), next: rows.length > page.limit && last !== undefined ? deps.cursors.seal([last.started_at.toISOString(), last.id]) : null }
}

/** One import with a page of what it changed, in the order in which it did. */
export async function readRun(deps: ReadDeps, actor: Actor, id: string, page: ReadDirectoryRun): Promise<DirectoryRunReport> {
  permit(actor, 'platform.run-directory')
  const after = page.cursor === undefined ? null : openCursor(deps.cursors, page.cursor, ChangePosition)[1]
  return deps.transaction(actor, async (tx) => {
    const run = await runs(tx).where('r.id', '=', id).executeTakeFirst()
    if (run === undefined) throw notFound('import')
    let query = tx.db
      .selectFrom('directory_change as c')
      .leftJoin('company as o', 'o.id', 'c.company_id')
      .select(['c.position', 'c.kind', 'c.what', 'o.id as company_id', 'o.number', 'o.name'])
      .where('c.run_id', '=', id)
      .orderBy('c.position')
      .limit(page.limit + 1)
    if (page.kind !== undefined) query = query.where('c.kind', '=', page.kind)
    if (after !== null) query = query.where('c.position', '>', after)
    const rows = await query.execute()
    const shown = rows.slice(0, page.limit)
    const last = shown.at(-1)
    return {
      run: present(run),
      changes: {
        items: shown.map((row) => ({
          position: row.position,
          kind: oneOf(changeKinds, row.kind),
          what: row.what,
          company: row.company_id === null || row.number === null || row.name === null ? null : { id: row.company_id, sesId: displayId('company', row.number), name: row.name },
        })),
        next: rows.length > page.limit && last !== undefined ? deps.cursors.seal(['change', last.position]) : null,
      },
    }
  })
}

export function runs(tx: Tx) {
  return tx.db
    .selectFrom('directory_run as r')
    .leftJoin('person as p', 'p.id', 'r.begun_by')
    .select(['r.id', 'r.source', 'r.started_at', 'r.finished_at', 'r.state', 'r.problem', 'r.read', 'r.added', 'r.changed', 'r.unchanged', 'r.rejected', 'r.missing', 'p.id as person_id', 'p.name as person_name'])
}

type Row = Awaited<ReturnType<ReturnType<typeof runs>['execute']>>[number]

export function present(row: Row): DirectoryRun {
  return {
    id: row.id,
    source: row.source,
    begunBy: row.person_id === null || row.person_name === null ? null : { id: row.person_id, name: row.person_name },
    startedAt: row.started_at.toISOString(),
    finishedAt: row.finished_at?.toISOString() ?? null,
    state: oneOf(runStates, row.state),
    problem: row.problem,
    read: row.read, added: row.added, changed: row.changed, unchanged: row.unchanged, rejected: row.rejected, missing: row.missing,
  }
}
