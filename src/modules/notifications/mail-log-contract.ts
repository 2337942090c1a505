import { z } from 'zod'
import { CalendarDate, Id, Instant, pageOf, Paging } from '../../kernel/shapes.ts'

export const mailStates = ['waiting', 'sending', 'sent', 'delayed', 'bounced', 'uncertain', 'failed', 'withheld'] as const
export const MailState = z
  .enum(mailStates)
  .describe(
    'waiting: not sent yet, or tried again soon; sent: the mail server took it; delayed: a mail server on its way still tries; bounced: it came back; uncertain: it may have arrived, only a person sends it again; failed: given up; withheld: its reader may not see what it was about any more',
  )

/** Of the server's latest answer. */
export const answerClasses = ['2xx', '4xx', '5xx', 'none'] as const

export const MailLogItem = z
  .object({
    id: Id,
    about: z.string().nullable().describe('What kind of message; not whom it went to and not what it said').meta({ example: 'requests_sent' }),
    domain: z.string().describe('Where it went').meta({ example: 'company.example' }),
    organization: z.object({ kind: z.enum(['agency', 'company']), id: Id, name: z.string() }).nullable().describe('Whose user or extra address it went to; null: the platform’s own, or an address that several organizations named'),
    state: MailState,
    attempts: z.number().int(),
    answer: z.enum(answerClasses).describe('The class of the mail server’s latest answer'),
    code: z.number().int().nullable().meta({ example: 550 }),
    report: z
      .object({ status: z.string().meta({ example: '5.1.1' }), why: z.string().meta({ example: 'there is no such mailbox' }), at: Instant })
      .nullable()
      .describe('What came back: enhanced status code (RFC 3463) and what it means; nothing else of the report is kept'),
    createdAt: Instant,
    triedAt: Instant.nullable(),
    sentAt: Instant.nullable(),
    canTryAgain: z.boolean(),
  })
  .meta({ id: 'MailLogItem' })
export type MailLogItem = z.infer<typeof MailLogItem>
export const MailLogPage = pageOf(MailLogItem)

const filters = {
  state: MailState.optional(),
  answer: z.enum(answerClasses).optional(),
  domain: z.string().trim().toLowerCase().max(254).optional().describe('All of the domain, such as company.example'),
  agencyId: Id.optional().describe('To users and extra addresses of this agency'),
  companyId: Id.optional().describe('To users and extra addresses of this company'),
  from: CalendarDate.optional().describe('Made on this day or later, in your zone'),
  to: CalendarDate.optional().describe('Made on this day or earlier, in your zone'),
} as const
export const ListMailLog = z.object({ ...Paging, ...filters })
export type ListMailLog = z.infer<typeof ListMailLog>
export const ExportMailLog = z.object(filters)
export type MailLogFilters = z.infer<typeof ExportMailLog>
/** Attempts without success after which somebody should look at the mail server: about half a minute after the first. */
export const stuckAfter = 4
export const MailCounts = z.object({
  items: z.array(z.object({ state: MailState, count: z.number().int().describe('At most 1,000') })),
  stuck: z.number().int().describe(`Of those that wait, how many were tried ${String(stuckAfter)} times or more; at most 1,000`),
})
export type MailCounts = z.infer<typeof MailCounts>

export const RefusedAddress = z
  .object({
    address: z.string(),
    user: z.object({ id: Id, name: z.string() }).nullable().describe('Null: an extra address of the organization'),
    refusedAt: Instant,
    code: z.number().int().nullable(),
    why: z.string().nullable().describe('Where the mail server said it').meta({ example: 'there is no such mailbox' }),
  })
  .meta({ id: 'RefusedAddress' })
export const RefusedAddresses = z.object({ items: z.array(RefusedAddress) })
export type RefusedAddresses = z.infer<typeof RefusedAddresses>

export const MailChoice = z.strictObject({ mails: z.enum(['at_once', 'daily']).describe('daily: one e-mail a day, at 7:00 in your zone; account matters come at once') }).meta({ example: { mails: 'daily' } })
export type MailChoice = z.infer<typeof MailChoice>
