import type { DetailedError, Upload } from 'tus-js-client'
import { pathOf } from './dropped-files.ts'
import { isHidden, refusalOf, sentName } from './file-rules.ts'
import { FinishedUploads } from './finished-uploads.ts'
import { QueueItems, type QueueItem } from './queue-items.ts'
import { discard, halt, isSameFile, jobOf, speedOf, type UploadJob } from './upload-job.ts'
import { holdLock, interruptedUploads, lockOf } from './upload-memory.ts'
import { afterBreak } from './upload-retry.ts'
import { signInForUploads } from './upload-session.ts'
import { answerOf, transferOf, waitWords } from './upload-transfer.ts'
import { nextUp } from './upload-turns.ts'
import { UploadWatch } from './upload-watch.ts'

export type QueueOptions = { endpoint: string; metadata: Readonly<Record<string, string>>; onUploaded: (documentId: string, name: string) => void; concurrency?: number }

/** A connection that carries nothing for so long is given up and begun again: after sleep it may hang for ever. */
const stallsAfter = 120_000

/**
 * Uploads over tus, a few at a time, 25 in a batch, the rest following by itself. Knows nothing of React: `subscribe` and
 * `items` are for useSyncExternalStore. What breaks off goes on by itself when it can; an upload that a reload
 * interrupted is listed and goes on as soon as its file is chosen again.
 */
export class UploadQueue {
  /** Hidden files of folders that were left out. */
  leftOut = 0
  #options: QueueOptions
  readonly #items = new QueueItems()
  readonly #jobs = new Map<string, UploadJob>()
  readonly #watch = new UploadWatch(() => this.#beginHangingAnew())
  readonly #finished = new FinishedUploads(({ documentId, name }) => this.#options.onUploaded(documentId, name))
  #signingIn: Promise<void> | undefined

  constructor(options: QueueOptions) {
    this.#options = options
  }

  setOptions(options: QueueOptions): void {
    this.#options = options
  }

  get items(): readonly QueueItem[] {
    return this.#items.shown
  }

  /** Of all files together, smoothed. */
  get bytesPerSecond(): number {
    return this.#watch.bytesPerSecond
  }

  subscribe = (listener: () => void): (() => void) => {
    const leave = this.#items.subscribe(listener)
    if (this.#items.listeners === 1) addEventListener('online', this.#online)
    return () => {
      leave()
      if (this.#items.listeners === 0) removeEventListener('online', this.#online)
    }
  }

  /** Uploads to this place that a reload or a crash interrupted, and that no other window goes on with. */
  async findInterrupted(): Promise<void> {
    for (const previous of await interruptedUploads(this.#options.metadata)) {
      const known = [...this.#jobs.values()].some((job) => job.previous?.urlStorageKey === previous.urlStorageKey || (job.upload?.url && job.upload.url === previous.uploadUrl))
      if (!known) this.#jobs.set(this.#items.put({ name: previous.metadata.filename ?? 'File', size: previous.size ?? 0, state: 'interrupted' }), jobOf(null, previous))
    }
    this.#items.tell()
  }

  add(files: readonly File[]): void {
    for (const file of files) this.#addOne(file)
    this.#items.tell()
    this.#fill()
  }

  pause(key: string): void {
    halt(this.#jobs.get(key))
    this.#items.change(key, { state: 'paused', bytesPerSecond: 0 })
    this.#fill()
  }

  resume(key: string): void {
    const job = this.#jobs.get(key)
    clearTimeout(job?.timer)
    if (job) job.attempt = 0
    this.#items.change(key, { state: 'waiting', problem: '' })
    this.#fill()
  }

  /** Stops it and lets the server forget what has arrived. */
  cancel(key: string): void {
    const job = this.#jobs.get(key)
    this.#jobs.delete(key)
    this.#items.remove(key)
    this.#items.tell()
    if (job) discard(job)
    this.#fill()
  }

  pauseAll(): void {
    for (const { key, state } of this.#items.all()) if (['waiting', 'uploading', 'retrying'].includes(state)) this.#items.change(key, { state: 'paused', bytesPerSecond: 0 })
    for (const { key, state } of this.#items.all()) if (state === 'paused') halt(this.#jobs.get(key))
  }

  resumeAll(): void {
    for (const { key, state } of this.#items.all()) if (state === 'paused') this.resume(key)
  }

  retryAll(): void {
    for (const { key, state } of this.#items.all()) if (state === 'failed') this.resume(key)
  }

  /** All that is not up yet; what is up stays. */
  cancelAll(): void {
    for (const { key, state } of this.#items.all().toReversed()) if (state !== 'done') this.cancel(key)
  }

  /** Takes a finished file out of the list, once the page shows it among its documents. */
  forget(documentId: string): void {
    for (const item of this.#items.all()) if (item.documentId === documentId) this.#items.remove(item.key)
    this.#items.tell()
  }

  stop(): void {
    for (const job of this.#jobs.values()) {
      halt(job)
      job.release()
    }
    this.#watch.stop()
    this.#finished.tellNow()
  }

  #online = () => {
    for (const { key, state } of this.#items.all()) if (state === 'retrying') this.resume(key)
  }

  #addOne(file: File): void {
    const path = pathOf(file)
    if (isHidden(path)) {
      this.leftOut += 1
      return
    }
    const name = sentName(path)
    const begun = this.#begun(file, name)
    if (begun) {
      const job = this.#jobs.get(begun.key)
      if (job) job.file = file
      this.#items.change(begun.key, { state: 'waiting' })
      return
    }
    const refusal = refusalOf({ name, size: file.size })
    this.#jobs.set(this.#items.put({ name, size: file.size, state: refusal ? 'refused' : 'waiting', problem: refusal ?? '' }), jobOf(file, null))
  }

  /** The upload of this file that a reload interrupted. A file that was changed since is another one. */
  #begun(file: File, name: string): QueueItem | undefined {
    const items = this.#items.all().filter((item) => item.state === 'interrupted' && item.size === file.size && isSameFile(this.#jobs.get(item.key), file))
    return items.find((item) => item.name === name) ?? items.find((item) => item.name.split('/').at(-1) === file.name)
  }

  #fill(): void {
    for (const item of nextUp(this.#items.all(), this.#options.concurrency ?? 3)) this.#start(item)
    this.#watch.keep(this.#items.some('uploading', 'retrying'))
  }

  #start(item: QueueItem): void {
    const job = this.#jobs.get(item.key)
    if (!job?.file) return
    this.#items.change(item.key, { state: 'uploading', problem: '' })
    job.at = 0
    job.movedAt = performance.now()
    job.upload ??= this.#uploadOf(item, job, job.file)
    job.upload.start()
  }

  #uploadOf(item: QueueItem, job: UploadJob, file: File): Upload {
    const { key, name } = item
    const { endpoint } = this.#options
    const metadata = { ...this.#options.metadata, filename: name, filetype: file.type || 'application/octet-stream', modified: String(file.lastModified) }
    job.release = holdLock(lockOf(metadata))
    return transferOf({ endpoint, metadata, file, previous: job.previous, onProgress: (sent) => this.#moved(key, job, sent), onDone: (documentId) => this.#done(item, job, documentId), onBroken: (error) => this.#broken(key, job, error) })
  }

  #moved(key: string, job: UploadJob, sent: number): void {
    const item = this.#items.get(key)
    if (item?.state !== 'uploading') return
    const now = performance.now()
    if (sent > item.sent) {
      job.movedAt = now
      job.attempt = 0
      this.#watch.arrived(sent - item.sent)
    }
    const bytesPerSecond = speedOf(job, item.bytesPerSecond, sent, now)
    this.#items.change(key, bytesPerSecond === null ? { sent } : { sent, bytesPerSecond })
  }

  #done({ key, name, size }: QueueItem, job: UploadJob, documentId: string): void {
    job.release()
    this.#items.change(key, { state: 'done', sent: size, documentId, bytesPerSecond: 0 })
    this.#jobs.delete(key)
    this.#finished.add({ documentId, name })
    this.#fill()
    if (this.#items.some('uploading')) {
      this.#finished.tellWithin(this.#items.areMany ? 5000 : 1000)
      return
    }
    this.#items.tell()
    this.#finished.tellNow()
  }

  #broken(key: string, job: UploadJob, error: Error | DetailedError): void {
    if (this.#items.get(key)?.state !== 'uploading') return
    job.attempt += 1
    const { status, retryAfter, words } = answerOf(error)
    const next = afterBreak(status, job.attempt, retryAfter)
    switch (next.then) {
      case 'again':
        this.#items.change(key, { state: 'retrying', bytesPerSecond: 0, problem: waitWords(status, next.seconds) })
        job.timer = setTimeout(() => this.#again(key), next.seconds * 1000)
        break
      case 'sign-in':
        this.#items.change(key, { state: 'retrying', bytesPerSecond: 0, problem: 'Your session ended. Sign in, and it goes on.' })
        this.#signIn()
        break
      case 'give-up':
        this.#items.change(key, { state: 'failed', bytesPerSecond: 0, problem: words })
    }
    this.#fill()
  }

  #again(key: string): void {
    if (this.#items.get(key) === undefined) return
    this.#items.change(key, { state: 'waiting' })
    this.#fill()
  }

  #signIn(): void {
    this.#signingIn ??= signInForUploads()
      .then(() => this.#online())
      .catch(() => {
        for (const { key, state } of this.#items.all()) if (state === 'retrying') this.#items.change(key, { state: 'failed', problem: 'Your session ended. Sign in again, then press Retry.' })
      })
      .finally(() => (this.#signingIn = undefined))
  }

  #beginHangingAnew(): void {
    const now = performance.now()
    for (const { key, state } of this.#items.all()) {
      const job = this.#jobs.get(key)
      if (state !== 'uploading' || !job || now - job.movedAt < stallsAfter) continue
      void job.upload?.abort().catch(() => undefined)
      this.#broken(key, job, new Error('Nothing moved.'))
    }
    this.#items.tellSoon()
  }
}
