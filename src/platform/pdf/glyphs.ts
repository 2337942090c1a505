import { readFileSync } from 'node:fs'
import { join } from 'node:path'

export const faces = {
  regular: join(import.meta.dirname, 'fonts/PublicSans-Regular.ttf'),
  bold: join(import.meta.dirname, 'fonts/PublicSans-Bold.ttf'),
} as const
export type Face = keyof typeof faces

/** Stands for a character that the font does not have. */
export const unknownGlyph = '◊'

let covered: ReadonlySet<number> | undefined

// Nothing of these has a shape: controls, joiners, variation selectors, the colors of emoji, marks of direction.
const unseen = /[\p{Cc}\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\u{1f3fb}-\u{1f3ff}\u{e0000}-\u{e007f}]/gu

/**
 * The text with nothing but characters that the fonts have: composed, what has no shape taken out, what is missing
 * replaced by its plain form ("①" → "1") or, visibly, by a lozenge. Line breaks are the caller's.
 */
export function printable(text: string): string {
  const plain = text.toWellFormed().replaceAll('\t', '    ').replace(/\p{Zs}/gu, ' ').replace(unseen, '').normalize('NFC')
  const has = (covered ??= coverage(readFileSync(faces.regular)))
  let clean = ''
  for (const character of plain) clean += isCovered(has, character) ? character : replacement(has, character)
  return clean
}

function replacement(has: ReadonlySet<number>, character: string): string {
  const simple = character.normalize('NFKC')
  if (Array.from(simple).every((one) => isCovered(has, one))) return simple
  // A mark that could not be composed with its letter: the letter stands.
  return /\p{M}/u.test(character) ? '' : unknownGlyph
}

function isCovered(has: ReadonlySet<number>, character: string): boolean {
  return has.has(character.codePointAt(0) ?? 0)
}

/** The characters of a TrueType font, from its `cmap` table of format 4 (Windows, Unicode), which both faces carry. */
function coverage(font: Buffer): ReadonlySet<number> {
  const found = new Set<number>()
  const cmap = tableOf(font, 'cmap')
  const tables = font.readUInt16BE(cmap + 2)
  for (let index = 0; index < tables; index += 1) {
    const at = cmap + 4 + index * 8
    const start = cmap + font.readUInt32BE(at + 4)
    if (font.readUInt16BE(at) !== 3 || font.readUInt16BE(start) !== 4) continue
    const doubled = font.readUInt16BE(start + 6)
    for (let segment = 0; segment < doubled; segment += 2) {
      const last = font.readUInt16BE(start + 14 + segment)
      const first = font.readUInt16BE(start + 16 + doubled + segment)
      for (let code = first; code <= last && code !== 0xffff; code += 1) found.add(code)
    }
  }
  if (found.size === 0) throw new Error('A font of the PDF has no table of characters that this program can read.')
  return found
}

function tableOf(font: Buffer, tag: string): number {
  const count = font.readUInt16BE(4)
  for (let index = 0; index < count; index += 1) {
    const at = 12 + index * 16
    if (font.toString('latin1', at, at + 4) === tag) return font.readUInt32BE(at + 8)
  }
  throw new Error(`A font of the PDF has no table ${tag}.`)
}
