import type { AgencyActor } from '../../../access/actor.ts'
import type { Tx } from '../../../platform/ports.ts'
import type { ImportedComplaint } from '../domain/read-row.ts'
import type { Rejection } from '../run-store.ts'
import { companiesById, entitiesByNumber, knownCfpbIds, type Subject } from '../store.ts'

export type ReadableRow = { row: number; cells: readonly string[]; complaint: ImportedComplaint }
export type ResolvedRow = ReadableRow & { subject: Subject | null }
export type Resolved = {
  /** To be stored; `subject` is null where the row goes by the company's name. */
  ready: ResolvedRow[]
  known: ReadableRow[]
  rejected: Rejection[]
}

/** What of readable rows would be stored: not what the agency has by CFPB ID, nor what names its subject by an ID that nobody has. */
export async function resolveRows(tx: Tx, actor: AgencyActor, rows: readonly ReadableRow[]): Promise<Resolved> {
  const known = await knownCfpbIds(tx.db, actor.agencyId, rows.flatMap(({ complaint }) => complaint.cfpbId ?? []))
  const resolved: Resolved = { ready: [], known: [], rejected: [] }
  const fresh: ReadableRow[] = []
  for (const row of rows) {
    const { cfpbId } = row.complaint
    if (cfpbId !== null && known.has(cfpbId)) {
      resolved.known.push(row)
      continue
    }
    if (cfpbId !== null) known.add(cfpbId)
    fresh.push(row)
  }
  const companies = await companiesById(tx.db, unique(fresh.map(({ complaint }) => complaint.sesNumber)), unique(fresh.map(({ complaint }) => (complaint.sesNumber === null && complaint.nmlsId !== '' ? complaint.nmlsId : null))))
  const byEntity = (complaint: ImportedComplaint) => (complaint.sesNumber === null && complaint.nmlsId === '' ? complaint.entityNumber : null)
  const entities = await entitiesByNumber(tx.db, unique(fresh.map(({ complaint }) => byEntity(complaint))))
  for (const row of fresh) {
    const { sesNumber, nmlsId } = row.complaint
    const entityNumber = byEntity(row.complaint)
    if (entityNumber !== null) {
      const entity = entities.get(entityNumber)
      if (entity !== undefined) resolved.ready.push({ ...row, subject: entity })
      else resolved.rejected.push({ row: row.row, cells: row.cells, reasons: ['No Non-NMLS entity has this ID. Leave its cell blank to go by the company’s name.'] })
      continue
    }
    if (sesNumber === null && nmlsId === '') {
      resolved.ready.push({ ...row, subject: null })
      continue
    }
    const company = sesNumber === null ? companies.byNmls.get(nmlsId) : companies.bySes.get(sesNumber)
    if (company !== undefined) resolved.ready.push({ ...row, subject: { ...company, kind: 'company' } })
    else resolved.rejected.push({ row: row.row, cells: row.cells, reasons: [`No company has this ${sesNumber === null ? 'NMLS ID' : 'SES ID'}. Leave its cell blank to go by the company’s name.`] })
  }
  return resolved
}

function unique<T>(values: readonly (T | null)[]): T[] {
  return [...new Set(values.filter((value) => value !== null))]
}
