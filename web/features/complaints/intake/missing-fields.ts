import { AppError } from '#src/kernel/errors.ts'
import { requireComplete, type Intake } from '#src/modules/complaints/domain/intake.ts'
import type { ComplaintRecord } from '#src/modules/complaints/contract.ts'
import { IntakeForm, type IntakeValues } from './intake-values.ts'

export type MissingField = { field: string; sentence: string }

/** What a draft still lacks before it can be submitted: the server's own rule, asked before the button is pressed. */
export function missingFields(record: ComplaintRecord, today: string): MissingField[] {
  const { detail, categories } = record
  return missing(
    {
      subjectKind: record.subjectKind,
      receivedOn: record.receivedOn,
      receivedVia: detail?.receivedVia ?? null,
      transactionDate: record.transactionDate,
      productId: categories.product?.id ?? null,
      issueId: categories.issue?.id ?? null,
      narrative: detail?.narrative ?? '',
      complainant: { firstName: detail?.complainant?.firstName ?? '', lastName: detail?.complainant?.lastName ?? '' },
    },
    today,
  )
}

/** The same of what a form holds: an update must not take back what the submission required. */
export function missingValues(values: IntakeValues, record: ComplaintRecord, today: string): MissingField[] {
  const parsed = IntakeForm.safeParse(values)
  // What is not right at all is said by the fields themselves.
  if (!parsed.success) return []
  const { subject, receivedOn, receivedVia, transactionDate, productId, issueId, narrative, complainant } = parsed.data
  const now: Intake = {
    subjectKind: subject?.kind ?? record.subjectKind,
    receivedOn: receivedOn ?? null,
    receivedVia: receivedVia ?? null,
    transactionDate: transactionDate ?? null,
    productId: productId ?? null,
    issueId: issueId ?? null,
    narrative: narrative ?? '',
    complainant: { firstName: complainant.firstName ?? '', lastName: complainant.lastName ?? '' },
  }
  // A complaint may have been imported without something: that is no fault of this update.
  const before = new Set(missingFields(record, today).map(({ field }) => field))
  return missing(now, today).filter(({ field }) => !before.has(field))
}

function missing(intake: Intake, today: string): MissingField[] {
  try {
    requireComplete(intake, today)
    return []
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return Object.entries(error.extras.fields ?? {}).map(([field, sentence]) => ({ field, sentence }))
  }
}
