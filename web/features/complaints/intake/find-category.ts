import type { z } from 'zod'
import type { CategoryNode } from '#src/modules/complaints/choices-contract.ts'
import { categoryKey } from '#src/modules/complaints/domain/category-key.ts'
import { everydayWords } from '#src/modules/complaints/domain/everyday-words.ts'

type Node = z.infer<typeof CategoryNode>

/** A way through the code set, from the product down, with what people call it. Sub-products and issues are two ways on from a product. */
export type CategoryPath = { key: string; productId: number; subProductId: number | null; issueId: number | null; subIssueId: number | null; labels: readonly string[]; words: readonly string[] }

const pathKey = (labels: readonly string[]) => labels.map(categoryKey).join(' > ')
const wordsOf = new Map(everydayWords.map(([labels, words]) => [pathKey(labels), words.map(categoryKey)]))

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
    const labels = chain.map((one) => one.name)
    return [{ key: String(node.id), productId, subProductId: idOf('sub_product'), issueId: idOf('issue'), subIssueId: idOf('sub_issue'), labels, words: wordsOf.get(pathKey(labels)) ?? [] }]
  })
}

type Match = { missing: number; rank: number }

/**
 * Paths in which every word stands, wherever it does, or that people call so; where the last label or an everyday word
 * says it all, first. Within the product that is chosen already, before others. Where no path has all of the words, those
 * that have most of them.
 */
export function findCategories(paths: readonly CategoryPath[], words: string, productId: number | null, most = 12): CategoryPath[] {
  const asked = categoryKey(words).split(' ').filter(Boolean)
  const found = paths.flatMap((path) => {
    const matches = [byLabels(path, asked), byEverydayWords(path, asked)].filter((match) => match !== null)
    const best = matches.toSorted((a, b) => a.missing - b.missing || a.rank - b.rank)[0]
    return best === undefined ? [] : [{ path, rank: best.rank + (path.productId === productId ? 0 : 2), missing: best.missing }]
  })
  const fewest = Math.min(...found.map(({ missing }) => missing))
  return found
    .filter(({ missing }) => missing === fewest)
    .toSorted((a, b) => a.rank - b.rank || a.path.labels.length - b.path.labels.length || a.path.labels.join().localeCompare(b.path.labels.join()))
    .slice(0, most)
    .map(({ path }) => path)
}

function byLabels({ labels }: CategoryPath, asked: readonly string[]): Match | null {
  const whole = ` ${labels.map(categoryKey).join(' ')}`
  const last = ` ${categoryKey(labels.at(-1) ?? '')}`
  const inLast = asked.filter((word) => last.includes(` ${word}`)).length
  // A path that is found only by what stands above its own label says nothing that its parent does not.
  if (inLast === 0) return null
  const missing = asked.filter((word) => !whole.includes(` ${word}`)).length
  return { missing, rank: (asked.length - inLast) * 4 + (last.startsWith(` ${asked.join(' ')}`) ? 0 : 1) }
}

/** "escr" and "escrow" by their beginning, "escrow shortage" by what it holds. */
function byEverydayWords({ words }: CategoryPath, asked: readonly string[]): Match | null {
  const text = asked.join(' ')
  if (text.length < 2) return null
  const matches = words.flatMap((word): Match[] => {
    if (word === text) return [{ missing: 0, rank: 1 }]
    if (word.startsWith(text)) return [{ missing: 0, rank: 2 }]
    return ` ${text} `.includes(` ${word} `) ? [{ missing: asked.length - word.split(' ').length, rank: (asked.length - word.split(' ').length) * 4 + 1 }] : []
  })
  return matches.toSorted((a, b) => a.missing - b.missing || a.rank - b.rank)[0] ?? null
}
