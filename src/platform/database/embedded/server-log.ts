import { closeSync, copyFileSync, openSync, readFileSync, statSync, truncateSync } from 'node:fs'

const limit = 5 * 1024 * 1024

/** PostgreSQL's own messages: one file and its forerunner, 5 MB each. */
export class ServerLog {
  readonly #file: string
  readonly #timer: NodeJS.Timeout

  constructor(file: string) {
    this.#file = file
    this.#timer = setInterval(() => {
      this.rotate()
    }, 10 * 60_000)
    this.#timer.unref()
  }

  /** For the server to write to. It appends, so the file may be cut while it is open. */
  open(): number {
    this.rotate()
    return openSync(this.#file, 'a', 0o600)
  }

  rotate(): void {
    if ((statSync(this.#file, { throwIfNoEntry: false })?.size ?? 0) < limit) return
    copyFileSync(this.#file, `${this.#file}.1`)
    truncateSync(this.#file)
  }

  size(): number {
    return statSync(this.#file, { throwIfNoEntry: false })?.size ?? 0
  }

  /** What was written since the file had this size. */
  since(size: number): string {
    return readFileSync(this.#file).subarray(size).toString('utf8').trim()
  }

  close(fd: number): void {
    closeSync(fd)
  }

  stop(): void {
    clearInterval(this.#timer)
  }
}
