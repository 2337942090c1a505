import { Upload, defaultOptions, type DetailedError, type PreviousUpload } from 'tus-js-client'
import { batchSize, refusalOf, type Refusal } from './file-rules.ts'

export type QueueState = 'waiting' | 'uploading' | 'paused' | 'failed' | 'refused' | 'done' | 'interrupted'
export type QueueItem = {
  key: string
  name: string
  size: number
  state: QueueState
  sent: number
  bytesPerSecond: number
  refusal: Refusal | null
  problem: string
  documentId: string | null
}
export type QueueOptions = { endpoint: string; metadata: Readonly<Record<string, string>>; onUploaded: (documentId: string, name: string) => void; concurrency?: number }
type Job = { file: File | null; upload: Upload | null; previous: PreviousUpload | null; startedAt: number; startedWith: number }

const stored = defaultOptions.urlStorage

/**
 * Uploads over tus, a few at a time, 25 in a batch, the rest following by itself. Knows nothing of React: `subscribe` and
 * `items` are for useSyncExternalStore. An upload that a reload interrupted is listed and goes on as soon as its file is chosen again.
 */
export class UploadQueue {
  items: readonly QueueItem[] = []
  #options: QueueOptions
  #jobs = new Map<string, Job>()
  #listeners = new Set<() => void>()
  #count = 0
  #goOn = () => {
    for (const item of this.items) if (item.state === 'failed' && item.problem === noNetwork) this.resume(item.key)
  }

  constructor(options: QueueOptions) {
    this.#options = options
  }

  setOptions(options: QueueOptions): void {
    this.#options = options
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    if (this.#listeners.size === 1) addEventListener('online', this.#goOn)
    return () => {
      this.#listeners.delete(listener)
      if (this.#listeners.size === 0) removeEventListener('online', this.#goOn)
    }
  }

  /** Uploads to this place that a reload or a crash interrupted. */
  async findInterrupted(): Promise<void> {
    for (const previous of await stored.findAllUploads()) {
      const known = [...this.#jobs.values()].some((job) => job.previous?.urlStorageKey === previous.urlStorageKey)
      if (known || !previous.uploadUrl || !this.#isOurs(previous)) continue
      this.#put({ name: previous.metadata.filename ?? 'File', size: previous.size ?? 0, state: 'interrupted' }, { file: null, upload: null, previous, startedAt: 0, startedWith: 0 })
    }
  }

  add(files: readonly File[]): void {
    for (const file of files) {
      const interrupted = this.items.find((item) => item.state === 'interrupted' && item.name === file.name && item.size === file.size)
      if (interrupted) {
        const job = this.#jobs.get(interrupted.key)
        if (job) job.file = file
        this.#set(interrupted.key, { state: 'waiting' })
        continue
      }
      const refusal = refusalOf(file)
      this.#put({ name: file.name, size: file.size, state: refusal ? 'refused' : 'waiting', refusal }, { file, upload: null, previous: null, startedAt: 0, startedWith: 0 })
    }
    this.#fill()
  }

  pause(key: string): void {
    void this.#jobs.get(key)?.upload?.abort()
    this.#set(key, { state: 'paused', bytesPerSecond: 0 })
    this.#fill()
  }

  resume(key: string): void {
    this.#set(key, { state: 'waiting', problem: '' })
    this.#fill()
  }

  /** Stops it and lets the server forget what has arrived. */
  cancel(key: string): void {
    const job = this.#jobs.get(key)
    this.#jobs.delete(key)
    this.#change(this.items.filter((item) => item.key !== key))
    if (job?.upload) void job.upload.abort(true).catch(() => undefined)
    else if (job?.previous) {
      const { uploadUrl, urlStorageKey } = job.previous
      if (uploadUrl) void Upload.terminate(uploadUrl, { retryDelays: null }).catch(() => undefined)
      void stored.removeUpload(urlStorageKey)
    }
    this.#fill()
  }

  /** Takes a finished file out of the list, once the page shows it among its documents. */
  forget(documentId: string): void {
    this.#change(this.items.filter((item) => item.documentId !== documentId))
  }

  stop(): void {
    for (const { upload } of this.#jobs.values()) void upload?.abort()
  }

  #fill(): void {
    const running = this.items.filter((item) => item.state === 'uploading').length
    const waiting = this.items.filter((item) => item.state === 'waiting').slice(0, batchSize)
    for (const item of waiting.slice(0, Math.max(0, (this.#options.concurrency ?? 3) - running))) this.#start(item)
  }

  #start(item: QueueItem): void {
    const job = this.#jobs.get(item.key)
    if (!job?.file) return
    this.#set(item.key, { state: 'uploading' })
    if (job.upload) {
      this.#run(job)
      return
    }
    const upload = new Upload(job.file, {
      endpoint: this.#options.endpoint,
      metadata: { ...this.#options.metadata, filename: item.name, filetype: job.file.type || 'application/octet-stream' },
      // A connection that fails is tried again for about two minutes, then the person may press Retry.
      retryDelays: [0, 1000, 3000, 5000, 10_000, 20_000, 30_000, 60_000],
      removeFingerprintOnSuccess: true,
      onProgress: (sent) => this.#progress(item.key, job, sent),
      onSuccess: () => {
        const documentId = upload.url?.split('/').at(-1)?.split('?')[0] ?? ''
        this.#set(item.key, { state: 'done', sent: item.size, documentId })
        this.#options.onUploaded(documentId, item.name)
        this.#fill()
      },
      onError: (error) => {
        this.#set(item.key, { state: 'failed', bytesPerSecond: 0, problem: problemOf(error) })
        this.#fill()
      },
    })
    job.upload = upload
    if (job.previous) {
      upload.resumeFromPreviousUpload(job.previous)
      this.#run(job)
      return
    }
    // The same file, begun earlier in this place, goes on where it stopped.
    void upload
      .findPreviousUploads()
      .catch(() => [])
      .then((found) => {
        const mine = found.find((previous) => this.#isOurs(previous))
        if (mine) upload.resumeFromPreviousUpload(mine)
        this.#run(job)
      })
  }

  #run(job: Job): void {
    job.startedAt = 0
    job.upload?.start()
  }

  #progress(key: string, job: Job, sent: number): void {
    const now = performance.now()
    if (job.startedAt === 0) {
      job.startedAt = now
      job.startedWith = sent
    }
    const seconds = (now - job.startedAt) / 1000
    this.#set(key, { sent, bytesPerSecond: seconds > 1 ? (sent - job.startedWith) / seconds : 0 })
  }

  #isOurs(previous: PreviousUpload): boolean {
    return Object.entries(this.#options.metadata).every(([name, value]) => previous.metadata[name] === value)
  }

  #put(item: Pick<QueueItem, 'name' | 'size' | 'state'> & { refusal?: Refusal | null }, job: Job): void {
    this.#count += 1
    const key = String(this.#count)
    this.#jobs.set(key, job)
    this.#change([...this.items, { sent: 0, bytesPerSecond: 0, refusal: null, problem: '', documentId: null, ...item, key }])
  }

  #set(key: string, patch: Partial<QueueItem>): void {
    this.#change(this.items.map((item) => (item.key === key ? { ...item, ...patch } : item)))
  }

  #change(items: readonly QueueItem[]): void {
    this.items = items
    for (const listener of this.#listeners) listener()
  }
}

const noNetwork = 'The connection was lost. It goes on by itself when the network is back.'

/** The server's own sentence where it gave one. */
function problemOf(error: Error | DetailedError): string {
  if (!('originalResponse' in error) || !error.originalResponse) return noNetwork
  const status = error.originalResponse.getStatus()
  if (status === 401) return 'Your session ended. Sign in again, then press Retry.'
  try {
    const body: unknown = JSON.parse(error.originalResponse.getBody())
    if (typeof body === 'object' && body !== null && 'detail' in body && typeof body.detail === 'string') return body.detail
  } catch {
    // No problem document: the status alone must do.
  }
  return `The server did not take this file (${String(status)}). Press Retry, or choose it again.`
}
