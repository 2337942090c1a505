import { z } from 'zod'
import { CalendarDate, Id } from '../../kernel/shapes.ts'
import { Status } from './contract.ts'
import { duplicateReasons } from './domain/duplicates.ts'

export const Duplicate = z
  .object({
    id: Id,
    number: z.string().meta({ example: 'C-001234' }),
    status: Status,
    agency: z.object({ id: Id, name: z.string(), shortName: z.string() }),
    isOwn: z.boolean(),
    subjectName: z.string(),
    receivedOn: CalendarDate.nullable(),
    certainty: z.enum(['almost_certain', 'likely', 'possible']),
    reasons: z.array(z.object({ kind: z.enum(duplicateReasons), words: z.string().meta({ example: 'Same complainant (name, e-mail) and company' }) })),
    related: z.boolean().describe('It is among the related records already'),
  })
  .meta({ id: 'Duplicate' })
export type Duplicate = z.infer<typeof Duplicate>
export const DuplicateList = z.object({ items: z.array(Duplicate).describe('At most ten, the most certain first') })
export type DuplicateList = z.infer<typeof DuplicateList>
