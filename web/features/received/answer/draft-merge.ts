import { countCharacters } from '../../../ui/form/characters.ts'

/** What two people may change in one answer. */
export type Content = { text: string; links: readonly string[]; restricted: boolean }
/** The answer as the server last gave it: what one's own changes are measured against. */
export type Base = Content & { version: number }

export const nothingYet: Base = { version: 0, text: '', links: [], restricted: false }

/**
 * Joins one's own changes with a colleague's. What only one of the two changed is taken; links of both are kept.
 * Only a text that both changed must be decided by a person: then `text` is one's own and `textDiffers` is true.
 */
export function merge(base: Content, mine: Content, theirs: Content): { content: Content; textDiffers: boolean } {
  const textDiffers = mine.text !== base.text && theirs.text !== base.text && mine.text !== theirs.text
  return {
    content: {
      text: mine.text === base.text ? theirs.text : mine.text,
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
