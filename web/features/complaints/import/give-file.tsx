import { useNavigate } from '@tanstack/react-router'
import { useId, useRef, useState, type DragEvent, type ReactNode } from 'react'
import { ImportDetail, maxImportBytes } from '#src/modules/imports/contract.ts'
import { api } from '../../../app/api.ts'
import { sentenceOf } from '../../../ui/error-state.tsx'
import { Icon } from '../../../ui/icon.tsx'
import { announce } from '../../../ui/live-region.tsx'
import { Meter } from '../../../ui/meter.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { showImport } from './import-queries.ts'
import { sizeWords } from './import-words.tsx'

type Sending = { name: string; size: number; sent: number; stop: () => void }

/** The first step: one file, by choosing or dropping it. */
export function GiveFile(): ReactNode {
  const navigate = useNavigate()
  const [sending, setSending] = useState<Sending | null>(null)
  const [problem, setProblem] = useState('')
  const [over, setOver] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  const id = useId()

  async function give(file: File | undefined) {
    if (!file || sending) return
    setProblem('')
    if (file.size === 0) { setProblem('The file is empty.'); return; }
    if (file.size > maxImportBytes) { setProblem(`The file has ${sizeWords(file.size)}. At most 200 MB are possible: split it, and import the parts one after the other.`); return; }
    const stopping = new AbortController()
    const shown = { name: file.name, size: file.size, stop: () => stopping.abort() }
    setSending({ ...shown, sent: 0 })
    try {
      const detail = showImport(await api.upload('/imports', file, ImportDetail, { signal: stopping.signal, onProgress: (sent) => setSending({ ...shown, sent }) }))
      announce('The file is uploaded')
      await navigate({ to: '/complaints/import/$id', params: { id: detail.id }, search: { step: 'columns' } })
    } catch (error) {
      if (!stopping.signal.aborted) setProblem(sentenceOf(error))
    } finally {
      setSending(null)
      if (input.current) input.current.value = ''
    }
  }
  function onDrop(event: DragEvent) {
    event.preventDefault()
    setOver(false)
    if (event.dataTransfer.files.length > 1) { setProblem('Import one file at a time.'); return; }
    void give(event.dataTransfer.files[0])
  }

  return (
    <div className="stack">
      {problem ? (
        <Notice tone="error" title="This file cannot be imported">
          {problem}
        </Notice>
      ) : null}
      {sending ? (
        <div className="import-sending">
          <p>
            <strong className="wrap-anywhere">{sending.name}</strong>
          </p>
          <Meter wide value={sending.sent} max={sending.size} label={`Upload of ${sending.name}`} />
          <p className="row">
            <span className="num">{sending.sent < sending.size ? `${sizeWords(sending.sent)} of ${sizeWords(sending.size)} sent` : 'Sent. Looking at its columns…'}</span>
            <button type="button" className="link-button" onClick={sending.stop}>
              Stop
            </button>
          </p>
        </div>
      ) : (
        <div
          className={over ? 'import-drop import-drop--over' : 'import-drop'}
          onDragOver={(event) => {
            event.preventDefault()
            setOver(true)
          }}
          onDragLeave={() => setOver(false)}
          onDrop={onDrop}
        >
          <Icon name="upload_file" size={4} />
          <p>
            Drop a file here, or{' '}
            <label htmlFor={id} className="import-drop__choose">
              choose a file
            </label>
            <input ref={input} id={id} type="file" accept=".csv,.xlsx,.txt,text/csv" aria-describedby={`${id}-hint`} onChange={(event) => void give(event.target.files?.[0])} />
          </p>
          <p className="small muted" id={`${id}-hint`}>
            CSV or Excel (.xlsx), at most 200 MB, with the names of the columns in the first row; at most five files at one time. The CFPB’s export, your agency’s own spreadsheet, or mended rejected rows.
          </p>
        </div>
      )}
    </div>
  )
}
