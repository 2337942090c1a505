import { smoothed } from './upload-retry.ts'

/** While anything is on its way: how fast it all goes together, and that the browser asks before the page is closed. */
export class UploadWatch {
  /** Smoothed; 0 while nothing is on its way. */
  bytesPerSecond = 0
  readonly #everySecond: () => void
  #interval: ReturnType<typeof setInterval> | undefined
  #sent = 0
  #measured = { at: 0, sent: 0 }

  constructor(everySecond: () => void) {
    this.#everySecond = everySecond
  }

  arrived(bytes: number): void {
    this.#sent += bytes
  }

  keep(isBusy: boolean): void {
    if (isBusy === (this.#interval !== undefined)) return
    this.stop()
    if (!isBusy) return
    addEventListener('beforeunload', warn)
    this.#measured = { at: performance.now(), sent: this.#sent }
    this.#interval = setInterval(() => this.#measure(), 1000)
  }

  stop(): void {
    clearInterval(this.#interval)
    this.#interval = undefined
    this.bytesPerSecond = 0
    removeEventListener('beforeunload', warn)
  }

  #measure(): void {
    const now = performance.now()
    const seconds = (now - this.#measured.at) / 1000
    this.bytesPerSecond = smoothed(this.bytesPerSecond, (this.#sent - this.#measured.sent) / seconds, seconds)
    this.#measured = { at: now, sent: this.#sent }
    this.#everySecond()
  }
}

function warn(event: BeforeUnloadEvent): void {
  event.preventDefault()
}
