import { v7 } from 'uuid'

/** A new UUIDv7: IDs made one after another sort by time, which keeps indexes compact. */
export function newId(): string {
  return v7()
}
