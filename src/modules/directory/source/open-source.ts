import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { SourceEntry } from '../domain/directory-part.ts'
import { csvEntries } from './csv-entries.ts'
import { decodeUtf8, formatOfName, unreadable, type DirectorySource, type Format } from './directory-source.ts'
import { fetchBytes, usualLimits, type FetchLimits } from './fetch-bytes.ts'
import { jsonEntries } from './json-entries.ts'

/** The directory at an address (http, https, file) or in a file (.csv, .json, .ndjson, .jsonl). */
export function openSource(place: string, limits: FetchLimits = usualLimits): DirectorySource {
  const address = /^[a-z][a-z0-9+.-]+:\/\//i.test(place) && URL.canParse(place) ? new URL(place) : null
  if (address === null) return fileSource(place)
  switch (address.protocol) {
    case 'file:':
      return fileSource(fileURLToPath(address))
    case 'http:':
    case 'https:':
      return { name: withoutQuery(place), entries: (signal) => fetched(address, signal, limits) }
    default:
      throw unreadable('An address of the directory begins with https://, http:// or file://.')
  }
}

/** What of an address may be shown: neither its query nor a password. */
export function withoutQuery(place: string): string {
  if (!URL.canParse(place)) return place.slice(0, 500)
  const { protocol, host, pathname } = new URL(place)
  return `${protocol}//${host}${pathname}`.slice(0, 500)
}

function fileSource(path: string): DirectorySource {
  return {
    name: basename(path).slice(0, 500),
    entries: async function* (signal) {
      const format = formatOfName(path)
      if (format === null) throw unreadable('The file’s name must end with .csv, .json, .ndjson or .jsonl.')
      const found = await stat(path).catch((error: unknown) => {
        throw unreadable(`The file ${basename(path)} cannot be read (${error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason'}).`)
      })
      if (!found.isFile()) throw unreadable('This is not a file.')
      yield* entriesIn(format, chunksOf(path, signal))
    },
  }
}

async function* chunksOf(path: string, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 18, signal })) if (chunk instanceof Uint8Array) yield chunk
}

async function* fetched(address: URL, signal: AbortSignal, limits: FetchLimits): AsyncGenerator<SourceEntry> {
  const { format, bytes } = await fetchBytes(address, signal, limits)
  yield* entriesIn(format, bytes)
}

function entriesIn(format: Format, bytes: AsyncIterable<Uint8Array>): AsyncIterable<SourceEntry> {
  const text = decodeUtf8(bytes)
  return format === 'csv' ? csvEntries(text) : jsonEntries(text)
}
