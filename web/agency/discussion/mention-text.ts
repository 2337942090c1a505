import { mentionMark, type Mention } from '#src/modules/discussion/domain/markup.ts'
import type { Candidate, Named } from '#src/modules/discussion/contract.ts'

/*
 * While somebody writes, the text holds "@Luis Arroyo"; what is kept holds his ID. A label that is changed by hand names
 * nobody any more.
 */
export type Labels = ReadonlyMap<string, string>
export const everybodyName = 'All Agency'

/** The label under which this one is named, and all labels with it. Of two of one name the second says its agency. */
export function withLabel(labels: Labels, who: Pick<Candidate, 'kind' | 'id' | 'name' | 'agency'>): { label: string; labels: Labels } {
  const mark = mentionMark(mentionOf(who))
  for (const [label, known] of labels) if (known === mark) return { label, labels }
  const name = `@${who.kind === 'agency' ? who.agency : who.name}`
  const label = labels.has(name) ? `${name} (${who.agency})` : name
  return { label, labels: new Map([...labels, [label, mark]]) }
}

/** What is kept: each label that stands there whole becomes whom it names. */
export function toStored(text: string, labels: Labels): string {
  const byLength = [...labels].toSorted(([a], [b]) => b.length - a.length)
  let stored = ''
  let at = 0
  while (at < text.length) {
    const found = text[at] === '@' ? byLength.find(([label]) => text.startsWith(label, at) && !/[\p{L}\p{N}]/u.test(text.charAt(at + label.length))) : undefined
    stored += found === undefined ? text.charAt(at) : found[1]
    at += found?.[0].length ?? 1
  }
  return stored
}

/** What is shown for editing, with the labels that it holds. */
export function toTyped(stored: string, named: readonly Named[]): { text: string; labels: Labels } {
  let labels: Labels = new Map()
  const everybody: Candidate = { kind: 'everybody', id: null, name: everybodyName, agency: '', told: 'supervisors' }
  let text = stored
  for (const who of [...named, everybody]) {
    const mark = mentionMark(mentionOf(who))
    if (!text.includes(mark)) continue
    const made = withLabel(labels, who)
    labels = made.labels
    text = text.replaceAll(mark, made.label)
  }
  return { text, labels }
}

/** What is being looked up at the caret: the words after the last "@", at most three, or null. */
export function lookedUp(text: string, caret: number): string | null {
  const match = /(?:^|[\s(])@((?:[^\s@]+ ?){0,3})$/.exec(text.slice(Math.max(0, caret - 80), caret))
  return match === null ? null : (match[1] ?? '')
}

function mentionOf(who: Pick<Candidate, 'kind' | 'id'>): Mention {
  return who.kind === 'everybody' || who.id === null ? { kind: 'everybody' } : { kind: who.kind, id: who.id }
}
