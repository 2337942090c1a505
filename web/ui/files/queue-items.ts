export type QueueState = 'waiting' | 'uploading' | 'paused' | 'retrying' | 'failed' | 'refused' | 'done' | 'interrupted'
export type QueueItem = {
  key: string
  /** With its folders, where it came in one. */
  name: string
  size: number
  state: QueueState
  sent: number
  bytesPerSecond: number
  /** Why it is refused, failed or waits. */
  problem: string
  documentId: string | null
}

const tellEvery = 200
/** From so many on it is told only now and then, whatever happens. */
const great = 100

/** The files of a queue, as a page shows them: `shown` is what its listeners were told last. */
export class QueueItems {
  shown: readonly QueueItem[] = []
  readonly #all = new Map<string, QueueItem>()
  readonly #listeners = new Set<() => void>()
  #count = 0
  #telling: ReturnType<typeof setTimeout> | undefined

  get listeners(): number {
    return this.#listeners.size
  }

  get areMany(): boolean {
    return this.#all.size > great
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  all(): QueueItem[] {
    return [...this.#all.values()]
  }

  get(key: string): QueueItem | undefined {
    return this.#all.get(key)
  }

  some(...states: QueueState[]): boolean {
    for (const { state } of this.#all.values()) if (states.includes(state)) return true
    return false
  }

  /** Told by whoever puts the last one of several. @returns its key */
  put(item: Pick<QueueItem, 'name' | 'size' | 'state'> & { problem?: string }): string {
    this.#count += 1
    const key = String(this.#count)
    this.#all.set(key, { sent: 0, bytesPerSecond: 0, problem: '', documentId: null, ...item, key })
    return key
  }

  change(key: string, patch: Partial<QueueItem>): void {
    const item = this.#all.get(key)
    if (!item) return
    this.#all.set(key, { ...item, ...patch })
    // Progress may wait; what somebody did is seen at once, unless there is a great deal of it.
    if (patch.state === undefined || this.areMany) this.tellSoon()
    else this.tell()
  }

  remove(key: string): void {
    this.#all.delete(key)
  }

  tellSoon(): void {
    this.#telling ??= setTimeout(() => this.tell(), tellEvery)
  }

  tell(): void {
    clearTimeout(this.#telling)
    this.#telling = undefined
    this.shown = this.all()
    for (const listener of this.#listeners) listener()
  }
}
