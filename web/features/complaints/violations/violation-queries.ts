import { infiniteQueryOptions } from '@tanstack/react-query'
import { CitationList, CitationPage, ViolationPage, type Citation } from '#src/modules/violations/contract.ts'
import { api } from '../../../app/api.ts'
import { inBackground } from '../../../app/query-client.ts'
import type { ComboOption } from '../../../ui/form/combo-field.tsx'

export const violationsQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: ['complaints', id, 'violations'],
    queryFn: (context) => api.get(`/complaints/${id}/alleged-violations`, ViolationPage, { ...inBackground(context), search: { cursor: context.pageParam, limit: 50 } }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  })

export const citationsKey = ['citations'] as const
export const citationsQuery = (of: 'own' | 'shipped') =>
  infiniteQueryOptions({
    queryKey: [...citationsKey, of],
    queryFn: (context) => api.get('/citations', CitationPage, { ...inBackground(context), search: { of, cursor: context.pageParam, limit: 50 } }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  })

/** For the picker: what one types is sent in the body, never in an address. */
export async function findCitations(words: string, signal: AbortSignal): Promise<ComboOption[]> {
  const { items } = await api.post('/citation-searches', { words, limit: 12 }, CitationList, { signal })
  return items.map(({ id, code, title, law, level, state, isOwn }: Citation) => ({
    value: id,
    label: `${code} ${title}`,
    detail: [law, level === 'state' ? (state ?? 'State') : null, isOwn ? 'added by your agency' : null].filter(Boolean).join(' · '),
  }))
}
