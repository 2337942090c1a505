/** How wide a piece of text is, in points. */
export type Measure = (text: string) => number

/**
 * Breaks one paragraph (without line breaks) into lines of at most `width` points, between words; a word that is
 * longer than a line is broken where the line ends. Always at least one line.
 */
export function breakLines(text: string, width: number, measure: Measure): string[] {
  const lines: string[] = []
  let line = ''
  let used = 0
  const space = measure(' ')
  for (const word of text.split(' ')) {
    if (word === '') continue
    const size = measure(word)
    if (line !== '' && used + space + size <= width) {
      line += ` ${word}`
      used += space + size
      continue
    }
    if (line !== '') lines.push(line)
    if (size <= width) {
      line = word
      used = size
      continue
    }
    const pieces = breakWord(word, width, measure)
    line = pieces.pop() ?? ''
    used = measure(line)
    lines.push(...pieces)
  }
  lines.push(line)
  return lines
}

function breakWord(word: string, width: number, measure: Measure): string[] {
  const pieces: string[] = []
  let piece = ''
  let used = 0
  for (const character of word) {
    const size = measure(character)
    if (piece !== '' && used + size > width) {
      pieces.push(piece)
      piece = ''
      used = 0
    }
    piece += character
    used += size
  }
  return [...pieces, piece]
}
