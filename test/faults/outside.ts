import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { SMTPServer } from 'smtp-server'

/** Chance that can be repeated: the seed says everything (mulberry32). */
export function diceOf(seed: number): (below: number) => number {
  let state = seed >>> 0
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}

/** The operators' mail server: keeps what it took, by Message-ID, each e-mail as often as it was taken. */
export class MailServer {
  readonly taken = new Map<string, number>()
  readonly #server: SMTPServer
  url = ''

  /** @param slowness milliseconds until it answers that it has an e-mail */
  constructor(slowness: () => number) {
    this.#server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      // One that is cut off was never taken.
      onData: (stream, _session, done) => void this.#take(text(stream), slowness).then(() => done(), done),
    })
    // Programs are killed while they speak to it.
    this.#server.on('error', () => undefined)
  }

  async listen(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve))
    const { port } = this.#server.server.address() as AddressInfo
    this.url = `smtp://127.0.0.1:${String(port)}`
    return this
  }

  close(): Promise<void> {
    return new Promise((resolve) => this.#server.close(() => resolve()))
  }

  async #take(coming: Promise<string>, slowness: () => number): Promise<void> {
    const id = /^Message-ID: <([0-9a-f-]+)@/im.exec(await coming)?.[1] ?? 'none'
    this.taken.set(id, (this.taken.get(id) ?? 0) + 1)
    await sleep(slowness())
  }
}
