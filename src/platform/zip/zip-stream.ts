import { PassThrough, pipeline, type Readable } from 'node:stream'
import { ZipFile } from 'yazl'

/** A file of an archive. `open` is called when its turn comes, so that one file is open at a time. */
export type ZipEntry = { path: string; at: Date; compress: boolean } & ({ text: string } | { size: number; open: () => Readable })

/**
 * The entries as a ZIP, written while it is read: memory stays the same for any number of bytes. A file that cannot be
 * read, or has another size than said, ends the stream with an error, so that a cut-off archive does not look complete.
 * When nobody reads any more, the file that is open is closed and no other is opened.
 */
export function zipStream(entries: readonly ZipEntry[]): Readable {
  const zip = new ZipFile()
  const out = new PassThrough()
  let current: Readable | undefined
  const fail = (error: unknown) => out.destroy(error instanceof Error ? error : new Error('The archive could not be written.'))
  zip.on('error', fail)
  out.on('close', () => current?.destroy())
  for (const entry of entries) {
    const options = { mtime: entry.at, mode: 0o100644, compress: entry.compress }
    if ('text' in entry) {
      zip.addBuffer(Buffer.from(entry.text), entry.path, options)
      continue
    }
    zip.addReadStreamLazy(entry.path, { ...options, size: entry.size }, (take) => {
      if (out.destroyed) return
      current = entry.open()
      current.on('error', fail)
      take(null, current)
    })
  }
  zip.end()
  pipeline(zip.outputStream, out, () => undefined)
  return out
}
