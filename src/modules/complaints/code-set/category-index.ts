import { categoryKey } from '../domain/category-key.ts'
import type { CodeSetEntry } from './code-set.ts'

export type CategoryRow = { id: number; level: string; parent_id: number | null; name_key: string }
/** Labels as a source spells them; blank where it has none. */
export type CategoryLabels = { product: string; subProduct: string; issue: string; subIssue: string }
export type CategoryIds = { productId: number | null; subProductId: number | null; issueId: number | null; subIssueId: number | null }

/** Finds categories by their labels, whatever their case and punctuation, labels of older versions included. */
export class CategoryIndex {
  readonly #ids = new Map<string, number>()
  readonly #keys = new Map<string, string>()

  constructor(rows: readonly CategoryRow[]) {
    for (const row of rows) this.#ids.set(keyOf(row.level, row.parent_id, row.name_key), row.id)
  }

  /** The IDs of these labels; null where a label is blank or unknown. */
  find(labels: CategoryLabels): CategoryIds {
    const productId = this.#find('product', null, labels.product)
    const subProductId = productId === null ? null : this.#find('sub_product', productId, labels.subProduct)
    const issueId = productId === null ? null : this.#find('issue', productId, labels.issue)
    const subIssueId = issueId === null ? null : this.#find('sub_issue', issueId, labels.subIssue)
    return { productId, subProductId, issueId, subIssueId }
  }

  /** What of these labels is not known yet, as retired entries: a source's old words are kept, but offered to nobody. */
  missing(labels: CategoryLabels): CodeSetEntry[] {
    const ids = this.find(labels)
    const entries: CodeSetEntry[] = []
    const { product, subProduct, issue, subIssue } = labels
    const unheardOf = { retired: true, version: null, versionTo: null } as const
    if (this.#keyOf(product) === '') return entries
    if (ids.productId === null) entries.push({ level: 'product', labels: [product], ...unheardOf })
    if (ids.subProductId === null && this.#keyOf(subProduct) !== '') entries.push({ level: 'sub_product', labels: [product, subProduct], ...unheardOf })
    if (this.#keyOf(issue) === '') return entries
    if (ids.issueId === null) entries.push({ level: 'issue', labels: [product, issue], ...unheardOf })
    if (ids.subIssueId === null && this.#keyOf(subIssue) !== '') entries.push({ level: 'sub_issue', labels: [product, issue, subIssue], ...unheardOf })
    return entries
  }

  #find(level: string, parent: number | null, label: string): number | null {
    const key = this.#keyOf(label)
    return key === '' ? null : (this.#ids.get(keyOf(level, parent, key)) ?? null)
  }

  /** A file says the same few labels in all of its rows. A label without a letter or digit says nothing and has the key ''. */
  #keyOf(label: string): string {
    const known = this.#keys.get(label)
    if (known !== undefined) return known
    const key = categoryKey(label)
    this.#keys.set(label, key)
    return key
  }
}

function keyOf(level: string, parent: number | null, key: string): string {
  return `${level}\u0000${String(parent ?? 0)}\u0000${key}`
}
