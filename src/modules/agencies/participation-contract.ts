import { z } from 'zod'
import { CalendarDate } from '../../kernel/shapes.ts'
import { components } from './domain/components.ts'

/** What everybody may know, signed in or not: no people, no addresses, no numbers of complaints. */
export const Participation = z
  .object({
    items: z
      .array(
        z.object({
          state: z.string().describe('USPS code; US for an agency of the whole country').meta({ example: 'OH' }),
          agencies: z.array(
            z.object({
              name: z.string(),
              components: z.array(z.object({ component: z.enum(components), since: CalendarDate, upcoming: z.boolean().describe('The day has not come yet') })).describe('In which part of the system it takes part, each since its own day'),
            }),
          ),
        }),
      )
      .describe('By state, then by name'),
  })
  .meta({ id: 'Participation' })
export type Participation = z.infer<typeof Participation>
