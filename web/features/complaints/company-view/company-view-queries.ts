import { queryOptions } from '@tanstack/react-query'
import { CompanyView } from '#src/modules/information-requests/company-view-contract.ts'
import { ReceivedRequestRecord } from '#src/modules/information-requests/contract.ts'
import { ReceivedLetterList } from '#src/modules/letters/contract.ts'
import { api } from '../../../app/api.ts'
import { inBackground } from '../../../app/query-client.ts'

export const companyViewQuery = (id: string) =>
  queryOptions({ queryKey: ['complaints', id, 'company-view'], queryFn: (context) => api.get(`/complaints/${id}/company-view`, CompanyView, inBackground(context)) })

export const companyViewRequestQuery = (id: string, requestId: string) =>
  queryOptions({ queryKey: ['complaints', id, 'company-view', requestId], queryFn: (context) => api.get(`/complaints/${id}/company-view/requests/${requestId}`, ReceivedRequestRecord, inBackground(context)) })

export const companyViewLettersQuery = (id: string) =>
  queryOptions({ queryKey: ['complaints', id, 'company-view', 'letters'], queryFn: (context) => api.get(`/complaints/${id}/company-view/letters`, ReceivedLetterList, inBackground(context)) })
