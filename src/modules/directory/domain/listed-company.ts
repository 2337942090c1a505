import type { BranchPart, CompanyPart, ContactPart, DirectoryPart, IndividualPart, LicencePart } from './directory-part.ts'
import { numberKey } from './licence-number.ts'

export type Listed<T> = T & { nmlsId: string }
/** A company with all that the directory says of it, each list in an order of its own. */
export type ListedCompany = Listed<CompanyPart> & {
  licences: LicencePart[]
  contacts: ContactPart[]
  branches: Listed<BranchPart>[]
  individuals: Listed<IndividualPart>[]
}
export type Refusal = { line: number; reasons: string }

/**
 * Puts one company together from its parts, in whatever order they came. What is said twice in different words is
 * taken once, always the same one whatever its place in the file, and the other refused.
 */
export function assemble(nmlsId: string, parts: readonly DirectoryPart[]): { company: ListedCompany | null; refused: Refusal[] } {
  const refused: Refusal[] = []
  const of = <K extends DirectoryPart['part']>(kind: K) => parts.filter((part): part is Extract<DirectoryPart, { part: K }> => part.part === kind)
  const once = <P extends DirectoryPart>(list: readonly P[], keyOf: (part: P) => string, words: (part: P) => string): P[] => {
    const kept = new Map<string, { part: P; text: string }>()
    for (const item of list.map((part) => ({ part, text: canonical(part.data) })).toSorted((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : a.part.line - b.part.line))) {
      const before = kept.get(keyOf(item.part))
      if (before === undefined) kept.set(keyOf(item.part), item)
      else if (before.text !== item.text) refused.push({ line: item.part.line, reasons: `${words(item.part)} stands in the file twice, with different facts. Line ${String(before.part.line)} was taken.` })
    }
    return inOrder([...kept.values()], (item) => keyOf(item.part)).map((item) => item.part)
  }
  const [own] = once(of('company'), () => '', () => `Company ${nmlsId}`)
  if (own === undefined) return { company: null, refused: parts.map(({ line }) => ({ line, reasons: `No company with the NMLS ID ${nmlsId} was taken from this file, so this row belongs to none.` })) }
  const company: ListedCompany = {
    nmlsId,
    ...own.data,
    licences: once(of('licence'), ({ data }) => licenceKey(data), ({ data }) => `License ${data.number} (${data.state})`).map(({ data }) => data),
    contacts: once(of('contact'), ({ data }) => data.kind, () => `A contact of company ${nmlsId}`).map(({ data }) => data),
    branches: once(of('branch'), (part) => part.ownNmlsId ?? '', (part) => `Branch ${part.ownNmlsId ?? ''}`).map((part) => ({ nmlsId: part.ownNmlsId ?? '', ...part.data })),
    individuals: once(of('individual'), (part) => part.ownNmlsId ?? '', (part) => `Individual ${part.ownNmlsId ?? ''}`).map((part) => ({ nmlsId: part.ownNmlsId ?? '', ...part.data })),
  }
  return { company, refused }
}

export function licenceKey({ state, number }: { state: string; number: string }): string {
  return `${state} ${numberKey(number)}`
}

export function inOrder<T>(items: readonly T[], keyOf: (item: T) => string): T[] {
  return items.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : keyOf(a) > keyOf(b) ? 1 : 0))
}

/** The same text for the same facts: keys in one order. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) => (typeof inner === 'object' && inner !== null && !Array.isArray(inner) ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1))) : inner))
}
