import { batchSize } from './file-rules.ts'
import type { QueueItem } from './queue-items.ts'

/** Those that start now, first come first: what waits for its connection keeps its place, since others would only meet the same. */
export function nextUp(items: readonly QueueItem[], atOnce: number): QueueItem[] {
  const busy = items.filter(({ state }) => state === 'uploading' || state === 'retrying').length
  return items.filter(({ state }) => state === 'waiting').slice(0, Math.min(batchSize, Math.max(0, atOnce - busy)))
}
