import { z } from 'zod'
import { ById } from '../../kernel/shapes.ts'
import type { App } from '../../platform/http/app.ts'
import type { Deps } from '../../platform/ports.ts'
import { markRead } from './commands/mark-read.ts'
import { ListMails, ListNotifications, ListTasks, MailItem, MailPage, MarkRead, NotificationPage, TaskPage } from './contract.ts'
import { listNotifications } from './queries/list-notifications.ts'
import { listTasks } from './queries/list-tasks.ts'
import { listMails, readMail } from './queries/training-mailbox.ts'

/** The built-in mailbox exists in training only, where an invited person reads it before ever signing in. */
export function notificationsRoutes(app: App, deps: Deps, environment: { training: boolean }): void {
  app.get(
    '/tasks',
    {
      config: { permission: 'signed-in' },
      schema: { tags: ['Tasks and notifications'], summary: 'What you have to do', description: 'Open tasks that you hold, earliest due first; without a date, by the day on which they came.', querystring: ListTasks, response: { 200: TaskPage } },
    },
    (request) => listTasks(deps, request.actor, request.query),
  )
  app.get(
    '/notifications',
    {
      config: { permission: 'signed-in' },
      schema: { tags: ['Tasks and notifications'], summary: 'What you were told', description: 'Your notifications, newest first.', querystring: ListNotifications, response: { 200: NotificationPage } },
    },
    (request) => listNotifications(deps, request.actor, request.query),
  )
  app.post(
    '/notifications/reads',
    {
      config: { permission: 'signed-in' },
      schema: { tags: ['Tasks and notifications'], summary: 'Mark notifications as read', description: 'Those named, or all of yours.', body: MarkRead, response: { 204: z.null() } },
    },
    async (request, reply) => {
      await markRead(deps, request.actor, request.body)
      return reply.code(204).send(null)
    },
  )
  if (!environment.training) return
  app.get(
    '/training/mailbox',
    {
      config: { permission: 'public' },
      schema: { tags: ['Training'], summary: 'The built-in mailbox', description: 'Every e-mail of the training environment, newest first.', querystring: ListMails, response: { 200: MailPage } },
    },
    (request) => listMails(deps, request.query),
  )
  app.get(
    '/training/mailbox/:id',
    { config: { permission: 'public' }, schema: { tags: ['Training'], summary: 'One e-mail of the built-in mailbox', params: ById, response: { 200: MailItem } } },
    (request) => readMail(deps, request.params.id),
  )
}
