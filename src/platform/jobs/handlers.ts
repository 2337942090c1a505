import { z } from 'zod'
import { notifyEvents, organisationEvents, type JobName, type Jobs } from '../ports.ts'

/** One attempt at a job. */
export type JobRun = {
  attempt: number
  /** After this attempt the queue gives up. */
  lastAttempt: boolean
  /** Aborted when the program stops and cannot wait much longer. */
  signal: AbortSignal
}

/** Does the job, or throws for another attempt later. It may run twice for one event, so it must be idempotent. */
export type JobHandler<N extends JobName> = (payload: Jobs[N], run: JobRun) => Promise<void>

/** Every job has its handler, or the program does not compile. */
export type JobHandlers = { [N in JobName]: JobHandler<N> }

/** Every field of a job is read back, or the program does not compile: one that is not named here would be left out in silence. */
type FieldsOf<N extends JobName> = { [F in keyof Required<Jobs[N]>]: z.ZodType<Jobs[N][F]> }

/** What the queue gives back is checked: it may be from an older version of the program. */
export const payloads: { [N in JobName]: z.ZodType<Jobs[N]> } = {
  notify: z.object({
    eventId: z.uuid(),
    event: z.enum(notifyEvents),
    complaintId: z.uuid(),
    requestIds: z.array(z.uuid()).optional(),
    userIds: z.array(z.uuid()).optional(),
    referralId: z.uuid().optional(),
    askId: z.uuid().optional(),
    accessId: z.uuid().optional(),
    postId: z.uuid().optional(),
    letterId: z.uuid().optional(),
    by: z.uuid().nullable(),
  } satisfies FieldsOf<'notify'>),
  'notify-organisation': z.object({
    eventId: z.uuid(),
    event: z.enum(organisationEvents),
    userId: z.uuid().optional(),
    agencyId: z.uuid().optional(),
    companyId: z.uuid().optional(),
    linkId: z.uuid().optional(),
    requestId: z.uuid().optional(),
    entityId: z.uuid().optional(),
    changeRequestId: z.uuid().optional(),
    runId: z.uuid().optional(),
    count: z.number().int().optional(),
    documentId: z.uuid().optional(),
    postId: z.uuid().optional(),
    deputyId: z.uuid().optional(),
    device: z.string().max(200).optional(),
    at: z.iso.datetime().optional(),
    by: z.uuid().nullable(),
  } satisfies FieldsOf<'notify-organisation'>),
  'send-mail': z.object({ mailId: z.uuid() }),
  'scan-document': z.object({ documentId: z.uuid() }),
  'expire-uploads': z.object({}).transform((): Record<string, never> => ({})),
  'open-verifications': z.object({}).transform((): Record<string, never> => ({})),
  'import-directory': z.object({ runId: z.uuid() }),
  'issue-letter': z.object({ letterId: z.uuid() }),
  'dispose-complaints': z.object({}).transform((): Record<string, never> => ({})),
  'run-import': z.object({ runId: z.uuid() }),
  'expire-imports': z.object({}).transform((): Record<string, never> => ({})),
  'remind-due': z.object({}).transform((): Record<string, never> => ({})),
  'follow-deputies': z.object({}).transform((): Record<string, never> => ({})),
  'preview-document': z.object({ documentId: z.uuid() }),
  'collect-files': z.object({}).transform((): Record<string, never> => ({})),
  'rescan-documents': z.object({}).transform((): Record<string, never> => ({})),
  'send-digests': z.object({}).transform((): Record<string, never> => ({})),
  'deliver-webhook': z.object({ deliveryId: z.uuid() }),
  'roll-up-reports': z.object({}).transform((): Record<string, never> => ({})),
}
