import type { ComplaintRecord } from '#src/modules/complaints/contract.ts'
import { formatDate } from '../../../ui/format-date.ts'

type Category = NonNullable<ComplaintRecord['categories']['product']>

/** "earlier label, used until Apr 23, 2017" */
export function retiredWords(retired: Category['retired']): string {
  if (!retired?.version) return 'label of an import'
  return retired.until ? `earlier label, used until ${formatDate(retired.until, 'year')}` : 'earlier label'
}

/**
 * A category and the one under it: "Mortgage · FHA mortgage", with the version of the code set where they are no longer in
 * use: once for both where both say the same.
 */
export function categoryWords(...parts: readonly (Category | null)[]): string {
  const said = parts.flatMap((part) => (part ? [{ name: part.name, note: part.retired ? ` (${retiredWords(part.retired)})` : '' }] : []))
  return said.map(({ name, note }, index) => `${name}${said[index + 1]?.note === note ? '' : note}`).join(' · ')
}
