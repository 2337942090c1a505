import { Upload, type DetailedError, type PreviousUpload } from 'tus-js-client'
import { lockOf } from './upload-memory.ts'

/** Below this a file goes up with the request that creates it; above, it must be resumable from the first byte. */
const atOnceBytes = 512 * 1024

export type Transfer = {
  endpoint: string
  metadata: Readonly<Record<string, string>>
  file: File
  /** What a reload interrupted: it goes on there. */
  previous: PreviousUpload | null
  onProgress: (sent: number) => void
  onDone: (documentId: string) => void
  onBroken: (error: Error | DetailedError) => void
}

/** One file over tus, not begun yet. It tries nothing again by itself: the queue decides that (upload-retry.ts). */
export function transferOf({ endpoint, metadata, file, previous, onProgress, onDone, onBroken }: Transfer): Upload {
  const upload = new Upload(file, {
    endpoint,
    metadata: { ...metadata },
    // Two files of one name and size in two folders are two.
    fingerprint: () => Promise.resolve(lockOf({ ...metadata, size: String(file.size) })),
    retryDelays: null,
    uploadDataDuringCreation: file.size <= atOnceBytes && !previous,
    removeFingerprintOnSuccess: true,
    // A session that ended and a server that starts say nothing about the upload: without this it would be begun anew.
    onAfterResponse: (request, response) => {
      const status = response.getStatus()
      if (request.getMethod() === 'HEAD' && (status >= 500 || [401, 408, 423, 425, 429].includes(status))) throw new Refused(status, Number(response.getHeader('Retry-After')) || null)
    },
    onProgress,
    onSuccess: () => onDone(upload.url?.split('/').at(-1)?.split('?')[0] ?? ''),
    onError: onBroken,
  })
  if (previous) upload.resumeFromPreviousUpload(previous)
  return upload
}

/** An answer that says nothing of the upload itself. */
class Refused extends Error {
  readonly status: number
  readonly retryAfter: number | null
  constructor(status: number, retryAfter: number | null) {
    super('The server did not take this request.')
    this.status = status
    this.retryAfter = retryAfter
  }
}

/** Why nothing arrives, as far as the browser knows; `status` of the server's answer, null where none came. */
export function waitWords(status: number | null, seconds: number): string {
  if (status !== null) return `The server is busy. Trying again in ${String(seconds)} ${seconds === 1 ? 'second' : 'seconds'}.`
  return navigator.onLine ? 'The connection was lost. It is tried again by itself.' : 'There is no network. It goes on by itself when the network is back.'
}

/** The server's own sentence where it gave one. */
export function answerOf(error: Error | DetailedError): { status: number | null; retryAfter: number | null; words: string } {
  if ('causingError' in error && error.causingError instanceof Refused) return { status: error.causingError.status, retryAfter: error.causingError.retryAfter, words: '' }
  if (!('originalResponse' in error) || !error.originalResponse) return { status: null, retryAfter: null, words: '' }
  const status = error.originalResponse.getStatus()
  const retryAfter = Number(error.originalResponse.getHeader('Retry-After')) || null
  return { status, retryAfter, words: sentenceIn(error.originalResponse.getBody()) ?? `The server did not take this file (${String(status)}). Press Retry, or choose it again.` }
}

function sentenceIn(text: string): string | null {
  try {
    const body: unknown = JSON.parse(text)
    return typeof body === 'object' && body !== null && 'detail' in body && typeof body.detail === 'string' ? body.detail : null
  } catch {
    // No problem document: the status alone must do.
    return null
  }
}
