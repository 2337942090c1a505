import { responseTextLimit } from '#src/modules/information-requests/domain/request-lifecycle.ts'
import { countCharacters } from '../../../ui/form/characters.ts'
import { mergeText } from './text-merge.ts'

/** What two people may change in one answer. */
export type Content = { text: string; links: readonly string[]; restricted: boolean }
/** The answer as the server last gave it: what one's own changes are measured against. */
export type Base = Content & { version: number }

export const nothingYet: Base = { version: 0, text: '', links: [], restricted: false }

/**
 * Joins one's own changes with a colleague's. What only one of the two changed is taken, in the text line by line; links of
 * both are kept. Only lines that both changed must be decided by a person: then `text` is one's own and `textDiffers` is true.
 */
export function merge(base: Content, mine: Content, theirs: Content): { content: Content; textDiffers: boolean } {
  const text = mergeText(base.text, mine.text, theirs.text)
  // Two texts that together are too long cannot be saved: a person shortens.
  const textDiffers = text === null || countCharacters(text) > responseTextLimit
  return {
    content: {
      text: textDiffers ? mine.text : text,
      links: mergeLinks(base.links, mine.links, theirs.links),
      restricted: mine.restricted === base.restricted ? theirs.restricted : mine.restricted,
    },
    textDiffers,
  }
}

/** Both texts one after the other, the colleague's first. */
export function joined(theirs: string, mine: string): string {
  return [theirs, mine].filter((text) => text.trim() !== '').join('\n\n')
}

export function sameContent(a: Content, b: Content): boolean {
  return a.text === b.text && a.restricted === b.restricted && a.links.length === b.links.length && a.links.every((link, index) => link === b.links[index])
}

export function isEmpty({ text, links }: Content, files: number): boolean {
  return countCharacters(text.trim()) === 0 && links.length === 0 && files === 0
}

function mergeLinks(base: readonly string[], mine: readonly string[], theirs: readonly string[]): string[] {
  const kept = theirs.filter((link) => mine.includes(link) || !base.includes(link))
  return [...kept, ...mine.filter((link) => !base.includes(link) && !kept.includes(link))]
}
