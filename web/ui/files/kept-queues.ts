import { UploadQueue, type QueueOptions } from './upload-queue.ts'

const kept = new Map<string, UploadQueue>()

/** The queue of this place: uploads go on while somebody moves about in the program and comes back. */
export function queueOf(options: QueueOptions): UploadQueue {
  const place = JSON.stringify([options.endpoint, Object.entries(options.metadata).toSorted()])
  // Those that are through are not needed any more.
  for (const [other, queue] of kept) if (other !== place && queue.items.every(({ state }) => state === 'done' || state === 'refused')) kept.delete(other)
  const found = kept.get(place) ?? new UploadQueue(options)
  kept.set(place, found)
  return found
}
