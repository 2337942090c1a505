import { z } from 'zod'
import { Id } from '../../kernel/shapes.ts'
import { ReceivedRecord } from './contract.ts'

/** "See it as the company does": what the owning agency reads of the company's own view. */
export const CompanyView = z
  .object({
    complaint: z.object({ id: Id, number: z.string() }),
    company: z.object({ id: Id, name: z.string() }).nullable().describe('null: the subject is no company, so nothing is ever sent'),
    enrolled: z.boolean().describe('The company has finished its enrollment; until then it sees ID, agency and date only'),
    record: ReceivedRecord.nullable().describe('null: nothing was sent yet, so the company sees nothing'),
  })
  .meta({ id: 'CompanyView' })
export type CompanyView = z.infer<typeof CompanyView>
