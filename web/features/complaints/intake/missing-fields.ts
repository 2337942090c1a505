import { AppError } from '#src/kernel/errors.ts'
import { requireComplete } from '#src/modules/complaints/domain/intake.ts'
import type { ComplaintRecord } from '#src/modules/complaints/contract.ts'

export type MissingField = { field: string; sentence: string }

/** What a draft still lacks before it can be submitted: the server's own rule, asked before the button is pressed. */
export function missingFields(record: ComplaintRecord, today: string): MissingField[] {
  const { detail, categories } = record
  try {
    requireComplete(
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
    return []
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return Object.entries(error.extras.fields ?? {}).map(([field, sentence]) => ({ field, sentence }))
  }
}
