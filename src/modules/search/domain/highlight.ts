import type { SearchTerm } from '../../complaints/domain/search-words.ts'

/** A text in which words may stand. `id`: the form in which an ID is searched ("c123"), when the text is one. */
export type Source = { where: string; text: string; id?: string; basic?: boolean }
type Piece = { text: string; hit: boolean }
/** What must stand together: one word, or the words of a phrase. `first`: where its words begin among all that are asked. */
type Sequence = { tokens: string[]; prefix: boolean; first: number }
/** Words of the texts → the indexes of the asked words that they are. By stem, as PostgreSQL has it. */
export type Meant = ReadonlyMap<string, ReadonlySet<number>>
/** A source with its words, which are taken apart once. */
export type ReadSource = { source: Source; tokens: readonly Token[] }

const around = 70
const longest = 240
/** More are not looked at: a text of one word repeated would cost the square of its length. */
const mostHits = 1_000

type Token = { word: string; start: number; end: number }

export function tokensOf(text: string): Token[] {
  return [...text.matchAll(/[\p{L}\p{N}]+/gu)].map((match) => ({ word: match[0].toLowerCase(), start: match.index, end: match.index + match[0].length }))
}

export function sequencesOf(terms: readonly SearchTerm[]): Sequence[] {
  let first = 0
  return terms.flatMap((term) => {
    const tokens = term.excluded ? [] : tokensOf(term.text).map(({ word }) => word)
    if (tokens.length === 0) return []
    const sequence = { tokens, prefix: term.prefix, first }
    first += tokens.length
    return [sequence]
  })
}

/** Words of the texts that may be meant: stems leave the beginning of a word as it is. */
export function candidateWords(sources: readonly ReadSource[], sequences: readonly Sequence[]): string[] {
  const beginnings = new Set(sequences.flatMap(({ tokens }) => tokens.map((token) => token.slice(0, 2))))
  const words = new Set<string>()
  for (const { tokens } of sources) for (const { word } of tokens) if (beginnings.has(word.slice(0, 2)) && word.length <= 60) words.add(word)
  return [...words]
}

/** The part of the text around what was found, cut into pieces; null where nothing was. `found`: how many of the sequences. */
export function highlight({ source, tokens }: ReadSource, sequences: readonly Sequence[], meant: Meant): { pieces: Piece[]; found: number } | null {
  const { text } = source
  if (source.id !== undefined && sequences.some(({ tokens }) => tokens.length === 1 && tokens[0] === source.id)) return { pieces: [{ text, hit: true }], found: 1 }
  const hits: { start: number; end: number; sequence: number }[] = []
  tokens.forEach((token, at) => {
    const first = meant.get(token.word)
    if (first === undefined || hits.length >= mostHits) return
    sequences.forEach((sequence, index) => {
      const last = tokens[at + sequence.tokens.length - 1]
      if (last !== undefined && first.has(sequence.first) && sequence.tokens.every((_, step) => meant.get(tokens[at + step]?.word ?? '')?.has(sequence.first + step) === true)) hits.push({ start: token.start, end: last.end, sequence: index })
    })
  })
  if (hits.length === 0) return null
  const { from, to } = windowOf(text, tokens, hits)
  return { pieces: piecesOf(text, from, to, hits), found: new Set(hits.map(({ sequence }) => sequence)).size }
}

/** The whole of a short text; of a long one the stretch in which most different words were found. */
function windowOf(text: string, tokens: readonly Token[], hits: readonly { start: number; end: number; sequence: number }[]): { from: number; to: number } {
  if (text.length <= longest) return { from: 0, to: text.length }
  const reach = longest - 2 * around
  let best = hits[0]
  let most = 0
  for (const hit of hits.slice(0, 200)) {
    const different = new Set(hits.filter((other) => other.start >= hit.start && other.end <= hit.start + reach).map(({ sequence }) => sequence)).size
    if (different > most) {
      most = different
      best = hit
    }
  }
  const start = best?.start ?? 0
  const from = tokens.find((token) => token.start >= start - around)?.start ?? 0
  const to = tokens.findLast((token) => token.end <= Math.max(start + reach + around, best?.end ?? 0))?.end ?? text.length
  return { from, to }
}

function piecesOf(text: string, from: number, to: number, hits: readonly { start: number; end: number }[]): Piece[] {
  const pieces: Piece[] = []
  const add = (start: number, end: number, hit: boolean) => {
    const part = text.slice(start, end).replace(/\s+/g, ' ')
    if (part !== '') pieces.push({ text: part, hit })
  }
  if (from > 0) pieces.push({ text: '… ', hit: false })
  let at = from
  for (const hit of hits.filter(({ start, end }) => start >= from && end <= to).sort((a, b) => a.start - b.start || b.end - a.end)) {
    if (hit.start < at) continue
    add(at, hit.start, false)
    add(hit.start, hit.end, true)
    at = hit.end
  }
  add(at, to, false)
  if (to < text.length) pieces.push({ text: ' …', hit: false })
  return pieces
}
