import { queryOptions, useQuery } from '@tanstack/react-query'
import { ServiceStatus } from '#src/modules/agencies/contract.ts'
import { formatDate } from '../ui/format-date.ts'
import { api } from './api.ts'
import { inBackground } from './query-client.ts'

/** What everybody may know about the service: hours, next holiday, environment, whom to ask. */
export const serviceStatusQuery = queryOptions({
  queryKey: ['service-status'],
  queryFn: (context) => api.get('/public/service-status', ServiceStatus, { ...inBackground(context), withoutSession: true }),
  staleTime: 300_000,
  refetchInterval: 300_000,
})

export function useServiceStatus() {
  return useQuery(serviceStatusQuery)
}

/** "Thanksgiving, Thu, Nov 26" */
export function holidayWords(holiday: NonNullable<ServiceStatus['nextHoliday']>): string {
  return `${holiday.name}, ${formatDate(holiday.date, 'weekday')}`
}
