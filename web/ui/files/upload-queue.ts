import { Upload, type DetailedError, type PreviousUpload } from 'tus-js-client'
import { pathOf } from './dropped-files.ts'
import { batchSize, isHidden, refusalOf, sentName } from './file-rules.ts'
import { forgetUpload, holdLock, interruptedUploads, lockOf } from './upload-memory.ts'
import { afterBreak, smoothed } from './upload-retry.ts'
import { signInForUploads } from './upload-session.ts'
import { answerOf, lostWords, transferOf } from './upload-transfer.ts'

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
export type QueueOptions = { endpoint: string; metadata: Readonly<Record<string, string>>; onUploaded: (documentId: string, name: string) => void; concurrency?: number }
type Job = { file: File | null; release: () => void; upload: Upload | null; previous: PreviousUpload | null; attempt: number; timer: ReturnType<typeof setTimeout> | undefined; at: number; from: number; movedAt: number }

const tellEvery = 200
/** A connection that carries nothing for so long is given up and begun again: after sleep it may hang for ever. */
const stallsAfter = 120_000

/**
 * Uploads over tus, a few at a time, 25 in a batch, the rest following by itself. Knows nothing of React: `subscribe` and
 * `items` are for useSyncExternalStore. What breaks off goes on by itself when it can; an upload that a reload
 * interrupted is listed and goes on as soon as its file is chosen again.
 */
export class UploadQueue {
  items: readonly QueueItem[] = []
  /** Of all files together, smoothed. */
  bytesPerSecond = 0
  /** Hidden files of folders that were left out. */
  leftOut = 0
  #options: QueueOptions
  #all = new Map<string, QueueItem>()
  #jobs = new Map<string, Job>()
  #listeners = new Set<() => void>()
  #finished: { documentId: string; name: string }[] = []
  #count = 0
  #telling: ReturnType<typeof setTimeout> | undefined
  #delivering: ReturnType<typeof setTimeout> | undefined
  #watch: ReturnType<typeof setInterval> | undefined
  #measured = { at: 0, sent: 0 }
  #sent = 0
  #signingIn: Promise<void> | undefined

  constructor(options: QueueOptions) {
    this.#options = options
  }

  setOptions(options: QueueOptions): void {
    this.#options = options
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    if (this.#listeners.size === 1) addEventListener('online', this.#online)
    return () => {
      this.#listeners.delete(listener)
      if (this.#listeners.size === 0) removeEventListener('online', this.#online)
    }
  }

  /** Uploads to this place that a reload or a crash interrupted, and that no other window goes on with. */
  async findInterrupted(): Promise<void> {
    for (const previous of await interruptedUploads(this.#options.metadata)) {
      const known = [...this.#jobs.values()].some((job) => job.previous?.urlStorageKey === previous.urlStorageKey || (job.upload?.url && job.upload.url === previous.uploadUrl))
      if (!known) this.#put({ name: previous.metadata.filename ?? 'File', size: previous.size ?? 0, state: 'interrupted' }, jobOf(null, previous))
    }
    this.#tell()
  }

  add(files: readonly File[]): void {
    for (const file of files) {
      const path = pathOf(file)
      if (isHidden(path)) {
        this.leftOut += 1
        continue
      }
      const name = sentName(path)
      const begun = this.#begun(file, name)
      if (begun) {
        const job = this.#jobs.get(begun.key)
        if (job) job.file = file
        this.#set(begun.key, { state: 'waiting' })
        continue
      }
      const refusal = refusalOf({ name, size: file.size })
      this.#put({ name, size: file.size, state: refusal ? 'refused' : 'waiting', problem: refusal ?? '' }, jobOf(file, null))
    }
    this.#tell()
    this.#fill()
  }

  pause(key: string): void {
    this.#halt(key)
    this.#set(key, { state: 'paused', bytesPerSecond: 0 })
    this.#fill()
  }

  resume(key: string): void {
    const job = this.#jobs.get(key)
    clearTimeout(job?.timer)
    if (job) job.attempt = 0
    this.#set(key, { state: 'waiting', problem: '' })
    this.#fill()
  }

  /** Stops it and lets the server forget what has arrived. */
  cancel(key: string): void {
    const job = this.#jobs.get(key)
    clearTimeout(job?.timer)
    job?.release()
    this.#jobs.delete(key)
    this.#all.delete(key)
    this.#tell()
    if (job?.upload) void job.upload.abort(true).catch(() => undefined)
    else if (job?.previous) {
      const { uploadUrl } = job.previous
      if (uploadUrl) void Upload.terminate(uploadUrl, { retryDelays: null }).catch(() => undefined)
      void forgetUpload(job.previous)
    }
    this.#fill()
  }

  pauseAll(): void {
    for (const { key, state } of this.#all.values()) if (['waiting', 'uploading', 'retrying'].includes(state)) this.#set(key, { state: 'paused', bytesPerSecond: 0 })
    for (const { key, state } of this.#all.values()) if (state === 'paused') this.#halt(key)
  }

  resumeAll(): void {
    for (const { key, state } of this.#all.values()) if (state === 'paused') this.resume(key)
  }

  retryAll(): void {
    for (const { key, state } of this.#all.values()) if (state === 'failed') this.resume(key)
  }

  /** All that is not up yet; what is up stays. */
  cancelAll(): void {
    for (const item of [...this.#all.values()].toReversed()) if (item.state !== 'done') this.cancel(item.key)
  }

  /** Takes a finished file out of the list, once the page shows it among its documents. */
  forget(documentId: string): void {
    for (const item of this.#all.values()) if (item.documentId === documentId) this.#all.delete(item.key)
    this.#tell()
  }

  stop(): void {
    for (const [key, job] of this.#jobs) {
      this.#halt(key)
      job.release()
    }
    clearInterval(this.#watch)
    this.#watch = undefined
    removeEventListener('beforeunload', warn)
    this.#deliver()
  }

  #online = () => {
    for (const item of this.#all.values()) if (item.state === 'retrying') this.resume(item.key)
  }

  /** The upload of this file that a reload interrupted. A file that was changed since is another one. */
  #begun(file: File, name: string): QueueItem | undefined {
    const same = (item: QueueItem) => item.state === 'interrupted' && item.size === file.size && this.#jobs.get(item.key)?.previous?.metadata.modified === String(file.lastModified)
    const items = [...this.#all.values()].filter(same)
    return items.find((item) => item.name === name) ?? items.find((item) => item.name.split('/').at(-1) === file.name)
  }

  #halt(key: string): void {
    const job = this.#jobs.get(key)
    clearTimeout(job?.timer)
    void job?.upload?.abort().catch(() => undefined)
  }

  #fill(): void {
    let free = this.#options.concurrency ?? 3
    const waiting: QueueItem[] = []
    for (const item of this.#all.values()) {
      // What waits for its connection keeps its place: the others would only meet the same.
      if (item.state === 'uploading' || item.state === 'retrying') free -= 1
      else if (item.state === 'waiting' && waiting.length < batchSize) waiting.push(item)
    }
    for (const item of waiting.slice(0, Math.max(0, free))) this.#start(item)
    this.#keepWatch()
  }

  #start(item: QueueItem): void {
    const job = this.#jobs.get(item.key)
    if (!job?.file) return
    this.#set(item.key, { state: 'uploading', problem: '' })
    job.at = 0
    job.movedAt = performance.now()
    job.upload ??= this.#uploadOf(item, job, job.file)
    job.upload.start()
  }

  #uploadOf(item: QueueItem, job: Job, file: File): Upload {
    const metadata = { ...this.#options.metadata, filename: item.name, filetype: file.type || 'application/octet-stream', modified: String(file.lastModified) }
    job.release = holdLock(lockOf(metadata))
    return transferOf({
      endpoint: this.#options.endpoint,
      metadata,
      file,
      previous: job.previous,
      onProgress: (sent) => this.#progress(item.key, job, sent),
      onDone: (documentId) => {
        job.release()
        this.#set(item.key, { state: 'done', sent: item.size, documentId, bytesPerSecond: 0 })
        this.#jobs.delete(item.key)
        this.#finished.push({ documentId, name: item.name })
        this.#fill()
        this.#deliverSoon()
      },
      onBroken: (error) => this.#broken(item.key, job, error),
    })
  }

  #broken(key: string, job: Job, error: Error | DetailedError): void {
    if (this.#all.get(key)?.state !== 'uploading') return
    job.attempt += 1
    const { status, retryAfter, words } = answerOf(error)
    const next = afterBreak(status, job.attempt, retryAfter)
    switch (next.then) {
      case 'again': {
        const problem = status === null ? lostWords() : `The server is busy. Trying again in ${String(next.seconds)} ${next.seconds === 1 ? 'second' : 'seconds'}.`
        this.#set(key, { state: 'retrying', bytesPerSecond: 0, problem })
        job.timer = setTimeout(() => this.#set(key, { state: 'waiting' }, true), next.seconds * 1000)
        break
      }
      case 'sign-in':
        this.#set(key, { state: 'retrying', bytesPerSecond: 0, problem: 'Your session ended. Sign in, and it goes on.' })
        this.#signIn()
        break
      case 'give-up':
        this.#set(key, { state: 'failed', bytesPerSecond: 0, problem: words })
    }
    this.#fill()
  }

  #signIn(): void {
    this.#signingIn ??= signInForUploads()
      .then(() => this.#online())
      .catch(() => {
        for (const item of this.#all.values()) if (item.state === 'retrying') this.#set(item.key, { state: 'failed', problem: 'Your session ended. Sign in again, then press Retry.' })
      })
      .finally(() => (this.#signingIn = undefined))
  }

  #progress(key: string, job: Job, sent: number): void {
    const item = this.#all.get(key)
    if (item?.state !== 'uploading') return
    const now = performance.now()
    if (sent > item.sent) {
      job.movedAt = now
      job.attempt = 0
      this.#sent += sent - item.sent
    }
    // The first report after a start holds what arrived earlier.
    if (job.at === 0) {
      job.at = now
      job.from = sent
    }
    const seconds = (now - job.at) / 1000
    if (seconds < 1) {
      this.#set(key, { sent })
      return
    }
    this.#set(key, { sent, bytesPerSecond: smoothed(item.bytesPerSecond, (sent - job.from) / seconds, seconds) })
    job.at = now
    job.from = sent
  }

  /** While anything is on its way: how fast it all goes, and whether a connection hangs. */
  #keepWatch(): void {
    const busy = [...this.#all.values()].some((item) => item.state === 'uploading' || item.state === 'retrying')
    if (busy === (this.#watch !== undefined)) return
    clearInterval(this.#watch)
    this.#watch = undefined
    this.bytesPerSecond = 0
    if (!busy) {
      removeEventListener('beforeunload', warn)
      return
    }
    // The browser asks before the page is closed while something is on its way.
    addEventListener('beforeunload', warn)
    this.#measured = { at: performance.now(), sent: this.#sent }
    this.#watch = setInterval(() => {
      const now = performance.now()
      const seconds = (now - this.#measured.at) / 1000
      this.bytesPerSecond = smoothed(this.bytesPerSecond, (this.#sent - this.#measured.sent) / seconds, seconds)
      this.#measured = { at: now, sent: this.#sent }
      for (const item of this.#all.values()) {
        const job = this.#jobs.get(item.key)
        if (item.state !== 'uploading' || !job || now - job.movedAt < stallsAfter) continue
        void job.upload?.abort().catch(() => undefined)
        this.#broken(item.key, job, new Error('Nothing moved.'))
      }
      this.#tellSoon()
    }, 1000)
  }

  #put(item: Pick<QueueItem, 'name' | 'size' | 'state'> & { problem?: string }, job: Job): void {
    this.#count += 1
    const key = String(this.#count)
    this.#jobs.set(key, job)
    this.#all.set(key, { sent: 0, bytesPerSecond: 0, problem: '', documentId: null, ...item, key })
  }

  #set(key: string, patch: Partial<QueueItem>, thenFill = false): void {
    const item = this.#all.get(key)
    if (!item) return
    this.#all.set(key, { ...item, ...patch })
    // Progress may wait; what somebody did is seen at once, unless there is a great deal of it.
    if (patch.state === undefined || this.#all.size > 100) this.#tellSoon()
    else this.#tell()
    if (thenFill) this.#fill()
  }

  #tellSoon(): void {
    this.#telling ??= setTimeout(() => this.#tell(), tellEvery)
  }

  #tell(): void {
    clearTimeout(this.#telling)
    this.#telling = undefined
    this.items = [...this.#all.values()]
    for (const listener of this.#listeners) listener()
  }

  /** Several at once, so that a page does not read its documents again for each of two thousand files. */
  #deliverSoon(): void {
    const isLast = ![...this.#all.values()].some((item) => item.state === 'uploading')
    if (isLast) {
      this.#tell()
      this.#deliver()
    } else this.#delivering ??= setTimeout(() => this.#deliver(), this.#all.size > 100 ? 5000 : 1000)
  }

  #deliver(): void {
    clearTimeout(this.#delivering)
    this.#delivering = undefined
    for (const { documentId, name } of this.#finished.splice(0)) this.#options.onUploaded(documentId, name)
  }
}

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

function warn(event: BeforeUnloadEvent): void {
  event.preventDefault()
}

function jobOf(file: File | null, previous: PreviousUpload | null): Job {
  return { file, release: () => undefined, upload: null, previous, attempt: 0, timer: undefined, at: 0, from: 0, movedAt: 0 }
}
