import { z } from 'zod'
import { CalendarDate, Id, Instant, pageOf, Paging } from '../../kernel/shapes.ts'
import { taskKinds } from './domain/facts.ts'

export const TaskItem = z
  .object({
    id: Id,
    kind: z.enum(taskKinds),
    sentence: z.string().describe('What to do').meta({ example: 'Assign a Point of Contact to C-001234' }),
    about: z.string().describe('Second line: whom it concerns').meta({ example: 'Ohio Financial Regulation Division' }),
    verb: z.string().meta({ example: 'Assign' }),
    link: z.string().meta({ example: '/received/0199…/point-of-contact' }),
    complaintNumber: z.string(),
    requestNumber: z.string().nullable(),
    counterpart: z.string().describe('The company, or for a company the agency'),
    dueOn: CalendarDate.nullable(),
    createdAt: Instant,
  })
  .meta({ id: 'Task' })
export type TaskItem = z.infer<typeof TaskItem>
export const TaskPage = pageOf(TaskItem)
export const ListTasks = z.object({ ...Paging })

export const NotificationItem = z.object({ id: Id, event: z.string(), sentence: z.string(), link: z.string(), createdAt: Instant, read: z.boolean() }).meta({ id: 'Notification' })
export type NotificationItem = z.infer<typeof NotificationItem>
export const NotificationPage = pageOf(NotificationItem)
export const ListNotifications = z.object({ ...Paging })
export const MarkRead = z.strictObject({ ids: z.array(Id).max(200).optional().describe('Left out: all') })

export const MailItem = z.object({
  id: Id,
  to: z.string(),
  toName: z.string().nullable(),
  subject: z.string(),
  text: z.string(),
  state: z.enum(['waiting', 'sending', 'sent', 'delayed', 'bounced', 'failed', 'uncertain', 'withheld']),
  createdAt: Instant,
})
export type MailItem = z.infer<typeof MailItem>
export const MailPage = pageOf(MailItem)
export const ListMails = z.object({ ...Paging, to: z.string().max(254).optional().describe('Only e-mails to this address') })
