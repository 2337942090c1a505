import { countCharacters } from '../../../kernel/text.ts'

/**
 * What a post may hold: paragraphs, line breaks, lists, bold, https links as they are, and who is named, by ID. There is no
 * way to write HTML in it: pages make their own elements of these parts.
 */
export type Mention = { kind: 'user'; id: string } | { kind: 'agency'; id: string } | { kind: 'everybody' }
export type Inline = { kind: 'text'; text: string } | { kind: 'break' } | { kind: 'link'; url: string } | { kind: 'mention'; of: Mention } | { kind: 'bold'; parts: Inline[] }
export type Block = { kind: 'paragraph'; parts: Inline[] } | { kind: 'list'; numbered: boolean; items: Inline[][] }

export const mostCharacters = 10_000
export const mostMentions = 50

const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}'
const mentionPattern = new RegExp(`@\\[(?:(user|agency):(${uuid})|(all))\\]`, 'g')
const boldPattern = /\*\*(?=\S)([^\n]*?\S)\*\*/g
const linkPattern = /https:\/\/[^\s<>"'`*]+/g
const item = /^\s{0,3}(?:[-*•]|(\d{1,3})[.)])\s+(.*)$/

/** As a mention stands in the text. */
export function mentionMark(mention: Mention): string {
  return mention.kind === 'everybody' ? '@[all]' : `@[${mention.kind}:${mention.id}]`
}

/** Whom a text names, each once, in the order of the text. */
export function mentionsIn(text: string): Mention[] {
  const found = new Map<string, Mention>()
  for (const match of text.matchAll(mentionPattern)) found.set(match[0], mentionOf(match))
  return [...found.values()]
}

/** As people count: each person or agency that is named is one character. */
export function countPostCharacters(text: string): number {
  return countCharacters(text.replace(mentionPattern, '@'))
}

/** As paper says it: names for those who are named, and no marks of formatting. */
export function plainPost(text: string, nameOf: (mention: Mention) => string): string {
  return text.replace(boldPattern, '$1').replaceAll(mentionPattern, (...match: string[]) => `@${nameOf(mentionOf(match))}`)
}

export function parsePost(text: string): Block[] {
  const blocks: Block[] = []
  let lines: string[] = []
  const endParagraph = () => {
    if (lines.length > 0) blocks.push({ kind: 'paragraph', parts: inlineOf(lines.join('\n')) })
    lines = []
  }
  for (const line of text.split('\n')) {
    const match = item.exec(line)
    if (match !== null) {
      endParagraph()
      addItem(blocks, match[1] !== undefined, inlineOf(match[2] ?? ''))
    } else if (line.trim() === '') {
      endParagraph()
      // Ends a list too: what follows is another.
      if (blocks.at(-1)?.kind === 'list') blocks.push({ kind: 'paragraph', parts: [] })
    } else lines.push(line)
  }
  endParagraph()
  return blocks.filter((block) => block.kind === 'list' || block.parts.length > 0)
}

function addItem(blocks: Block[], numbered: boolean, parts: Inline[]): void {
  const last = blocks.at(-1)
  if (last?.kind === 'list' && last.numbered === numbered) last.items.push(parts)
  else blocks.push({ kind: 'list', numbered, items: [parts] })
}

/** Bold first, within which the rest may stand; a star without its fellow is a star. */
function inlineOf(text: string): Inline[] {
  return split(text, boldPattern, (match) => ({ kind: 'bold', parts: plainOf(match[1] ?? '') }), plainOf)
}

function plainOf(text: string): Inline[] {
  return split(text, mentionPattern, (match) => ({ kind: 'mention', of: mentionOf(match) }), (rest) => split(rest, linkPattern, linkOf, breaksOf))
}

/** A full stop at the end of a sentence is no part of the address. */
function linkOf(match: RegExpMatchArray): Inline | Inline[] {
  const whole = match[0]
  const url = whole.replace(/[.,;:!?)\]}]+$/, '')
  const tail = whole.slice(url.length)
  // An address that has an opening bracket keeps the closing one.
  const kept = tail.startsWith(')') && url.includes('(') ? `${url})` : url
  const rest = whole.slice(kept.length)
  const link: Inline = URL.canParse(kept) ? { kind: 'link', url: kept } : { kind: 'text', text: kept }
  return rest === '' ? link : [link, { kind: 'text', text: rest }]
}

function breaksOf(text: string): Inline[] {
  return text.split('\n').flatMap((line, index): Inline[] => [...(index > 0 ? [{ kind: 'break' } as const] : []), ...(line === '' ? [] : [{ kind: 'text', text: line } as const])])
}

function split(text: string, pattern: RegExp, made: (match: RegExpMatchArray) => Inline | Inline[], between: (rest: string) => Inline[]): Inline[] {
  const parts: Inline[] = []
  let at = 0
  for (const match of text.matchAll(pattern)) {
    if (match.index > at) parts.push(...between(text.slice(at, match.index)))
    parts.push(...[made(match)].flat())
    at = match.index + match[0].length
  }
  if (at < text.length) parts.push(...between(text.slice(at)))
  return parts
}

function mentionOf(match: readonly string[]): Mention {
  const [, kind, id = ''] = match
  return kind === 'user' || kind === 'agency' ? { kind, id } : { kind: 'everybody' }
}
