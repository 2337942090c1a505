import type { PdfBlock } from './pdf-document.ts'
import type { Sheet, Style } from './sheet.ts'

type Bars = Extract<PdfBlock, { kind: 'bars' }>

const words: Style = { face: 'regular', size: 8.5 }
const strong: Style = { face: 'bold', size: 8.5 }
const mostStep = 15
const labels = 160
/** For the number after the longest bar. */
const numbers = 48

/** A row for each bar: its label, its parts one after the other, its sum. What the colors mean stands above. */
export function drawBars(sheet: Sheet, { alt, parts, rows }: Bars): void {
  const legend = parts.length > 1 ? legendOf(sheet, parts) : []
  const legendHeight = legend.length === 0 ? 0 : (Math.max(...legend.map(({ line }) => line)) + 1) * 13 + 5
  // However many rows there are, they stand on one page.
  const step = Math.min(mostStep, (sheet.bottom - sheet.top - legendHeight - 8) / Math.max(1, rows.length))
  const sums = rows.map(({ values }) => values.reduce((total, value) => total + value, 0))
  const scale = (sheet.width - labels - numbers) / Math.max(1, ...sums)
  sheet.figure(alt, legendHeight + rows.length * step + 8, (pen) => {
    for (const { name, color, x, line } of legend) {
      pen.fill(x, sheet.y + line * 13 + 2, 7, 7, color)
      pen.write(name, x + 11, sheet.y + line * 13, words)
    }
    rows.forEach(({ label, values }, index) => {
      const y = sheet.y + legendHeight + index * step
      pen.write(cut(sheet, label), sheet.left, y, words)
      let x = sheet.left + labels
      values.forEach((value, part) => {
        if (value > 0) pen.fill(x, y, value * scale, step - 4, parts[part]?.color ?? '#1b1b1b')
        x += Math.max(0, value) * scale
      })
      pen.write((sums[index] ?? 0).toLocaleString('en-US'), x + 4, y, strong)
    })
  })
  sheet.gap(8)
}

/** Beside one another, and on a next line where there is no room. */
function legendOf(sheet: Sheet, parts: Bars['parts']): { name: string; color: string; x: number; line: number }[] {
  let [x, line] = [sheet.left, 0]
  return parts.map(({ name, color }) => {
    const width = 11 + sheet.widthOf(name, words) + 14
    if (x > sheet.left && x + width > sheet.left + sheet.width) [x, line] = [sheet.left, line + 1]
    const place = { name, color, x, line }
    x += width
    return place
  })
}

/** The first line of a label that needs several. */
function cut(sheet: Sheet, label: string): string {
  const [first = '', ...others] = sheet.lines(label, labels - 14, words)
  return others.length === 0 ? first : `${first.trimEnd()}…`
}
