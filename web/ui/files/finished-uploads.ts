type Finished = { documentId: string; name: string }

/** Told several at once, so that a page does not read its documents again for each of two thousand files. */
export class FinishedUploads {
  readonly #tell: (finished: Finished) => void
  #waiting: Finished[] = []
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(tell: (finished: Finished) => void) {
    this.#tell = tell
  }

  add(finished: Finished): void {
    this.#waiting.push(finished)
  }

  tellWithin(milliseconds: number): void {
    this.#timer ??= setTimeout(() => this.tellNow(), milliseconds)
  }

  tellNow(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    for (const finished of this.#waiting.splice(0)) this.#tell(finished)
  }
}
