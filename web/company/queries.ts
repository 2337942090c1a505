import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { HistoryPage } from '#src/modules/complaints/history-contract.ts'
import { AnswerWork, ReadyAnswers, SubmissionList } from '#src/modules/information-requests/answer-contract.ts'
import { PocCandidates, ReceivedChoices, ReceivedPage, ReceivedRecord, ReceivedRequestRecord, type ListReceived } from '#src/modules/information-requests/contract.ts'
import { DeputyList } from '#src/modules/information-requests/deputy-contract.ts'
import { ReceivedDocuments } from '#src/modules/information-requests/received-documents-contract.ts'
import { ReceivedLetter, ReceivedLetterList } from '#src/modules/letters/contract.ts'
import { TaskPage } from '#src/modules/notifications/contract.ts'
import { api } from '../app/api.ts'
import { inBackground } from '../app/query-client.ts'

/** Everything about a company's complaints stands under this key: what changes one may change its lists. */
export const receivedKey = ['received'] as const
export const tasksKey = ['tasks'] as const

/** An empty cursor is left out of the request. */
const firstPage = ''

export const tasksQuery = infiniteQueryOptions({
  queryKey: tasksKey,
  queryFn: (context) => api.get('/tasks', TaskPage, { search: { cursor: context.pageParam, limit: 100 }, ...inBackground(context) }),
  initialPageParam: firstPage,
  getNextPageParam: (page) => page.next,
  refetchInterval: 60_000,
})

export const receivedListQuery = (view: ListReceived['view'], limit: number, filters: Pick<ListReceived, 'agencyId' | 'pocId'> = {}) =>
  infiniteQueryOptions({
    queryKey: [...receivedKey, 'list', view, limit, filters],
    queryFn: (context) => api.get('/received-complaints', ReceivedPage, { search: { view, ...filters, cursor: context.pageParam, limit }, ...inBackground(context) }),
    initialPageParam: firstPage,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  })

export const receivedChoicesQuery = queryOptions({ queryKey: [...receivedKey, 'choices'], queryFn: (context) => api.get('/received-choices', ReceivedChoices, inBackground(context)) })

export const receivedQuery = (id: string) =>
  queryOptions({
    queryKey: [...receivedKey, 'complaint', id],
    queryFn: (context) => api.get(`/received-complaints/${id}`, ReceivedRecord, inBackground(context)),
  })

export const receivedDocumentsQuery = (id: string) =>
  queryOptions({
    queryKey: [...receivedKey, 'documents', id],
    queryFn: (context) => api.get(`/received-complaints/${id}/documents`, ReceivedDocuments, inBackground(context)),
    // Files of answers come and go on the pages of requests.
    staleTime: 0,
  })

export const receivedLettersQuery = (id: string) =>
  queryOptions({ queryKey: [...receivedKey, 'letters', id], queryFn: (context) => api.get(`/received-complaints/${id}/letters`, ReceivedLetterList, inBackground(context)) })

export const receivedLetterQuery = (id: string) =>
  queryOptions({ queryKey: [...receivedKey, 'letter', id], queryFn: (context) => api.get(`/received-letters/${id}`, ReceivedLetter, inBackground(context)) })

export const receivedHistoryQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: [...receivedKey, 'history', id],
    queryFn: (context) => api.get(`/received-complaints/${id}/history`, HistoryPage, { search: { cursor: context.pageParam, limit: 50 }, ...inBackground(context) }),
    initialPageParam: firstPage,
    getNextPageParam: (page) => page.next,
  })

export const candidatesQuery = (id: string) =>
  queryOptions({
    queryKey: [...receivedKey, 'poc-candidates', id],
    queryFn: (context) => api.get(`/received-complaints/${id}/poc-candidates`, PocCandidates, inBackground(context)),
  })

/** Read again now and then: colleagues may be writing the same answer. */
export const requestQuery = (id: string) =>
  queryOptions({
    queryKey: [...receivedKey, 'request', id],
    queryFn: (context) => api.get(`/received-requests/${id}`, ReceivedRequestRecord, inBackground(context)),
    refetchInterval: 10_000,
  })

/** Drafters, comments, handing over and what was asked of the agency. */
export const workQuery = (id: string) =>
  queryOptions({
    queryKey: [...receivedKey, 'work', id],
    queryFn: (context) => api.get(`/received-requests/${id}/work`, AnswerWork, inBackground(context)),
    refetchInterval: 20_000,
  })

/** Read anew whenever the page is opened: it says what keeps each answer back now. */
export const readyAnswersQuery = (id: string) =>
  queryOptions({
    queryKey: [...receivedKey, 'ready', id],
    queryFn: (context) => api.get(`/received-complaints/${id}/answers`, ReadyAnswers, inBackground(context)),
    staleTime: 0,
    refetchInterval: 20_000,
  })

export const submissionsQuery = (id: string) =>
  queryOptions({
    queryKey: [...receivedKey, 'submissions', id],
    queryFn: (context) => api.get(`/received-complaints/${id}/submissions`, SubmissionList, inBackground(context)),
  })

export function receiptPath(complaintId: string, submissionId: string): string {
  return `/api/v1/received-complaints/${complaintId}/receipts/${submissionId}.pdf`
}

export const deputiesKey = ['deputies'] as const
export const deputiesQuery = queryOptions({ queryKey: deputiesKey, queryFn: (context) => api.get('/deputies', DeputyList, inBackground(context)) })
