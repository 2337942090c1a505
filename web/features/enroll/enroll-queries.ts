import { queryOptions } from '@tanstack/react-query'
import { EnrollmentFinisher, EnrollmentWizard } from '#src/modules/enrollment/contract.ts'
import { api } from '../../app/api.ts'
import { inBackground } from '../../app/query-client.ts'

/** Where the set-up stands. Read again now and then: a colleague, or the same person at another device, may go on. */
export const enrollmentQuery = queryOptions({
  queryKey: ['enrollment'],
  queryFn: (context) => api.get('/enrollment', EnrollmentWizard, inBackground(context)),
  refetchInterval: 30_000,
})

export const finisherQuery = queryOptions({
  queryKey: ['enrollment-finisher'],
  queryFn: (context) => api.get('/enrollment/finisher', EnrollmentFinisher, inBackground(context)),
})
