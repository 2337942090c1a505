import { createWriteStream, type WriteStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { once } from 'node:events'
import { finished } from 'node:stream/promises'
import { stringify } from 'csv-stringify/sync'
import { rejectedColumns } from '../domain/columns.ts'
import { safeCell } from '../../../kernel/safe-cell.ts'

/**
 * The rows that were not imported, with row number and reason before their own cells, as CSV in UTF-8 with a
 * byte order mark, which Excel needs. Made with the first such row. Mended, it can be imported itself.
 */
export class RejectedFile {
  readonly path: string
  readonly #names: readonly string[]
  readonly #escaped: boolean
  #stream: WriteStream | null = null
  #failure: Error | null = null

  /** @param escaped the source's cells are escaped already */
  constructor(path: string, names: readonly string[], escaped: boolean) {
    this.path = path
    this.#names = names
    this.#escaped = escaped
  }

  /** What an earlier run left is no longer true. */
  async clear(): Promise<void> {
    await rm(this.path, { force: true })
  }

  get isEmpty(): boolean {
    return this.#stream === null
  }

  async write(row: number, reasons: readonly string[], cells: readonly string[]): Promise<void> {
    if (this.#failure !== null) throw this.#failure
    const stream = this.#stream ?? this.#open()
    const line = stringify([[String(row), reasons.join(' '), ...this.#own(cells)]])
    if (!stream.write(line)) await Promise.race([once(stream, 'drain'), once(stream, 'close')])
  }

  async close(): Promise<void> {
    if (this.#stream === null) return
    this.#stream.end()
    await finished(this.#stream)
  }

  #open(): WriteStream {
    const stream = createWriteStream(this.path, { flags: 'w' })
    stream.on('error', (error) => {
      this.#failure = error
    })
    stream.write(`\uFEFF${stringify([[...rejectedColumns, ...this.#own(this.#names)]])}`)
    this.#stream = stream
    return stream
  }

  /** A mended file's own Row and Reason give way to the new ones. */
  #own(cells: readonly string[]): string[] {
    return this.#escaped ? cells.slice(rejectedColumns.length) : cells.map(safeCell)
  }
}
