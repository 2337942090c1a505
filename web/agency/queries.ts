import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { z } from 'zod'
import { CompanyRecord, SubjectMatches, type SubjectMatch } from '#src/modules/companies/contract.ts'
import { CategoryList, ColleagueList } from '#src/modules/complaints/choices-contract.ts'
import { ComplaintPage, ComplaintRecord, ViewCounts, type ListComplaints } from '#src/modules/complaints/contract.ts'
import { HistoryPage, HistoryPeople, type ListHistory } from '#src/modules/complaints/history-contract.ts'
import { DocumentItem } from '#src/modules/documents/contract.ts'
import { RequestList, RequestRecord, SendingDefaults } from '#src/modules/information-requests/contract.ts'
import { api } from '../app/api.ts'
import { inBackground, queryClient } from '../app/query-client.ts'

/*
 * What several of the agencies' pages read. Everything about one complaint stands under ['complaints', id], so that one
 * call, refreshComplaint, makes all of it new after a change.
 */
export const complaintQuery = (id: string) =>
  queryOptions({ queryKey: ['complaints', id, 'record'], queryFn: (context) => api.get(`/complaints/${id}`, ComplaintRecord, inBackground(context)) })

export const requestsQuery = (id: string) =>
  queryOptions({ queryKey: ['complaints', id, 'requests'], queryFn: (context) => api.get(`/complaints/${id}/information-requests`, RequestList, inBackground(context)) })

const DocumentList = z.object({ items: z.array(DocumentItem) })
export const documentsQuery = (id: string) =>
  queryOptions({ queryKey: ['complaints', id, 'documents'], queryFn: (context) => api.get(`/complaints/${id}/documents`, DocumentList, inBackground(context)) })

export const historyQuery = (id: string, filter: Partial<Omit<ListHistory, 'cursor' | 'limit'>> = {}, limit = 50) =>
  infiniteQueryOptions({
    queryKey: ['complaints', id, 'history', filter, limit],
    queryFn: (context) => api.get(`/complaints/${id}/history`, HistoryPage, { ...inBackground(context), search: { ...filter, cursor: context.pageParam, limit } }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
  })

export const historyPeopleQuery = (id: string) =>
  queryOptions({ queryKey: ['complaints', id, 'history-people'], queryFn: (context) => api.get(`/complaints/${id}/history/people`, HistoryPeople, inBackground(context)) })

export const sendingDefaultsQuery = (id: string) =>
  queryOptions({ queryKey: ['complaints', id, 'sending-defaults'], queryFn: (context) => api.get(`/complaints/${id}/sending-defaults`, SendingDefaults, inBackground(context)) })

export const requestQuery = (id: string) =>
  queryOptions({ queryKey: ['information-requests', id], queryFn: (context) => api.get(`/information-requests/${id}`, RequestRecord, inBackground(context)) })

export const countsQuery = queryOptions({ queryKey: ['complaint-lists', 'counts'], queryFn: (context) => api.get('/complaints/counts', ViewCounts, inBackground(context)) })

export const categoriesQuery = queryOptions({ queryKey: ['categories'], queryFn: (context) => api.get('/categories', CategoryList, inBackground(context)), staleTime: Infinity })

export const colleaguesQuery = queryOptions({ queryKey: ['colleagues'], queryFn: (context) => api.get('/colleagues', ColleagueList, inBackground(context)), staleTime: 60_000 })

export const companyQuery = (id: string) => queryOptions({ queryKey: ['companies', id], queryFn: (context) => api.get(`/companies/${id}`, CompanyRecord, inBackground(context)) })

export type ListInput = Partial<Omit<ListComplaints, 'cursor'>>

/** A list of complaints. Words go in the body, never in an address. */
export const complaintsQuery = (input: ListInput, words = '') =>
  infiniteQueryOptions({
    queryKey: ['complaint-lists', 'list', input, words],
    queryFn: (context) => {
      const cursor = context.pageParam
      if (!words) return api.get('/complaints', ComplaintPage, { ...inBackground(context), search: { ...input, cursor } })
      return api.post('/complaints/searches', { ...input, words, cursor }, ComplaintPage, inBackground(context))
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  })

export const subjectsQuery = (words: string, limit: number) =>
  queryOptions({ queryKey: ['subjects', words, limit], queryFn: (context) => api.post('/subject-searches', { words, limit }, SubjectMatches, inBackground(context)), enabled: words !== '' })

/** For a field that finds while one types. */
export async function findSubjects(words: string, signal: AbortSignal): Promise<SubjectMatch[]> {
  return (await api.post('/subject-searches', { words, limit: 10 }, SubjectMatches, { signal })).items
}

/** After a change: the record, its requests, documents and history, and every list and count that it stands in. */
export async function refreshComplaint(id: string, requestId?: string): Promise<void> {
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: ['complaints', id] }),
    queryClient.invalidateQueries({ queryKey: ['complaint-lists'] }),
    queryClient.invalidateQueries({ queryKey: ['tasks'] }),
    requestId ? queryClient.invalidateQueries({ queryKey: ['information-requests', requestId] }) : undefined,
  ])
}
