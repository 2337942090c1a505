import { useState } from 'react'
import { sentenceOf } from './error-state.tsx'
import { announce } from './live-region.tsx'

/** Hands a file that is in the page to the browser, which saves it under this name. */
export function saveFile(file: Blob, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(file)
  link.download = name
  link.click()
  // The browser may still be reading it.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}

export type FileSaving = { working: boolean; problem: string; save: (name: string, fetch: () => Promise<Blob>) => Promise<void> }

/**
 * Fetches a file and hands it to the browser, one at a time. A file that broke off is never handed over: `problem` says so.
 *   const exporting = useFileSaving()
 *   <ExportMenu formats={['csv', 'xlsx']} working={exporting.working} onChoose={(format) => exporting.save(`complaints.${format}`, () => api.download('/complaints/exports', { ...asked, format }))} />
 *   {exporting.problem ? <Notice tone="error">{exporting.problem}</Notice> : null}
 */
export function useFileSaving(): FileSaving {
  const [state, setState] = useState({ working: false, problem: '' })
  async function save(name: string, fetch: () => Promise<Blob>) {
    if (state.working) return
    setState({ working: true, problem: '' })
    announce('The file is being made')
    try {
      saveFile(await fetch(), name)
      setState({ working: false, problem: '' })
      announce('The file was saved')
    } catch (error) {
      setState({ working: false, problem: error instanceof TypeError ? 'The file could not be made in full, so it was thrown away. Try again.' : sentenceOf(error) })
    }
  }
  return { ...state, save }
}
