import { z } from 'zod'
import { CalendarDate, Person } from '../../kernel/shapes.ts'

/** Code sets and people to choose from. */
export const CategoryNode = z.object({
  id: z.number().int(),
  level: z.enum(['product', 'sub_product', 'issue', 'sub_issue']),
  parentId: z.number().int().nullable(),
  name: z.string(),
  retired: z.boolean(),
  version: z.string().nullable().describe('The newest version of the code set in which it stands; null: it came with an import'),
  until: CalendarDate.nullable().describe('The day on which that version ended; null: it is the present one'),
})
export const CategoryList = z.object({ items: z.array(CategoryNode) })

export const Colleague = Person.extend({
  title: z.string().nullable(),
  complaintsRole: z.enum(['supervisor', 'manager', 'viewer']),
  openComplaints: z.number().int().describe('Open complaints of which they are Agency POC: the workload'),
})
export const ColleagueList = z.object({ items: z.array(Colleague) })
