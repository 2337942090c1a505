import { useQuery } from '@tanstack/react-query'
import { z } from 'zod'
import { formatDate } from '../ui/format-date.ts'
import { api } from './api.ts'
import { inBackground } from './query-client.ts'

/** What everybody may know about the service: GET /api/v1/public/service-status. */
const ServiceStatus = z.object({
  headline: z.string(),
  detail: z.string(),
  nextHoliday: z.union([z.string(), z.object({ date: z.string(), name: z.string() })]).nullish(),
  environment: z.enum(['training', 'production']).optional(),
  support: z.object({ phone: z.string(), email: z.string() }).optional(),
})
export type ServiceStatus = z.infer<typeof ServiceStatus>

export function useServiceStatus() {
  return useQuery({
    queryKey: ['service-status'],
    queryFn: (context) => api.get('/public/service-status', ServiceStatus, { ...inBackground(context), withoutSession: true }),
    staleTime: 300_000,
    refetchInterval: 300_000,
  })
}

/** "Thanksgiving, Thursday, Nov 26" */
export function holidayWords(holiday: NonNullable<ServiceStatus['nextHoliday']>): string {
  return typeof holiday === 'string' ? holiday : `${holiday.name}, ${formatDate(holiday.date, 'weekday')}`
}
