import { useQueryClient } from '@tanstack/react-query'
import type { RowSelectionState } from '@tanstack/react-table'
import { useState, type ReactNode } from 'react'
import type { DocumentItem } from '#src/modules/documents/contract.ts'
import { mostSelected } from '#src/modules/documents/selection-contract.ts'
import { api } from '../app/api.ts'
import { sentenceOf } from '../ui/error-state.tsx'
import { sizeWords } from '../ui/files/file-rules.ts'
import { announce } from '../ui/live-region.tsx'
import { Notice } from '../ui/notice.tsx'
import { saveFile } from '../ui/save-file.ts'
import { openingsKey } from './queries.ts'

/** Rows of documents that are chosen: what the table needs, and the bar that stands above it. */
export function useSelectedDocuments(documents: readonly DocumentItem[]) {
  const [selected, setSelected] = useState<RowSelectionState>({})
  const names = new Map(documents.map((document) => [document.id, document.name]))
  return {
    selection: { selected, onChange: setSelected, nameOf: (id: string) => names.get(id) ?? 'the document' },
    // What the list no longer shows is no longer chosen.
    bar: <SelectedBar documents={documents.filter((document) => selected[document.id])} onClear={() => setSelected({})} />,
  }
}

function SelectedBar({ documents, onClear }: { documents: readonly DocumentItem[]; onClear: () => void }): ReactNode {
  const [working, setWorking] = useState(false)
  const [problem, setProblem] = useState('')
  const client = useQueryClient()
  if (documents.length === 0) return null
  const open = documents.filter((document) => document.canOpen)
  const closed = documents.length - open.length
  const words = `${open.length.toLocaleString('en-US')} ${open.length === 1 ? 'file' : 'files'}, ${sizeWords(open.reduce((all, { size }) => all + size, 0))}`

  async function download() {
    setProblem('')
    setWorking(true)
    announce('The ZIP is being made')
    try {
      saveFile(await api.download('/documents/selections', { ids: documents.map(({ id }) => id) }), 'documents.zip')
      announce('The ZIP is downloaded')
      void client.invalidateQueries({ queryKey: openingsKey })
    } catch (error) {
      setProblem(sentenceOf(error))
    } finally {
      setWorking(false)
    }
  }
  return (
    <>
      {problem ? <Notice tone="error" title="The documents could not be downloaded">{problem}</Notice> : null}
      <div className="selection-bar" role="group" aria-label="What to do with the selected documents">
        <strong className="num" role="status">
          {documents.length} selected
        </strong>
        {documents.length > mostSelected ? (
          <span>{`Choose at most ${String(mostSelected)} at a time.`}</span>
        ) : open.length === 0 ? (
          <span>None of them can be opened now.</span>
        ) : (
          <button type="button" className="usa-button" aria-disabled={working} onClick={() => (working ? announce('Still working') : void download())}>
            {working ? 'Making the ZIP…' : `Download selected (${words})`}
          </button>
        )}
        {closed > 0 && open.length > 0 ? <span className="small">{closed === 1 ? '1 that cannot be opened is left out and named in the ZIP.' : `${String(closed)} that cannot be opened are left out and named in the ZIP.`}</span> : null}
        <div className="selection-bar__side">
          <button type="button" className="link-button" onClick={onClear}>
            Clear
          </button>
        </div>
      </div>
    </>
  )
}
