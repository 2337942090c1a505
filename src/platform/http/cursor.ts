import { invalid } from '../../kernel/errors.ts'
import type { CursorCodec, SecretBox } from '../ports.ts'

/**
 * Cursors hold the sort key of a row, which may be personal data, and come back from clients: so they are encrypted.
 * `open` refuses whatever this program did not seal; its caller parses the value, as each list has a shape of its own.
 */
export function createCursorCodec(secrets: SecretBox): CursorCodec {
  return {
    seal: (value) => secrets.seal('cursor', JSON.stringify(value)),
    open(text) {
      const opened = secrets.open('cursor', text)
      if (opened === null) throw invalid({ cursor: 'This page of the list can no longer be opened. Start from the first page.' })
      const value: unknown = JSON.parse(opened)
      return value
    },
  }
}
