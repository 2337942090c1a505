import { ById } from '../../kernel/shapes.ts'
import type { App } from '../../platform/http/app.ts'
import type { Deps } from '../../platform/ports.ts'
import { BulkResults, ChosenComplaints } from '../complaints/index.ts'
import { previewReminders, remindOfComplaints, remindOfRequest } from './commands/remind.ts'
import { listReminders } from './queries/list-reminders.ts'
import { ReminderList } from './reminder-contract.ts'

const tags = ['Information requests']

/** Reminders of requests that are with the company. */
export function reminderRoutes(app: App, deps: Deps): void {
  app.get('/information-requests/:id/reminders', {
    config: { permission: 'complaint.view' },
    schema: { tags, summary: 'Reminders of a request', params: ById, response: { 200: ReminderList } },
  }, (request) => listReminders(deps, request.actor, request.params.id))

  app.post('/information-requests/:id/reminders', {
    config: { permission: 'request.remind' },
    schema: { tags, summary: 'Remind the company of a request', description: 'At most once a day. The Company POC is told, else whoever assigns one.', params: ById, response: { 201: ReminderList } },
  }, async (request, reply) => {
    await remindOfRequest(deps, request.actor, request.params.id)
    return reply.code(201).send(await listReminders(deps, request.actor, request.params.id))
  })

  app.post('/complaints/bulk-reminder-previews', {
    config: { permission: 'request.remind' },
    schema: { tags, summary: 'What reminding the companies of several complaints would do', description: 'A sentence for each complaint. Changes nothing.', body: ChosenComplaints, response: { 200: BulkResults } },
  }, (request) => previewReminders(deps, request.actor, request.body.complaintIds))

  app.post('/complaints/bulk-reminders', {
    config: { permission: 'request.remind' },
    schema: { tags, summary: 'Remind the companies of several complaints', description: 'Of every request that they have and were not reminded of today. What is refused for one complaint is said for it; the others go on.', body: ChosenComplaints, response: { 200: BulkResults } },
  }, (request) => remindOfComplaints(deps, request.actor, request.body.complaintIds))
}
