import type { z } from 'zod'
import type { CategoryNode } from '#src/modules/complaints/contract.ts'
import { categoryKey } from '#src/modules/complaints/domain/category-key.ts'

type Node = z.infer<typeof CategoryNode>

/** A way through the code set, from the product down. Sub-products and issues are two ways on from a product. */
export type CategoryPath = { key: string; productId: number; subProductId: number | null; issueId: number | null; subIssueId: number | null; labels: readonly string[] }

/** All that is offered, as paths: a retired label, and what is under one, is offered to nobody. */
export function pathsOf(all: readonly Node[]): CategoryPath[] {
  const offered = new Map(all.filter((node) => !node.retired).map((node) => [node.id, node]))
  return [...offered.values()].flatMap((node) => {
    const chain = [node]
    for (let at = node; at.parentId !== null; ) {
      const parent = offered.get(at.parentId)
      if (!parent) return []
      chain.unshift(parent)
      at = parent
    }
    const idOf = (level: Node['level']) => chain.find((one) => one.level === level)?.id ?? null
    const productId = idOf('product')
    if (productId === null) return []
    return [{ key: String(node.id), productId, subProductId: idOf('sub_product'), issueId: idOf('issue'), subIssueId: idOf('sub_issue'), labels: chain.map((one) => one.name) }]
  })
}

/**
 * Paths in which every word stands, wherever it does; where the last label says it all, first. Within the product that is
 * chosen already, before others. Where no path has all of the words, those that have most of them.
 */
export function findCategories(paths: readonly CategoryPath[], words: string, productId: number | null, most = 12): CategoryPath[] {
  const asked = categoryKey(words).split(' ').filter(Boolean)
  const found = paths.flatMap((path) => {
    const whole = ` ${path.labels.map(categoryKey).join(' ')}`
    const last = ` ${categoryKey(path.labels.at(-1) ?? '')}`
    const inLast = asked.filter((word) => last.includes(` ${word}`)).length
    // A path that is found only by what stands above its own label says nothing that its parent does not.
    if (inLast === 0) return []
    const missing = asked.filter((word) => !whole.includes(` ${word}`)).length
    const rank = (asked.length - inLast) * 4 + (last.startsWith(` ${asked.join(' ')}`) ? 0 : 1) + (path.productId === productId ? 0 : 2)
    return [{ path, rank, missing }]
  })
  const fewest = Math.min(...found.map(({ missing }) => missing))
  return found
    .filter(({ missing }) => missing === fewest)
    .toSorted((a, b) => a.rank - b.rank || a.path.labels.length - b.path.labels.length || a.path.labels.join().localeCompare(b.path.labels.join()))
    .slice(0, most)
    .map(({ path }) => path)
}
