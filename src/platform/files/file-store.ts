import type { Readable } from 'node:stream'
import type { DataStore } from '@tus/server'

/** Where the bytes of documents lie, each under its document's ID. On disk today; any store that can do this may follow. */
export type FileStore = {
  /** Where tus writes the bytes of an upload and keeps what it needs to resume it. */
  uploads: DataStore
  /** Stores these bytes, as they come, under a key that is free. @returns how many they are */
  write(key: string, bytes: AsyncIterable<Uint8Array>): Promise<number>
  /** Bytes that are there now, or null when there is no such file. */
  size(key: string): Promise<number | null>
  /** The bytes from `first` to `last`, both included; all without a range. */
  read(key: string, range?: ByteRange): Readable
  /** Returns when the bytes would survive a power cut. */
  flush(key: string): Promise<void>
  /** Hex, of the bytes as they are in the store. */
  sha256(key: string): Promise<string>
  /** No error when it is gone already. */
  delete(key: string): Promise<void>
  /** Every key, some hundred at a time. */
  keys(): AsyncIterable<string[]>
}

export type ByteRange = { first: number; last: number }
