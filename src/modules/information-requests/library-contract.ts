import { z } from 'zod'
import { CalendarDate, Id, Instant, Person, requiredText, Version } from '../../kernel/shapes.ts'

/** The agency's library: what it asks again and again. */
export const mostInSet = 50

const Name = requiredText(120, 'Enter a name.').transform((name) => name.trim())
const texts = {
  name: Name.describe('Seen by the agency alone; one of a kind among those not retired'),
  title: requiredText(200, 'Enter a title.').transform((title) => title.trim()),
  description: requiredText(10_000, 'Write what the company shall answer.'),
  acknowledgeOnly: z.boolean().default(false).describe('Asks only to acknowledge receipt'),
  dueDays: z.number({ error: 'Enter a number of days from 1 to 365.' }).int('Enter whole days.').min(1, 'Enter a number of days from 1 to 365.').max(365, 'Enter a number of days from 1 to 365.').nullable().default(null).describe("Calendar days from the day on which it is used, moved to a working day; null: the agency's own number, when sending"),
}
export const AddRequestTemplate = z.strictObject(texts)
export type AddRequestTemplate = z.infer<typeof AddRequestTemplate>
export const UpdateRequestTemplate = z.strictObject({ ...texts, version: Version })
export type UpdateRequestTemplate = z.infer<typeof UpdateRequestTemplate>

const TemplateIds = z.array(Id).min(1, 'Choose at least one template.').max(mostInSet, `Choose at most ${String(mostInSet)} templates.`).refine((ids) => new Set(ids).size === ids.length, { error: 'Choose each template once.' })
export const AddRequestSet = z.strictObject({ name: Name, templateIds: TemplateIds.describe('In the order in which their requests are written') })
export type AddRequestSet = z.infer<typeof AddRequestSet>
export const UpdateRequestSet = AddRequestSet.extend({ version: Version })
export type UpdateRequestSet = z.infer<typeof UpdateRequestSet>
export const Retire = z.strictObject({ version: Version, retired: z.boolean().describe('false: take it back') })
export type Retire = z.infer<typeof Retire>

const Kept = { retired: z.boolean(), updatedBy: Person, updatedAt: Instant, version: Version }
export const RequestTemplate = z
  .object({
    id: Id, name: z.string(), title: z.string(), description: z.string(), acknowledgeOnly: z.boolean(), dueDays: z.number().int().nullable(),
    dueOn: CalendarDate.nullable().describe('What dueDays give today'), ...Kept,
  })
  .meta({ id: 'RequestTemplate' })
export type RequestTemplate = z.infer<typeof RequestTemplate>
export const RequestSet = z
  .object({ id: Id, name: z.string(), templates: z.array(z.object({ id: Id, name: z.string(), title: z.string(), retired: z.boolean() })).describe('In order; of a retired one no request is written'), ...Kept })
  .meta({ id: 'RequestSet' })
export type RequestSet = z.infer<typeof RequestSet>
export const RequestLibrary = z.object({ templates: z.array(RequestTemplate), sets: z.array(RequestSet), canManage: z.boolean() })
export type RequestLibrary = z.infer<typeof RequestLibrary>

export const UseRequestSet = z.strictObject({ setId: Id })
