import { z } from 'zod'
import { CalendarDate, Instant } from '../../kernel/shapes.ts'

export const ServiceStatus = z
  .object({
    headline: z.string().meta({ example: 'Full access until 6:00 pm today' }),
    detail: z.string().meta({ example: 'Monday to Friday, 9:00 am to 6:00 pm Eastern. Limited at other times; you can still work.' }),
    nextHoliday: z.object({ date: CalendarDate, name: z.string() }).nullable(),
    checkedAt: Instant,
    environment: z.enum(['training', 'production']),
    otherEnvironmentUrl: z.string().nullable().describe('Where the other environment is, if there is one'),
    support: z.object({ phone: z.string(), email: z.string() }),
  })
  .meta({ id: 'ServiceStatus' })
export type ServiceStatus = z.infer<typeof ServiceStatus>
