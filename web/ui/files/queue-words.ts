import { progressWords } from './file-rules.ts'
import type { QueueItem, QueueState } from './queue-items.ts'

/** Rows that are shown of a long list until more are asked for. */
export const rowsShown = 30

export type QueueCounts = Record<QueueState, number>

export function countStates(items: readonly Pick<QueueItem, 'state'>[]): QueueCounts {
  const counts: QueueCounts = { waiting: 0, uploading: 0, paused: 0, retrying: 0, failed: 0, refused: 0, done: 0, interrupted: 0 }
  for (const { state } of items) counts[state] += 1
  return counts
}

/** Whether a file is neither up yet nor refused: a response is not complete without it. */
export function isPending({ state }: Pick<QueueItem, 'state'>): boolean {
  return state !== 'done' && state !== 'refused'
}

/** "1,980 done · 17 waiting · 3 failed" */
export function countWords(counts: QueueCounts): string {
  const said: readonly (readonly [QueueState, string])[] = [
    ['done', 'done'], ['uploading', 'uploading'], ['waiting', 'waiting'], ['retrying', 'waiting for the connection'], ['paused', 'paused'], ['failed', 'failed'], ['refused', 'not taken'], ['interrupted', 'not finished'],
  ]
  return said.filter(([state]) => counts[state] > 0).map(([state, word]) => `${counts[state].toLocaleString('en-US')} ${word}`).join(' · ')
}

/** Of all files together; '' where nothing is on its way. */
export function overallWords(items: readonly Pick<QueueItem, 'state' | 'sent' | 'size'>[], bytesPerSecond: number): string {
  const counted = items.filter(({ state }) => state === 'waiting' || state === 'uploading' || state === 'retrying' || state === 'done')
  const sum = (pick: 'sent' | 'size') => counted.reduce((all, item) => all + item[pick], 0)
  return counted.some(isPending) ? progressWords(sum('sent'), sum('size'), bytesPerSecond) : ''
}

/**
 * The rows of a list: all where they are few. Of a long one those that need somebody or are moving, failures first; the
 * rest stands in the count until it is asked for.
 */
export function foldedRows<Item extends Pick<QueueItem, 'state'>>(items: readonly Item[], shown: number): Item[] {
  if (items.length <= rowsShown) return [...items]
  const order: readonly QueueState[] = ['failed', 'refused', 'interrupted', 'paused', 'uploading', 'retrying', 'waiting', 'done']
  const sorted = items.toSorted((one, other) => order.indexOf(one.state) - order.indexOf(other.state))
  return sorted.slice(0, shown)
}

/** Stored files whose content another one has too, by ID: the name of the first. An empty file is like every other, which says nothing. */
export function duplicatesAmong(files: readonly { id: string; name: string; size: number; sha256?: string | null }[]): Map<string, string> {
  const first = new Map<string, string>()
  const found = new Map<string, string>()
  for (const { id, name, size, sha256 } of files) {
    if (!sha256 || size === 0) continue
    const before = first.get(sha256)
    if (before === undefined) first.set(sha256, name)
    else found.set(id, before)
  }
  return found
}

/**
 * Of files that are chosen again after a break: those that are still to go up. Who goes on often chooses the whole folder
 * once more, and what is up already is not given twice.
 */
export function notUpYet<Chosen>(chosen: readonly Chosen[], nameOf: (file: Chosen) => { name: string; size: number }, stored: readonly { name: string; size: number }[]): Chosen[] {
  const there = new Set(stored.map(({ name, size }) => JSON.stringify([name, size])))
  return chosen.filter((file) => {
    const { name, size } = nameOf(file)
    return !there.has(JSON.stringify([name, size]))
  })
}
