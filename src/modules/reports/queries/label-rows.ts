import type { Tx } from '../../../platform/ports.ts'
import { displayId } from '../../../kernel/ids.ts'
import { closeReasonWords, closeReasons } from '../../complaints/domain/closing.ts'
import { ageBands } from '../domain/age-bands.ts'
import type { Grouping } from '../domain/report.ts'
import { monthWords } from '../domain/row-order.ts'

export type Label = { label: string; detail: string | null }

/** What people call the keys of a report's rows; those that name nothing here stand for themselves. */
export async function labelsOf(tx: Tx, by: Grouping, keys: readonly string[]): Promise<ReadonlyMap<string, Label>> {
  if (keys.length === 0) return new Map()
  switch (by) {
    case 'product':
    case 'issue': {
      const rows = await tx.db.selectFrom('category as c').leftJoin('category as p', 'p.id', 'c.parent_id').select(['c.id', 'c.name', 'p.name as parent']).where('c.id', 'in', keys.map(Number)).execute()
      return new Map(rows.map(({ id, name, parent }) => [String(id), { label: name, detail: parent }]))
    }
    case 'company': {
      const rows = await tx.db.selectFrom('company').select(['id', 'name', 'number']).where('id', 'in', keys).execute()
      return new Map(rows.map(({ id, name, number }) => [id, { label: name, detail: displayId('company', number) }]))
    }
    case 'poc': {
      const rows = await tx.db.selectFrom('person').select(['id', 'name']).where('id', 'in', keys).execute()
      return new Map(rows.map(({ id, name }) => [id, { label: name, detail: null }]))
    }
    case 'reason':
      return new Map(closeReasons.map((reason) => [reason, { label: closeReasonWords[reason], detail: null }]))
    case 'age':
      return new Map(ageBands.map(({ key, words }) => [key, { label: words, detail: null }]))
    case 'month':
      return new Map(keys.map((key) => [key, { label: monthWords(key), detail: null }]))
    case 'state':
      return new Map()
  }
}

/** Of the row of what is not given. */
export const noneWords: Record<Grouping, string> = {
  product: 'No product given', issue: 'No issue given', company: 'Non-NMLS entities', poc: 'No Agency POC', state: 'No state given', reason: 'No reason', age: '', month: '',
}
