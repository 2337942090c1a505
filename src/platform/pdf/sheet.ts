import PDFDocument from 'pdfkit'
import { breakLines, type Measure } from './break-lines.ts'
import { faces, printable, type Face } from './glyphs.ts'
import type { PdfDocument } from './pdf-document.ts'

type Element = PDFKit.PDFStructureElement

/** US Letter, in points (1/72 inch). */
const margin = { top: 72, bottom: 66, side: 64 }
const ink = { text: '#1b1b1b', quiet: '#565c65', warning: '#b50909', rule: '#a9aeb1' } as const
export type Ink = keyof typeof ink

export type Style = { face: Face; size: number; ink?: Ink; leading?: number }

/** Draws in a figure, at places on the page. */
type Pen = { write: (line: string, x: number, y: number, style: Style) => void; fill: (x: number, y: number, width: number, height: number, color: string) => void }

/**
 * The pages that are being written: a pen that moves down, breaks pages, and says of everything what it is (tagged PDF).
 * Pages behind the pen are handed on and forgotten, so that memory does not grow with the document.
 */
export class Sheet {
  readonly pdf: PDFKit.PDFDocument
  readonly left = margin.side
  readonly top = margin.top
  readonly width: number
  readonly #height: number
  y = 0
  pages = 0
  readonly #document: PdfDocument
  readonly #totalPages: number | null
  readonly #root: Element
  readonly #widths = new Map<string, Map<string, number>>()

  /** `totalPages`: for "Page 1 of 9"; null while they are being counted. */
  constructor(document: PdfDocument, totalPages: number | null) {
    this.#document = document
    this.#totalPages = totalPages
    this.pdf = new PDFDocument({
      autoFirstPage: false,
      size: 'LETTER',
      layout: document.landscape ? 'landscape' : 'portrait',
      margins: { top: 0, bottom: 0, left: 0, right: 0 },
      pdfVersion: '1.7',
      tagged: true,
      lang: document.language,
      displayTitle: true,
      info: { Title: document.title, Author: document.author, CreationDate: document.createdAt },
    })
    for (const [name, path] of Object.entries(faces)) this.pdf.registerFont(name, path)
    this.#root = this.pdf.struct('Document')
    this.pdf.addStructure(this.#root)
    const [width, height] = document.landscape ? [792, 612] : [612, 792]
    this.width = width - 2 * margin.side
    this.#height = height
    this.newPage()
  }

  get bottom(): number {
    return this.#height - margin.bottom
  }

  get isAtTop(): boolean {
    return this.y === margin.top
  }

  /** A part of the document's structure ("P", "H1", "Table"), under the document or another part. */
  element(type: string, parent: Element = this.#root): Element {
    const made = this.pdf.struct(type)
    parent.add(made)
    return made
  }

  /** Goes to the next page unless this much room is left on this one. */
  ensure(points: number): void {
    if (this.y + points > this.bottom && !this.isAtTop) this.newPage()
  }

  newPage(): void {
    this.pdf.addPage()
    this.pages += 1
    this.y = margin.top
    this.#headAndFoot()
  }

  gap(points: number): void {
    if (!this.isAtTop) this.y = Math.min(this.y + points, this.bottom)
  }

  /** The lines of a text in this style: its own line breaks, and those of the width. */
  lines(text: string, width: number, style: Style): string[] {
    const measure = this.#measure(style)
    return text.split(/\r\n?|[\n\u2028\u2029]/).flatMap((paragraph) => breakLines(printable(paragraph), width, measure))
  }

  widthOf(line: string, style: Style): number {
    return this.#measure(style)(printable(line))
  }

  lineHeight(style: Style): number {
    return style.size * (style.leading ?? 1.4)
  }

  /** Writes lines under each other as the content of `element`, breaking pages where they end. */
  write(lines: readonly string[], style: Style, element: Element, tag: string, x = this.left): void {
    const height = this.lineHeight(style)
    let open = false
    for (const line of lines) {
      if (this.y + height > this.bottom && !this.isAtTop) {
        if (open) this.pdf.endMarkedContent()
        open = false
        this.newPage()
      }
      if (!open) element.add(this.pdf.markStructureContent(tag))
      open = true
      this.#put(line, x, this.y, style)
      this.y += height
    }
    if (open) this.pdf.endMarkedContent()
  }

  /** A picture at the pen, `height` points high, with its words for whoever does not see it. What it is drawn of is not read out. */
  figure(alt: string, height: number, draw: (pen: Pen) => void): void {
    this.ensure(height)
    const figure = this.pdf.struct('Figure', { alt: printable(alt) })
    this.#root.add(figure)
    figure.add(this.pdf.markStructureContent('Figure'))
    draw({
      write: (line, x, y, style) => this.#put(printable(line), x, y, style),
      fill: (x, y, width, points, color) => this.pdf.rect(x, y, width, points).fill(color),
    })
    this.pdf.endMarkedContent()
    figure.end()
    this.y += height
  }

  /** Writes lines at a place on this page without moving the pen. */
  writeAt(lines: readonly string[], x: number, y: number, style: Style, element: Element, tag: string): void {
    element.add(this.pdf.markStructureContent(tag))
    lines.forEach((line, index) => this.#put(line, x, y + index * this.lineHeight(style), style))
    this.pdf.endMarkedContent()
  }

  /** A line across; decoration, which a screen reader passes over. */
  rule(weight = 0.5): void {
    this.pdf.markContent('Artifact', { type: 'Layout' })
    this.pdf.moveTo(this.left, this.y).lineTo(this.left + this.width, this.y).lineWidth(weight).strokeColor(ink.rule).stroke()
    this.pdf.endMarkedContent()
  }

  end(): void {
    this.#root.end()
    this.pdf.end()
  }

  #put(line: string, x: number, y: number, style: Style): void {
    if (line === '') return
    this.pdf.font(style.face, style.size).fillColor(ink[style.ink ?? 'text']).text(line, x, y, { lineBreak: false })
  }

  #measure(style: Style): Measure {
    const key = `${style.face} ${String(style.size)}`
    const known = this.#widths.get(key) ?? new Map<string, number>()
    this.#widths.set(key, known)
    return (text) => {
      const cached = known.get(text)
      if (cached !== undefined) return cached
      const width = this.pdf.font(style.face, style.size).widthOfString(text)
      if (known.size < 20_000) known.set(text, width)
      return width
    }
  }

  #headAndFoot(): void {
    const { header, footer, warning } = this.#document
    const small: Style = { face: 'regular', size: 8.5, ink: 'quiet' }
    const head = this.lines(header, this.width - 150, small)[0] ?? ''
    const number = this.#totalPages === null ? '' : `Page ${String(this.pages)} of ${String(this.#totalPages)}`
    this.pdf.markContent('Artifact', { type: 'Pagination' })
    this.#put(head, this.left, 36, small)
    if (warning !== undefined) this.#putRight(printable(warning), 36, { face: 'bold', size: 8.5, ink: 'warning' })
    // The margin below has room for a second line, where a long name needs one.
    for (const [index, line] of this.lines(footer, this.width - 90, small).slice(0, 2).entries()) this.#put(line, this.left, this.#height - 44 + index * 11, small)
    this.#putRight(number, this.#height - 44, small)
    this.pdf.endMarkedContent()
  }

  #putRight(line: string, y: number, style: Style): void {
    this.#put(line, this.left + this.width - this.#measure(style)(line), y, style)
  }
}
