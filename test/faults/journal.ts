import { createHash } from 'node:crypto'

/** What was sent, what was acknowledged: all that a killed program owes its clients. */
export type Upload = { location: string; bytes: Uint8Array<ArrayBuffer>; sha256: string; acknowledged: number }
export type Answer = {
  requestId: string
  /** The last draft that was acknowledged. */
  saved: { text: string; version: number } | null
  /** A draft that was sent after it, of which nothing is known. */
  inDoubt: string | null
  upload: Upload | null
  submission: 'none' | 'sent' | 'acknowledged'
}

export class Journal {
  readonly answers = new Map<string, Answer>()
  acknowledgements = 0

  answer(requestId: string): Answer {
    const known = this.answers.get(requestId)
    if (known !== undefined) return known
    const made: Answer = { requestId, saved: null, inDoubt: null, upload: null, submission: 'none' }
    this.answers.set(requestId, made)
    return made
  }

  get submitted(): Answer[] {
    return [...this.answers.values()].filter(({ submission }) => submission === 'acknowledged')
  }

  /** Begun and not known to be submitted: the next round goes on with these. */
  get unfinished(): Answer[] {
    return [...this.answers.values()].filter(({ submission }) => submission !== 'acknowledged')
  }
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
