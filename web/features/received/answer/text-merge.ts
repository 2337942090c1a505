import { diffArrays } from 'diff'

/**
 * Three-way merge by lines: what only one of the two changed is taken, what both added at the same place stands one after
 * the other, theirs first. Null where both changed the same lines: a person decides.
 */
export function mergeText(base: string, mine: string, theirs: string): string | null {
  if (mine === theirs || theirs === base) return mine
  if (mine === base) return theirs
  const [b, m, t] = [base.split('\n'), mine.split('\n'), theirs.split('\n')]
  const [inMine, inTheirs] = [placesOf(b, m), placesOf(b, t)]
  const merged: string[] = []
  let [bi, mi, ti] = [0, 0, 0]
  for (;;) {
    // The next line that both left as it was; before it is what somebody changed.
    let next = bi
    while (next < b.length && ((inMine[next] ?? -1) < mi || (inTheirs[next] ?? -1) < ti)) next += 1
    const mEnd = next < b.length ? (inMine[next] ?? m.length) : m.length
    const tEnd = next < b.length ? (inTheirs[next] ?? t.length) : t.length
    const part = mergePart(b.slice(bi, next), m.slice(mi, mEnd), t.slice(ti, tEnd))
    if (part === null) return null
    merged.push(...part)
    const kept = b[next]
    if (kept === undefined) return merged.join('\n')
    merged.push(kept)
    ;[bi, mi, ti] = [next + 1, mEnd + 1, tEnd + 1]
  }
}

function mergePart(base: readonly string[], mine: readonly string[], theirs: readonly string[]): readonly string[] | null {
  if (same(mine, base) || same(mine, theirs)) return theirs
  if (same(theirs, base)) return mine
  return base.length === 0 ? [...theirs, ...mine] : null
}

/** Where each line of `base` stands in `other`, -1 where it is gone. */
function placesOf(base: readonly string[], other: readonly string[]): number[] {
  const places = base.map(() => -1)
  let [b, o] = [0, 0]
  for (const { added, removed, value } of diffArrays([...base], [...other])) {
    if (!added && !removed) value.forEach((_, index) => (places[b + index] = o + index))
    if (!added) b += value.length
    if (!removed) o += value.length
  }
  return places
}

function same(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((line, index) => line === b[index])
}

/** Where the cursor belongs after `before` became `after`: by the same words as it stood. */
export function caretAfter(before: string, after: string, caret: number): number {
  const tail = before.slice(caret)
  if (after.startsWith(before.slice(0, caret))) return caret
  return after.endsWith(tail) ? after.length - tail.length : Math.min(caret, after.length)
}
