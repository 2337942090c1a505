import { z } from 'zod'
import { Id, Instant, Person } from '../../kernel/shapes.ts'

/** By an agency's user, or by the system before and after the due date. */
export const reminderKinds = ['by_hand', 'due_soon', 'overdue'] as const
/** Reminders of requests that are with the company. */
export const Reminder = z.object({ id: Id, sentBy: Person.nullable().describe('null: the system'), sentAt: Instant, kind: z.enum(reminderKinds) }).meta({ id: 'Reminder' })
export const ReminderList = z.object({ items: z.array(Reminder).describe('Newest first') })
