import { z } from 'zod'
import { Id, Instant, Person } from '../../kernel/shapes.ts'

/** Reminders of requests that are with the company. */
export const Reminder = z.object({ id: Id, sentBy: Person.nullable().describe('null: the system'), sentAt: Instant }).meta({ id: 'Reminder' })
export const ReminderList = z.object({ items: z.array(Reminder).describe('Newest first') })
