import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import type { DocumentItem } from '#src/modules/documents/contract.ts'
import { ReceivedRequestRecord, ResponseDraft } from '#src/modules/information-requests/contract.ts'
import type { ApiClient } from '#test/world/api-client.ts'
import { done } from './exchange.ts'
import { sha256, type Answer, type Journal, type Upload } from './journal.ts'

const pieces = 3

/**
 * Answers requests one after another until told to stop, several at a time: drafts, a file in pieces, submission.
 * Everything that is acknowledged goes into the journal.
 */
export class Answering {
  readonly #officer: ApiClient
  readonly #journal: Journal
  readonly #next: () => Answer | undefined
  #stopping = false

  constructor(officer: ApiClient, journal: Journal, next: () => Answer | undefined) {
    this.#officer = officer
    this.#journal = journal
    this.#next = next
  }

  /** From now on failures are what is expected of a program that is being killed. */
  stop(): void {
    this.#stopping = true
  }

  get isStopping(): boolean {
    return this.#stopping
  }

  async run(atOnce: number): Promise<void> {
    await Promise.all(Array.from({ length: atOnce }, () => this.#work()))
  }

  async #work(): Promise<void> {
    while (!this.#stopping) {
      const answer = this.#next()
      if (answer === undefined) return
      try {
        await this.#answer(answer)
      } catch (error) {
        if (this.isStopping) return
        throw error
      }
    }
  }

  async #answer(answer: Answer): Promise<void> {
    const path = `/received-requests/${answer.requestId}`
    const record = ReceivedRequestRecord.parse(done(await this.#officer.get(path)))
    const held = record.responses[0]
    if (held?.status === 'sent') {
      // Carried out, and the acknowledgement lost with the program.
      this.#acknowledge(() => (answer.submission = 'acknowledged'))
      return
    }
    let version = held?.version ?? 0
    for (const attempt of ['begins', 'goes on']) {
      const text = `The answer to ${answer.requestId} ${attempt}: ${randomBytes(40).toString('hex')}`
      answer.inDoubt = text
      const saved = ResponseDraft.parse(done(await this.#officer.put(`${path}/draft`, { version, text, links: [], restricted: false })))
      version = saved.version
      this.#acknowledge(() => {
        answer.saved = { text, version }
        answer.inDoubt = null
      })
    }
    await this.#discardUnknown(answer, held?.documents ?? [])
    await this.#upload(answer)
    answer.submission = 'sent'
    done(await this.#officer.post(`${path}/submissions`, { version }))
    this.#acknowledge(() => (answer.submission = 'acknowledged'))
  }

  /** An upload was begun and its acknowledgement lost with the program: a person sees that file wait, and removes it. */
  async #discardUnknown(answer: Answer, documents: readonly DocumentItem[]): Promise<void> {
    for (const { id, state } of documents) {
      if (state === 'uploading' && answer.upload?.location.endsWith(id) !== true) done(await this.#officer.delete(`/documents/${id}`))
    }
  }

  async #upload(answer: Answer): Promise<void> {
    const upload = answer.upload ?? (await this.#begin(answer))
    let offset = await offsetOf(this.#officer, upload)
    const size = Math.ceil(upload.bytes.length / pieces)
    while (offset < upload.bytes.length) {
      const piece = upload.bytes.slice(offset, offset + size)
      const response = await this.#officer.upload('PATCH', upload.location, { 'upload-offset': String(offset), 'content-type': 'application/offset+octet-stream' }, piece)
      if (response.status !== 204) throw new Error(`A piece was refused with ${String(response.status)}: ${await response.text()}`)
      offset = z.coerce.number().parse(response.headers.get('upload-offset'))
      this.#acknowledge(() => (upload.acknowledged = offset))
    }
  }

  async #begin(answer: Answer): Promise<Upload> {
    const bytes = new Uint8Array(randomBytes(150_000))
    const metadata = Object.entries({ purpose: 'response', targetId: answer.requestId, filename: 'statement.pdf' })
    const created = await this.#officer.upload('POST', '/uploads', {
      'upload-length': String(bytes.length),
      'upload-metadata': metadata.map(([name, value]) => `${name} ${Buffer.from(value).toString('base64')}`).join(','),
    })
    const location = created.headers.get('location')
    if (created.status !== 201 || location === null) throw new Error(`The upload was refused with ${String(created.status)}: ${await created.text()}`)
    const upload = { location, bytes, sha256: sha256(bytes), acknowledged: 0 }
    this.#acknowledge(() => (answer.upload = upload))
    return upload
  }

  #acknowledge(note: () => unknown): void {
    note()
    this.#journal.acknowledgements += 1
  }
}

/** How far the server says an upload has come. */
export async function offsetOf(officer: ApiClient, upload: Upload): Promise<number> {
  const response = await officer.upload('HEAD', upload.location, {})
  if (response.status !== 200) throw new Error(`The upload ${upload.location} is gone: ${String(response.status)}`)
  return z.coerce.number().parse(response.headers.get('upload-offset'))
}
