import { useState } from 'react'
import type { ReportFormat } from '#src/modules/reports/report-contract.ts'
import { api } from '../app/api.ts'
import { sentenceOf } from '../ui/error-state.tsx'
import { announce } from '../ui/live-region.tsx'

/** Fetches a report as a file and hands it to the browser. A file that broke off is never handed over. */
export function useReportExport(path: string, name: string) {
  const [state, setState] = useState<{ working: boolean; problem: string }>({ working: false, problem: '' })
  async function save(format: ReportFormat, asked: object) {
    if (state.working) return
    setState({ working: true, problem: '' })
    announce('The file is being made')
    try {
      const file = await api.download(path, { ...asked, format })
      const address = URL.createObjectURL(file)
      const link = document.createElement('a')
      link.href = address
      link.download = `${name}.${format}`
      link.click()
      setTimeout(() => URL.revokeObjectURL(address), 60_000)
      setState({ working: false, problem: '' })
      announce('The file was saved')
    } catch (error) {
      setState({ working: false, problem: error instanceof TypeError ? 'The file could not be made in full, so it was thrown away. Try again.' : sentenceOf(error) })
    }
  }
  return { ...state, save }
}
