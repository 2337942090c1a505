import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { categoryKey } from '../domain/category-key.ts'

/** The default code set of categories: the CFPB's labels, with every version of its complaint form. */
const Product = z.object({
  name: z.string(),
  subProducts: z.array(z.string()),
  issues: z.array(z.object({ name: z.string(), subIssues: z.array(z.string()) })),
})
const CodeSetFile = z.object({
  codeSet: z.string(),
  versions: z.array(z.object({ id: z.string(), from: z.string().nullable(), to: z.string().nullable(), products: z.array(Product) })),
})

export type Level = 'product' | 'sub_product' | 'issue' | 'sub_issue'
/** Labels from the product down, the last one being the category's own. */
export type CategoryPath = { level: Level; labels: readonly string[] }
/** `version`: the newest version in which the label stands, and the day on which that version ended; null for a label that never stood in the code set. */
export type CodeSetEntry = CategoryPath & { retired: boolean; version: string | null; versionTo: string | null }

export const defaultCodeSet = 'cfpb'

/** Every label of every version; those that the newest version lacks are retired. */
export function readCodeSet(file = join(import.meta.dirname, 'cfpb.json')): CodeSetEntry[] {
  const { versions } = CodeSetFile.parse(JSON.parse(readFileSync(file, 'utf8')))
  const newest = versions.at(-1)
  const entries = new Map<string, CodeSetEntry>()
  // The newest last, so that its spelling of a label wins.
  for (const version of versions) {
    for (const product of version.products) {
      for (const path of pathsOf(product)) {
        entries.set(pathKey(path), { ...path, retired: version !== newest, version: version.id, versionTo: version.to })
      }
    }
  }
  return [...entries.values()]
}

/** The same category, however its labels are written. */
export function pathKey(path: CategoryPath): string {
  return [path.level, ...path.labels.map(categoryKey)].join('\u0000')
}

function pathsOf(product: z.infer<typeof Product>): CategoryPath[] {
  return [
    { level: 'product', labels: [product.name] },
    ...product.subProducts.map((name): CategoryPath => ({ level: 'sub_product', labels: [product.name, name] })),
    ...product.issues.flatMap((issue): CategoryPath[] => [
      { level: 'issue', labels: [product.name, issue.name] },
      ...issue.subIssues.map((name): CategoryPath => ({ level: 'sub_issue', labels: [product.name, issue.name, name] })),
    ]),
  ]
}
