import { queryOptions } from '@tanstack/react-query'
import { EnrollmentStatus } from '#src/modules/enrollment/contract.ts'
import { api } from '../app/api.ts'
import { inBackground } from '../app/query-client.ts'

/** Under the company's key: whatever makes the company new makes this new. */
export const enrollmentQuery = (companyId: string) =>
  queryOptions({ queryKey: ['companies', companyId, 'enrollment'], queryFn: (context) => api.get(`/companies/${companyId}/enrollment`, EnrollmentStatus, inBackground(context)) })
