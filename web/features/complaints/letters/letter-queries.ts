import { queryOptions } from '@tanstack/react-query'
import { Letter, LetterList, LetterTemplateList } from '#src/modules/letters/contract.ts'
import { api } from '../../../app/api.ts'
import { inBackground } from '../../../app/query-client.ts'

/** While the PDF of an issued letter is being made, it is looked for every two seconds. */
const isBeingMade = (letter: Letter | undefined) => letter?.status === 'issued' && letter.document === null

export const lettersQuery = (complaintId: string) =>
  queryOptions({
    queryKey: ['complaints', complaintId, 'letters'],
    queryFn: (context) => api.get(`/complaints/${complaintId}/letters`, LetterList, inBackground(context)),
    refetchInterval: (query) => (query.state.data?.items.some(isBeingMade) ? 2000 : false),
  })

export const letterQuery = (id: string) =>
  queryOptions({
    queryKey: ['letters', id],
    queryFn: (context) => api.get(`/letters/${id}`, Letter, inBackground(context)),
    refetchInterval: (query) => (isBeingMade(query.state.data) ? 2000 : false),
  })

export const templatesQuery = queryOptions({ queryKey: ['letter-templates'], queryFn: (context) => api.get('/letter-templates', LetterTemplateList, inBackground(context)) })
