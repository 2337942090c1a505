import { invalid } from '../../../kernel/errors.ts'
import { displayId, parseDisplayId, type NumberedKind } from '../../../kernel/ids.ts'

/** One condition of a search. `text` is a word, or the words of a phrase. */
export type SearchTerm = { text: string; phrase: boolean; prefix: boolean; excluded: boolean }

const mostTerms = 20
const numbered: readonly NumberedKind[] = ['complaint', 'request', 'company', 'entity']

/**
 * What somebody typed into the search box: every word is wanted; "words in quotes" stand together; -word and -"a phrase"
 * are left out; word* is a beginning. IDs that people read (C-000123, IR-…, SES-…, ETN-…) are words like others.
 * Refuses what names nothing to find.
 */
export function searchTerms(words: string): SearchTerm[] {
  const terms = [...words.toWellFormed().matchAll(/(-?)(?:"([^"]*)"?|([^\s"]+))/gu)].flatMap(([, minus, quoted, bare]) => {
    const excluded = minus === '-'
    if (quoted !== undefined) return isWord(quoted) ? [{ text: quoted.trim(), phrase: /\S\s+\S/u.test(quoted.trim()), prefix: false, excluded }] : []
    if (bare === undefined || !isWord(bare)) return []
    const prefix = /[\p{L}\p{N}]\*$/u.test(bare)
    return [{ text: asId(bare) ?? bare.replace(/\*+/g, ''), phrase: false, prefix, excluded }]
  })
  if (terms.length === 0) throw invalid({ words: 'Enter a word, a number or a name to search for.' })
  if (terms.every((term) => term.excluded)) throw invalid({ words: 'Say also what to find. With nothing but words to leave out (-word), almost every complaint would match.' })
  if (terms.some((term) => term.prefix && term.text.length < 2)) throw invalid({ words: 'Put at least two letters before the *.' })
  if (terms.length > mostTerms) throw invalid({ words: `Search for at most ${String(mostTerms)} words and phrases at once.` })
  return terms
}

function isWord(text: string): boolean {
  return /[\p{L}\p{N}]/u.test(text)
}

/** The way in which IDs are indexed: "C-000123" → "c123". */
function asId(text: string): string | null {
  if (!/^[a-z]+-?\d+$/i.test(text)) return null
  for (const kind of numbered) {
    const number = parseDisplayId(kind, text)
    if (number !== null) return `${(displayId(kind, number).split('-')[0] ?? '').toLowerCase()}${String(number)}`
  }
  return null
}
