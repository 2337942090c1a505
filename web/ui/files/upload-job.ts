import { Upload, type PreviousUpload } from 'tus-js-client'
import { forgetUpload } from './upload-memory.ts'
import { smoothed } from './upload-retry.ts'

/** What the queue holds of one file beside what a page shows of it. */
export type UploadJob = {
  /** Null: a reload interrupted it, and it was not chosen again. */
  file: File | null
  /** Lets other windows go on with it. */
  release: () => void
  upload: Upload | null
  previous: PreviousUpload | null
  /** How often in a row it broke off. */
  attempt: number
  timer: ReturnType<typeof setTimeout> | undefined
  /** Since when and from which byte on its speed is measured, and when a byte arrived last. */
  at: number
  from: number
  movedAt: number
}

export function jobOf(file: File | null, previous: PreviousUpload | null): UploadJob {
  return { file, release: () => undefined, upload: null, previous, attempt: 0, timer: undefined, at: 0, from: 0, movedAt: 0 }
}

/** Was it this file that a reload interrupted? One that was changed since is another one. */
export function isSameFile(job: UploadJob | undefined, file: File): boolean {
  return job?.previous?.metadata.modified === String(file.lastModified)
}

/** Stops it where it is: it can go on there. */
export function halt(job: UploadJob | undefined): void {
  clearTimeout(job?.timer)
  void job?.upload?.abort().catch(() => undefined)
}

/** Stops it and lets the server forget what has arrived. */
export function discard(job: UploadJob): void {
  clearTimeout(job.timer)
  job.release()
  if (job.upload) void job.upload.abort(true).catch(() => undefined)
  else if (job.previous) {
    const { uploadUrl } = job.previous
    if (uploadUrl) void Upload.terminate(uploadUrl, { retryDelays: null }).catch(() => undefined)
    void forgetUpload(job.previous)
  }
}

/** The file's speed after a report of `sent` bytes, in bytes per second; null while it is too soon to say. */
export function speedOf(job: UploadJob, before: number, sent: number, now: number): number | null {
  // The first report after a start holds what arrived earlier.
  if (job.at === 0) {
    job.at = now
    job.from = sent
  }
  const seconds = (now - job.at) / 1000
  if (seconds < 1) return null
  const speed = smoothed(before, (sent - job.from) / seconds, seconds)
  job.at = now
  job.from = sent
  return speed
}
