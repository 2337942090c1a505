import { z } from 'zod'
import { CalendarDate, Id, Instant, pageOf, Paging, Person, requiredText } from '../../kernel/shapes.ts'

export const Retention = z
  .object({
    retainUntil: CalendarDate.nullable().describe('None while the complaint is worked on'),
    hold: z.object({ reason: z.string(), setBy: Person, setAt: Instant }).nullable(),
    lifted: z.object({ reason: z.string(), liftedBy: Person, liftedAt: Instant }).nullable().describe('The latest hold that was lifted'),
    disposesAutomatically: z.boolean().describe('What is due is deleted by the system; else it stays until the agency says otherwise'),
    version: z.number().int().min(0).describe('0: nothing was kept so far'),
    can: z.array(z.enum(['set-hold', 'lift-hold'])),
  })
  .meta({ id: 'Retention' })
export type Retention = z.infer<typeof Retention>

export const ChangeHold = z.strictObject({ version: z.number().int().min(0), reason: requiredText(1000, 'Enter a reason.') })
export type ChangeHold = z.infer<typeof ChangeHold>

export const ListDue = z.object({ days: z.coerce.number().int().min(0).max(3650).default(90).describe('Due within so many days from today, and overdue ones'), ...Paging })
export const DueItem = z
  .object({ complaintId: Id, number: z.string(), subjectName: z.string(), status: z.enum(['closed', 'canceled']), endedAt: Instant.nullable(), retainUntil: CalendarDate, onHold: z.boolean() })
  .meta({ id: 'RetentionDueItem' })
export type DueItem = z.infer<typeof DueItem>
export const DuePage = pageOf(DueItem).extend({ disposesAutomatically: z.boolean(), retentionYears: z.number().int() })

export const disposalCounts = ['documents', 'requests', 'responses', 'closures', 'notes', 'violations', 'letters', 'relatedRecords', 'posts'] as const
export const DisposalCertificate = z
  .object({
    id: Id,
    number: z.string().meta({ example: 'D-000012' }),
    complaintNumber: z.string(),
    status: z.enum(['closed', 'canceled']),
    receivedOn: CalendarDate.nullable(),
    endedAt: Instant.nullable(),
    retainUntil: CalendarDate,
    disposedAt: Instant,
    counts: z.partialRecord(z.enum(disposalCounts), z.number().int()),
    documentHashes: z.array(z.string()).describe('SHA-256 of each document that was destroyed'),
  })
  .meta({ id: 'DisposalCertificate' })
export type DisposalCertificate = z.infer<typeof DisposalCertificate>
export const CertificatePage = pageOf(DisposalCertificate)
export const ListCertificates = z.object({ ...Paging })
