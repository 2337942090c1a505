import { drawBars } from './draw-bars.ts'
import type { PdfBlock } from './pdf-document.ts'
import type { Sheet, Style } from './sheet.ts'

const body: Style = { face: 'regular', size: 10.5 }
const small: Style = { face: 'regular', size: 9 }
const smallBold: Style = { face: 'bold', size: 9 }
const headings = {
  1: { style: { face: 'bold', size: 18, leading: 1.25 }, before: 0, after: 6 },
  2: { style: { face: 'bold', size: 13.5, leading: 1.3 }, before: 18, after: 4 },
  3: { style: { face: 'bold', size: 11, leading: 1.3 }, before: 10, after: 2 },
} as const satisfies Record<1 | 2 | 3, { style: Style; before: number; after: number }>

/** Draws one block. It yields now and then, so that a long one neither holds up others nor fills the memory. */
export function* drawBlock(sheet: Sheet, block: PdfBlock): Generator<void> {
  switch (block.kind) {
    case 'heading':
      heading(sheet, block.level, block.text)
      break
    case 'paragraph':
      yield* paragraph(sheet, block.text, block.tone)
      break
    case 'facts':
      yield* facts(sheet, block.items)
      break
    case 'table':
      yield* table(sheet, block.head, block.widths, block.rows)
      break
    case 'bars':
      drawBars(sheet, block)
      break
    case 'list':
      yield* list(sheet, block.items)
      break
    case 'rule':
      sheet.gap(6)
      sheet.ensure(8)
      sheet.rule()
      sheet.gap(8)
      break
    case 'gap':
      sheet.gap(block.points)
      break
    case 'page-break':
      if (!sheet.isAtTop) sheet.newPage()
  }
}

function heading(sheet: Sheet, level: 1 | 2 | 3, text: string): void {
  const { style, before, after } = headings[level]
  const lines = sheet.lines(text, sheet.width, style)
  sheet.gap(before)
  // A heading never stands alone at the end of a page.
  sheet.ensure(lines.length * sheet.lineHeight(style) + 40)
  const element = sheet.element(`H${String(level)}`)
  sheet.write(lines, style, element, `H${String(level)}`)
  element.end()
  sheet.gap(after)
}

function* paragraph(sheet: Sheet, text: string, tone: 'quiet' | 'strong' | undefined): Generator<void> {
  const style: Style = tone === 'quiet' ? { ...small, ink: 'quiet' } : tone === 'strong' ? { ...body, face: 'bold' } : body
  for (const part of text.split(/(?:\r\n?|\n){2,}/)) {
    const lines = sheet.lines(part, sheet.width, style)
    if (lines.every((line) => line === '')) continue
    const element = sheet.element('P')
    sheet.write(lines, style, element, 'P')
    element.end()
    sheet.gap(7)
    yield
  }
}

/** Labels at the left, values beside them; read as a list of pairs. */
function* facts(sheet: Sheet, items: readonly { label: string; value: string }[]): Generator<void> {
  const labelWidth = 150
  const listing = sheet.element('L')
  for (const { label, value } of items) {
    const labelLines = sheet.lines(label, labelWidth - 12, smallBold)
    const valueLines = sheet.lines(value, sheet.width - labelWidth, body)
    const height = sheet.lineHeight(body)
    sheet.ensure(Math.min(Math.max(labelLines.length, valueLines.length), 3) * height)
    const item = sheet.element('LI', listing)
    const name = sheet.element('Lbl', item)
    sheet.writeAt(labelLines, sheet.left, sheet.y + 1.5, smallBold, name, 'Lbl')
    const from = { page: sheet.pages, y: sheet.y }
    const text = sheet.element('LBody', item)
    sheet.write(valueLines, body, text, 'LBody', sheet.left + labelWidth)
    if (sheet.pages === from.page) sheet.y = Math.max(sheet.y, from.y + labelLines.length * sheet.lineHeight(smallBold) + 1.5)
    for (const part of [name, text, item]) part.end()
    sheet.gap(2)
    yield
  }
  listing.end()
  sheet.gap(6)
}

function* list(sheet: Sheet, items: readonly string[]): Generator<void> {
  const listing = sheet.element('L')
  for (const item of items) {
    const lines = sheet.lines(item, sheet.width - 16, body)
    sheet.ensure(sheet.lineHeight(body))
    const element = sheet.element('LI', listing)
    const bullet = sheet.element('Lbl', element)
    sheet.writeAt(['•'], sheet.left + 3, sheet.y, body, bullet, 'Lbl')
    const text = sheet.element('LBody', element)
    sheet.write(lines, body, text, 'LBody', sheet.left + 16)
    for (const part of [bullet, text, element]) part.end()
    sheet.gap(2)
    yield
  }
  listing.end()
  sheet.gap(6)
}

const cellGap = 10

function* table(sheet: Sheet, head: readonly string[], widths: readonly number[], rows: readonly (readonly string[])[]): Generator<void> {
  const total = widths.reduce((sum, share) => sum + share, 0)
  const room = sheet.width - cellGap * (head.length - 1)
  const columns = head.map((_, index) => ((widths[index] ?? 1) / total) * room)
  const places = columns.map((_, index) => sheet.left + columns.slice(0, index).reduce((sum, width) => sum + width + cellGap, 0))
  const element = sheet.element('Table')
  const cut = (cells: readonly string[], style: Style) => cells.map((cell, index) => sheet.lines(cell, columns[index] ?? 0, style))
  const headCells = cut(head, smallBold)
  const headHeight = longest(headCells) * sheet.lineHeight(smallBold) + 8
  const row = (cells: readonly (readonly string[])[], style: Style, tag: 'TH' | 'TD') => {
    const line = sheet.element('TR', element)
    cells.forEach((lines, index) => {
      const cell = sheet.element(tag, line)
      sheet.writeAt(lines, places[index] ?? sheet.left, sheet.y, style, cell, tag)
      cell.end()
    })
    line.end()
    sheet.y += longest(cells) * sheet.lineHeight(style) + 4
    sheet.rule()
    sheet.y += 4
  }
  sheet.ensure(headHeight + 40)
  row(headCells, smallBold, 'TH')
  const height = sheet.lineHeight(small)
  for (const cells of rows) {
    let waiting = cut(cells, small)
    // A row that is longer than what is left goes on, on the next page, under the head.
    while (longest(waiting) > 0) {
      const fits = Math.floor((sheet.bottom - sheet.y - 8) / height)
      if (fits < Math.min(longest(waiting), 3)) {
        sheet.newPage()
        row(headCells, smallBold, 'TH')
        continue
      }
      row(waiting.map((lines) => lines.slice(0, fits)), small, 'TD')
      waiting = waiting.map((lines) => lines.slice(fits))
    }
    yield
  }
  element.end()
  sheet.gap(6)
}

function longest(cells: readonly (readonly string[])[]): number {
  return Math.max(0, ...cells.map((lines) => lines.length))
}
