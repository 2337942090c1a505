import { hasUtf16Mark } from './domain/preview-kind.ts'

/** The text of these bytes: UTF-16 by its mark, UTF-8 where it is sound, else Latin-1. A character cut in two at the end is left out. */
export function decodeText(bytes: Uint8Array): string {
  if (hasUtf16Mark(bytes)) return new TextDecoder(bytes[0] === 0xff ? 'utf-16le' : 'utf-16be').decode(bytes)
  for (let cut = 0; cut < 4; cut += 1) {
    try {
      return new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, bytes.length - cut))
    } catch {
      // Tried again without its last byte.
    }
  }
  return new TextDecoder('windows-1252').decode(bytes)
}
