import { PassThrough, pipeline, type Readable } from 'node:stream'
import { setImmediate as breathe, setTimeout as sleep } from 'node:timers/promises'
import { drawBlock } from './draw-block.ts'
import type { PdfDocument } from './pdf-document.ts'
import type { Sheet } from './sheet.ts'

/** What may wait to be read before writing pauses, in bytes. */
const waitingAtMost = 512 * 1024
const stepsAtOnce = 20

/**
 * The document as a PDF: US Letter, tagged, in its language, fonts embedded, "Page 1 of 9" on each page. It is laid out
 * twice, once to count its pages, and streamed as it is written; when nobody reads any more, writing ends.
 */
export function renderPdf(document: PdfDocument): Readable {
  const out = new PassThrough()
  void write(document, out).catch((error: unknown) => out.destroy(error instanceof Error ? error : new Error('The PDF could not be made.')))
  return out
}

async function write(document: PdfDocument, out: PassThrough): Promise<void> {
  // Loaded by the first PDF: the library takes 12 MB, which a server that makes none need not spend.
  const { Sheet: Pages } = await import('./sheet.ts')
  const counted = new Pages(document, null)
  counted.pdf.resume()
  await draw(document, counted, out)
  const sheet = new Pages(document, counted.pages)
  pipeline(sheet.pdf, out, () => undefined)
  await draw(document, sheet, out)
}

async function draw(document: PdfDocument, sheet: Sheet, out: PassThrough): Promise<void> {
  let steps = 0
  for (const block of document.blocks) {
    for (const _ of drawBlock(sheet, block)) {
      steps += 1
      if (steps % stepsAtOnce === 0) await breathe()
      while (sheet.pdf.readableLength > waitingAtMost && !out.destroyed) await sleep(10)
      if (out.destroyed) return
    }
  }
  sheet.end()
}
