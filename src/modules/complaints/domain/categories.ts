import type { FieldErrors } from '../../../kernel/errors.ts'

/** What a complaint is about: one label of each level, each under the one before (docs/rules.md 3). */
export type ChosenCategories = { productId: number | null; subProductId: number | null; issueId: number | null; subIssueId: number | null }
export type CategoryField = keyof ChosenCategories
export type KnownCategory = { id: number; level: string; parentId: number | null; retired: boolean }

const rules = [
  { field: 'productId', level: 'product', under: null, words: 'product' },
  { field: 'subProductId', level: 'sub_product', under: 'productId', words: 'sub-product' },
  { field: 'issueId', level: 'issue', under: 'productId', words: 'issue' },
  { field: 'subIssueId', level: 'sub_issue', under: 'issueId', words: 'sub-issue' },
] as const satisfies { field: CategoryField; level: string; under: CategoryField | null; words: string }[]

/**
 * A sentence for each label that is not one of its level, does not belong to what it is under, or is retired and chosen
 * anew: a retired label stays where it is, and is offered to nobody.
 * @param kept the labels that the complaint has already
 */
export function categoryProblems(chosen: ChosenCategories, kept: ChosenCategories | null, known: readonly KnownCategory[]): FieldErrors {
  const byId = new Map(known.map((category) => [category.id, category]))
  const problems: FieldErrors = {}
  for (const { field, level, under, words } of rules) {
    const id = chosen[field]
    if (id === null) continue
    const category = byId.get(id)
    if (category?.level !== level) problems[field] = 'Choose one from the list.'
    else if (under !== null && chosen[under] !== null && category.parentId !== chosen[under]) problems[field] = `This ${words} does not belong to the ${under === 'productId' ? 'product' : 'issue'}. Choose one from the list.`
    else if (category.retired && kept?.[field] !== id) problems[field] = `This ${words} is no longer in use. Choose one that is offered.`
  }
  return problems
}
