/**
 * Characters as people count them here: Unicode code points, a line break once,
 * however the browser writes it (docs/rules.md 10).
 */
export function countCharacters(text: string): number {
  let count = 0
  for (const _ of normaliseLineBreaks(text)) count += 1
  return count
}

/** Ends a sentence that ends in a name from elsewhere, such as a column's: "Timely response?" has its mark already. */
export function ended(sentence: string): string {
  return /[.?!…]$/.test(sentence) ? sentence : `${sentence}.`
}

/** CRLF and CR become LF, so that a text counts and compares the same from every browser. */
export function normaliseLineBreaks(text: string): string {
  return text.replace(/\r\n?/g, '\n')
}

/**
 * The form in which names are compared: no case, no accents, no punctuation, one space between words,
 * and without the legal form at the end ("ACME Lending, L.L.C." and "Acme Lending LLC" are the same).
 */
export function nameKey(name: string): string {
  const words = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/&/g, ' and ')
    .replace(/[.'’]/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .split(' ')
  while (words.length > 1 && legalForms.has(words[words.length - 1] ?? '')) words.pop()
  return words.join(' ')
}

const legalForms = new Set(['inc', 'incorporated', 'llc', 'llp', 'lp', 'ltd', 'limited', 'co', 'company', 'corp', 'corporation', 'plc', 'na', 'fsb'])
