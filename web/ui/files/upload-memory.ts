import { defaultOptions, type PreviousUpload } from 'tus-js-client'

/** What the browser remembers of uploads over a reload, and which window goes on with which. */
const stored = defaultOptions.urlStorage

/** Uploads with this metadata that a reload or a crash interrupted, and that no other window goes on with. */
export async function interruptedUploads(metadata: Readonly<Record<string, string>>): Promise<PreviousUpload[]> {
  const [found, held] = await Promise.all([stored.findAllUploads(), heldLocks()])
  const isOurs = (previous: PreviousUpload) => Object.entries(metadata).every(([name, value]) => previous.metadata[name] === value)
  return found.filter((previous) => previous.uploadUrl && isOurs(previous) && !held.has(lockOf(previous.metadata)))
}

export async function forgetUpload({ urlStorageKey }: PreviousUpload): Promise<void> {
  await stored.removeUpload(urlStorageKey)
}

/** One name for one upload in all windows; with the size, where it is known, also what it is remembered under. */
export function lockOf(metadata: Readonly<Record<string, string>>): string {
  return ['ses-upload', metadata.purpose, metadata.targetId, metadata.modified, metadata.size ?? '', metadata.filename].join('|')
}

/** Held while this window has the upload, so that another window does not offer to go on with it. */
export function holdLock(name: string): () => void {
  if (!('locks' in navigator)) return () => undefined
  let release: () => void = () => undefined
  const held = new Promise<void>((resolve) => (release = resolve))
  void navigator.locks.request(name, { mode: 'shared' }, () => held).catch(() => undefined)
  return release
}

async function heldLocks(): Promise<Set<string>> {
  if (!('locks' in navigator)) return new Set()
  const { held } = await navigator.locks.query()
  return new Set(held?.flatMap(({ name }) => name ?? []))
}
