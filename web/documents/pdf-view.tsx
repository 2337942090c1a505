import { getDocument, GlobalWorkerOptions, PasswordException, TextLayer, type PDFDocumentProxy, type RenderTask } from 'pdfjs-dist'
import workerAddress from 'pdfjs-dist/build/pdf.worker.min.mjs?url'
import { useEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react'
import { Skeleton } from '../ui/loading.tsx'
import { Notice } from '../ui/notice.tsx'

GlobalWorkerOptions.workerSrc = workerAddress

/** At once asked for; a page of a large file needs no more than its own parts. */
const rangeBytes = 256 * 1024
const zooms = [0.5, 0.75, 1, 1.25, 1.5, 2, 3] as const

/** A PDF, page by page, with its text to select and search in; nothing that it holds is run. */
export function PdfView({ address, name }: { address: string; name: string }): ReactNode {
  const [pdf, setPdf] = useState<PDFDocumentProxy | null>(null)
  const [problem, setProblem] = useState('')
  const [page, setPage] = useState(1)
  const [zoom, setZoom] = useState(1)

  useEffect(() => {
    const task = getDocument({
      url: address,
      rangeChunkSize: rangeBytes,
      disableAutoFetch: true,
      enableXfa: false,
      stopAtErrors: false,
      useWasm: false,
      wasmUrl: '/assets/pdf/wasm/',
      standardFontDataUrl: '/assets/pdf/standard_fonts/',
      verbosity: 0,
    })
    task.promise.then(setPdf, (error: unknown) => {
      if (!task.destroyed) setProblem(error instanceof PasswordException ? 'This PDF is protected by a password, so it cannot be shown here. Download it and open it with the password.' : 'This PDF cannot be shown here: it may be damaged. Download it to open it.')
    })
    return () => void task.destroy()
  }, [address])

  if (problem) return <Notice tone="info">{problem}</Notice>
  if (!pdf) return <Skeleton lines={8} height={16} />
  const turn = (to: number) => setPage(Math.min(pdf.numPages, Math.max(1, to)))
  const step = (by: 1 | -1) => setZoom((now) => zooms[Math.min(zooms.length - 1, Math.max(0, zooms.findIndex((one) => one === now) + by))] ?? 1)
  function onKey(event: KeyboardEvent) {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const deeds: Record<string, () => void> = { PageDown: () => turn(page + 1), ArrowRight: () => turn(page + 1), PageUp: () => turn(page - 1), ArrowLeft: () => turn(page - 1), Home: () => turn(1), End: () => turn(pdf?.numPages ?? 1), '+': () => step(1), '-': () => step(-1) }
    const deed = deeds[event.key]
    if (!deed) return
    event.preventDefault()
    deed()
  }
  return (
    <div className="pdf">
      <div className="pdf__bar" role="group" aria-label="Pages and zoom">
        <button type="button" className="usa-button usa-button--outline" disabled={page === 1} onClick={() => turn(page - 1)}>
          Previous page
        </button>
        <span className="num" role="status">
          Page {page} of {pdf.numPages}
        </span>
        <button type="button" className="usa-button usa-button--outline" disabled={page === pdf.numPages} onClick={() => turn(page + 1)}>
          Next page
        </button>
        <span className="pdf__zoom">
          <button type="button" className="usa-button usa-button--outline" aria-label="Smaller" disabled={zoom === zooms[0]} onClick={() => step(-1)}>
            −
          </button>
          <span className="num">{Math.round(zoom * 100)}%</span>
          <button type="button" className="usa-button usa-button--outline" aria-label="Larger" disabled={zoom === zooms.at(-1)} onClick={() => step(1)}>
            +
          </button>
        </span>
      </div>
      <PdfPage pdf={pdf} number={page} zoom={zoom} name={name} onKey={onKey} />
    </div>
  )
}

/** At 100% a page is as wide as there is room for it. */
function PdfPage({ pdf, number, zoom, name, onKey }: { pdf: PDFDocumentProxy; number: number; zoom: number; name: string; onKey: (event: KeyboardEvent) => void }): ReactNode {
  const frame = useRef<HTMLDivElement>(null)
  const canvas = useRef<HTMLCanvasElement>(null)
  const letters = useRef<HTMLDivElement>(null)
  const [isBroken, setBroken] = useState(false)

  useEffect(() => {
    const over = { is: false }
    const isOver = () => over.is
    let drawing: RenderTask | undefined
    let layer: TextLayer | undefined
    async function draw() {
      const [target, text, around] = [canvas.current, letters.current, frame.current]
      if (!target || !text || !around) return
      const page = await pdf.getPage(number)
      if (isOver()) return
      const fit = Math.max(0.2, (around.clientWidth - 2) / page.getViewport({ scale: 1 }).width)
      const scale = Math.min(fit, 2) * zoom
      const viewport = page.getViewport({ scale })
      const density = Math.min(window.devicePixelRatio || 1, 2)
      target.width = Math.floor(viewport.width * density)
      target.height = Math.floor(viewport.height * density)
      target.style.width = `${String(Math.floor(viewport.width))}px`
      target.style.height = `${String(Math.floor(viewport.height))}px`
      text.replaceChildren()
      text.style.setProperty('--total-scale-factor', String(scale))
      drawing = page.render({ canvas: target, viewport, transform: [density, 0, 0, density, 0, 0] })
      await drawing.promise
      if (isOver()) return
      layer = new TextLayer({ textContentSource: page.streamTextContent(), container: text, viewport })
      await layer.render()
    }
    setBroken(false)
    draw().catch(() => {
      if (!isOver()) setBroken(true)
    })
    return () => {
      over.is = true
      drawing?.cancel()
      layer?.cancel()
    }
  }, [pdf, number, zoom])

  return (
    <>
      {isBroken ? <Notice tone="info">This page cannot be shown whole. Download the file to read it.</Notice> : null}
      <div ref={frame} className="pdf__frame" tabIndex={0} role="group" aria-label={`Page ${String(number)} of ${name}. Page Down and Page Up turn pages.`} onKeyDown={onKey}>
        <div className="pdf__page">
          <canvas ref={canvas} aria-hidden="true" />
          <div ref={letters} className="pdf__letters" />
        </div>
      </div>
    </>
  )
}
