import { queryOptions } from '@tanstack/react-query'
import { Letter, LetterList, LetterTemplateList } from '#src/modules/letters/contract.ts'
import { api } from '../../../app/api.ts'
import { inBackground } from '../../../app/query-client.ts'

/** Until the PDF of an issued letter can be opened (made, kept, checked), it is looked for every two seconds, for two minutes at most. */
const isBeingMade = (letter: Letter | undefined) => letter !== undefined && letter.issuedAt !== null && !letter.document?.canOpen
const looksAtMost = 60

export const lettersQuery = (complaintId: string) =>
  queryOptions({
    queryKey: ['complaints', complaintId, 'letters'],
    queryFn: (context) => api.get(`/complaints/${complaintId}/letters`, LetterList, inBackground(context)),
    refetchInterval: (query) => (query.state.dataUpdateCount < looksAtMost && query.state.data?.items.some(isBeingMade) ? 2000 : false),
  })

export const letterQuery = (complaintId: string, id: string) =>
  queryOptions({
    queryKey: ['complaints', complaintId, 'letter', id],
    queryFn: (context) => api.get(`/letters/${id}`, Letter, inBackground(context)),
    refetchInterval: (query) => (query.state.dataUpdateCount < looksAtMost && isBeingMade(query.state.data) ? 2000 : false),
  })

export const templatesQuery = queryOptions({ queryKey: ['letter-templates'], queryFn: (context) => api.get('/letter-templates', LetterTemplateList, inBackground(context)) })
