import { useState } from 'react'
import type { ListColumn } from '#src/modules/complaints/list-contract.ts'
import type { ListInput } from '../../../agency/queries.ts'
import { api } from '../../../app/api.ts'
import { sentenceOf } from '../../../ui/error-state.tsx'
import { announce } from '../../../ui/live-region.tsx'

export type ExportFormat = 'csv' | 'xlsx'
export type Exported = ListInput & { words?: string; ids?: readonly string[]; columns: readonly ListColumn[] }

/** Fetches a list as a file and hands it to the browser. A file that broke off is never handed over. */
export function useExport() {
  const [state, setState] = useState<{ working: boolean; problem: string }>({ working: false, problem: '' })
  async function save(format: ExportFormat, input: Exported) {
    if (state.working) return
    setState({ working: true, problem: '' })
    announce('The file is being made')
    try {
      const { limit: _limit, ...asked } = input
      const file = await api.download('/complaints/exports', { ...asked, format })
      const address = URL.createObjectURL(file)
      const link = document.createElement('a')
      link.href = address
      link.download = `complaints.${format}`
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
