import { invalid } from '../../../kernel/errors.ts'
import type { Tx } from '../../../platform/ports.ts'
import type { ComplaintFields } from '../contract.ts'
import { categoryProblems, type ChosenCategories } from '../domain/categories.ts'

const nothing: ChosenCategories = { productId: null, subProductId: null, issueId: null, subIssueId: null }

/** Refuses labels that do not fit each other or are retired, seen together with those that the complaint has already. */
export async function requireCategories(tx: Tx, complaintId: string | null, fields: ComplaintFields): Promise<void> {
  const given = Object.fromEntries(
    Object.entries({ productId: fields.productId, subProductId: fields.subProductId, issueId: fields.issueId, subIssueId: fields.subIssueId }).filter(([, id]) => id !== undefined),
  ) as Partial<ChosenCategories>
  if (Object.values(given).every((id) => id === null)) return
  const kept = complaintId === null ? null : await chosenBefore(tx, complaintId)
  const chosen = { ...nothing, ...kept, ...given }
  const ids = Object.values(chosen).filter((id) => id !== null)
  // The table is small and its rows are always in memory; one statement text for any number of labels keeps its plan.
  const known = await tx.db.selectFrom('category').select(['id', 'level', 'parent_id as parentId', 'retired']).where('id', 'in', four(ids)).execute()
  const problems = categoryProblems(chosen, kept, known)
  // What was not touched is not this change's fault: an import may have brought it so.
  const own = Object.fromEntries(Object.entries(problems).filter(([field]) => field in given || fitsNoMore(field, given)))
  if (Object.keys(own).length > 0) throw invalid(own)
}

/** A label under another that changes must go with it. */
function fitsNoMore(field: string, given: Partial<ChosenCategories>): boolean {
  return field === 'subIssueId' ? 'issueId' in given || 'productId' in given : 'productId' in given
}

function four(ids: readonly number[]): number[] {
  return [0, 1, 2, 3].map((index) => ids[index] ?? 0)
}

async function chosenBefore(tx: Tx, complaintId: string): Promise<ChosenCategories> {
  return tx.db
    .selectFrom('complaint')
    .select(['product_id as productId', 'sub_product_id as subProductId', 'issue_id as issueId', 'sub_issue_id as subIssueId'])
    .where('id', '=', complaintId)
    .executeTakeFirstOrThrow()
}
