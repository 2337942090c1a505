import { queryOptions } from '@tanstack/react-query'
import { useState } from 'react'
import { MarketChoices, MarketRises, MarketView, type ExportMarket, type MarketFilters } from '#src/modules/reports/market-contract.ts'
import { api } from '../../app/api.ts'
import { inBackground } from '../../app/query-client.ts'
import { sentenceOf } from '../../ui/error-state.tsx'
import { announce } from '../../ui/live-region.tsx'
import type { MarketSearch } from './routes.ts'

/** Under the key of all lists of complaints: what changes one, changes both. */
export const marketQuery = (search: MarketSearch) =>
  queryOptions({ queryKey: ['complaint-lists', 'market', search], queryFn: (context) => api.get('/reports/market', MarketView, { ...inBackground(context), search }) })

export const risesQuery = (filters: MarketFilters) =>
  queryOptions({ queryKey: ['complaint-lists', 'market-rises', filters], queryFn: (context) => api.get('/reports/market/rises', MarketRises, { ...inBackground(context), search: filters }) })

export const choicesQuery = queryOptions({ queryKey: ['market-choices'], queryFn: (context) => api.get('/reports/market/choices', MarketChoices, inBackground(context)), staleTime: 300_000 })

/** Fetches the market as a file and hands it to the browser. A file that broke off is never handed over. */
export function useMarketExport() {
  const [state, setState] = useState<{ working: boolean; problem: string }>({ working: false, problem: '' })
  async function save(format: ExportMarket['format'], asked: MarketSearch) {
    if (state.working) return
    setState({ working: true, problem: '' })
    announce('The file is being made')
    try {
      const file = await api.download('/reports/market/exports', { ...asked, format })
      const address = URL.createObjectURL(file)
      const link = document.createElement('a')
      link.href = address
      link.download = `market-by-${asked.by ?? 'company'}.${format}`
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
