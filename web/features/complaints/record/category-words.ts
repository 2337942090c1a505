import type { ComplaintRecord } from '#src/modules/complaints/contract.ts'
import { formatDate } from '../../../ui/format-date.ts'

type Category = NonNullable<ComplaintRecord['categories']['product']>

/** "earlier label, used until Apr 23, 2017" */
export function retiredWords(retired: Category['retired']): string {
  if (!retired?.version) return 'label of an import'
  return retired.until ? `earlier label, used until ${formatDate(retired.until, 'year')}` : 'earlier label'
}

/** A category and the one under it: "Mortgage · FHA mortgage", with the version of the code set where one is no longer in use. */
export function categoryWords(...parts: readonly (Category | null)[]): string {
  return parts.flatMap((part) => (part ? [part.retired ? `${part.name} (${retiredWords(part.retired)})` : part.name] : [])).join(' · ')
}
