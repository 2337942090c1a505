import { AppError } from '../../../kernel/errors.ts'
import type { SourceEntry } from '../domain/directory-part.ts'

/** Whence the directory is read. An adapter gives its entries one by one, so that memory does not grow with the file. */
export type DirectorySource = {
  /** A file's name, or an address without its query: what the report shows. */
  name: string
  /** Throws an AppError, whose sentence an operator can act on, where it cannot be read to its end. */
  entries(signal: AbortSignal): AsyncIterable<SourceEntry>
}

export type Format = 'csv' | 'json'

/** The source cannot be read: nothing of it is taken. */
export function unreadable(sentence: string): AppError {
  return new AppError('invalid', `${sentence} Nothing was changed.`)
}

export function formatOfName(name: string): Format | null {
  if (/\.csv$/i.test(name)) return 'csv'
  return /\.(json|ndjson|jsonl)$/i.test(name) ? 'json' : null
}

/** Text from bytes: UTF-8, with or without a byte order mark. */
export async function* decodeUtf8(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  try {
    for await (const chunk of bytes) {
      const text = decoder.decode(chunk, { stream: true })
      if (text !== '') yield text
    }
    const rest = decoder.decode()
    if (rest !== '') yield rest
  } catch (error) {
    if (error instanceof TypeError && 'code' in error && error.code === 'ERR_ENCODING_INVALID_ENCODED_DATA') throw unreadable('The file is not UTF-8. Save it as “CSV UTF-8” or as JSON in UTF-8.')
    throw error
  }
}
