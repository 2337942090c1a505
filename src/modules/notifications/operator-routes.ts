import { z } from 'zod'
import { ById } from '../../kernel/shapes.ts'
import type { App } from '../../platform/http/app.ts'
import type { Deps } from '../../platform/ports.ts'
import { chooseMails, readMailChoice } from './commands/choose-mails.ts'
import { tryMailAgain } from './commands/try-mail-again.ts'
import { ExportMailLog, ListMailLog, MailChoice, MailCounts, MailLogPage, RefusedAddresses } from './mail-log-contract.ts'
import { countMails, exportMailLog, listMailLog } from './queries/mail-log.ts'
import { listRefusedAddresses } from './queries/refused-addresses.ts'

/** What became of e-mails, for those who run the system and for those whose addresses fail; and how one wants one's own. */
export function operatorRoutes(app: App, deps: Deps): void {
  const operation = ['Operation']
  app.get(
    '/mails',
    {
      config: { permission: 'platform.operate' },
      schema: { tags: operation, summary: 'What became of e-mails', description: 'Newest first: what each was about, the organization and domain it went to, how it stands, and why it came back; never an address or a text.', querystring: ListMailLog, response: { 200: MailLogPage } },
    },
    (request) => listMailLog(deps, request.actor, request.query),
  )
  app.get(
    '/mails/export',
    {
      config: { permission: 'platform.operate' },
      schema: { tags: operation, summary: 'What became of e-mails as CSV', description: 'Same filters and order as the list, all pages, streamed. Taking it out is recorded.', querystring: ExportMailLog, produces: ['text/csv'] },
    },
    async (request, reply) => {
      const sheet = await exportMailLog(deps, request.actor, request.query)
      return reply.header('content-type', 'text/csv; charset=utf-8').header('content-disposition', 'attachment; filename="e-mails.csv"').send(sheet)
    },
  )
  app.get(
    '/mails/counts',
    { config: { permission: 'platform.operate' }, schema: { tags: operation, summary: 'How many e-mails stand how', description: 'Each state is counted to 1,000.', response: { 200: MailCounts } } },
    (request) => countMails(deps, request.actor),
  )
  app.post(
    '/mails/:id/attempts',
    {
      config: { permission: 'platform.operate' },
      schema: { tags: operation, summary: 'Try to send an e-mail again', description: 'One that failed, came back, waits for its next attempt, or of which it is uncertain whether it arrived: it may then arrive twice.', params: ById, response: { 204: z.null() } },
    },
    async (request, reply) => {
      await tryMailAgain(deps, request.actor, request.params.id)
      return reply.code(204).send(null)
    },
  )
  app.get(
    '/refused-addresses',
    {
      config: { permission: 'users.manage' },
      schema: { tags: ['Users'], summary: 'Addresses that take no e-mail', description: 'Of your organization: their mail server refused them for good, or e-mails to them came back. E-mails are still tried. An address leaves the list once one arrives (where one came back: after six days without another) or it is changed.', response: { 200: RefusedAddresses } },
    },
    (request) => listRefusedAddresses(deps, request.actor),
  )
  app.get(
    '/account/mails',
    { config: { permission: 'account.own' }, schema: { tags: ['Your account'], summary: 'How you want your e-mails', response: { 200: MailChoice } } },
    (request) => readMailChoice(deps, request.actor),
  )
  app.put(
    '/account/mails',
    {
      config: { permission: 'account.own' },
      schema: { tags: ['Your account'], summary: 'Choose how you want your e-mails', description: 'At once, or one a day at 7:00 in your zone. E-mails about the account itself come at once.', body: MailChoice, response: { 200: MailChoice } },
    },
    (request) => chooseMails(deps, request.actor, request.body),
  )
}
