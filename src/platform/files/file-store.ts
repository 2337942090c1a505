import type { Readable } from 'node:stream'
import type { DataStore } from '@tus/server'

/** Where the bytes of documents lie, each under its document's ID: on disk or in an S3 bucket, as the settings say. */
export type FileStore = {
  /** Where tus writes the bytes of an upload and keeps what it needs to resume it. */
  uploads: DataStore
  /**
   * Stores these bytes, as they come, under a key that is free; where they break off, nothing is left.
   * @returns how many they are
   */
  write(key: string, bytes: AsyncIterable<Uint8Array>): Promise<number>
  /** Bytes that are there now, of an unfinished upload too, or null when there is no such file. */
  size(key: string): Promise<number | null>
  /** The bytes from `first` to `last`, both included; all without a range. */
  read(key: string, range?: ByteRange): Readable
  /** Returns when the bytes would survive a power cut, and are one file. */
  flush(key: string): Promise<void>
  /** Hex, of the bytes as they are in the store. */
  sha256(key: string): Promise<string>
  /** No error when it is gone already. */
  delete(key: string): Promise<void>
  /** Every key, unfinished uploads included, some hundred at a time. */
  keys(): AsyncIterable<string[]>
  /** When something of this key was written last, by the store's own clock; null when there is nothing. */
  changedAt(key: string): Promise<Date | null>
}

export type ByteRange = { first: number; last: number }

// Keys are IDs that this program made.
const keyShape = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

export function isKey(text: string): boolean {
  return keyShape.test(text)
}

/** Nothing but a key may name a path or an object. */
export function checkedKey(key: string): string {
  if (!isKey(key)) throw new Error('This is not a key of the file store.')
  return key
}
