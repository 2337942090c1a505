import { z } from 'zod'
import { CloseComplaint } from '#src/modules/complaints/contract.ts'
import type { CloseReason } from '#src/modules/complaints/domain/closing.ts'

const { reliefAmount, reliefPaidOn } = CloseComplaint.shape
const absentWhenBlank = (value: string | undefined) => (value?.trim() ? value.replace(/[$,\s]/g, '') : undefined)

/** The contract, with empty controls counted as nothing entered. */
export const CloseForm = CloseComplaint.extend({
  reliefAmount: z.string().optional().transform(absentWhenBlank).pipe(reliefAmount),
  reliefPaidOn: z.string().optional().transform(absentWhenBlank).pipe(reliefPaidOn),
  reason: z.string().pipe(z.preprocess((value) => value || undefined, z.enum(CloseComplaint.shape.reason.options, { error: 'Choose a reason.' }))),
})

/** What a reason needs to be told besides. */
export function needsOf(reason: string): { relief: boolean; reference: { label: string; hint: string } | null } {
  const known: CloseReason | undefined = CloseComplaint.shape.reason.options.find((one) => one === reason)
  return {
    relief: known === 'closed_with_monetary_relief',
    reference:
      known === 'duplicate'
        ? { label: 'Duplicate of', hint: 'The ID of the complaint that this one repeats, such as C-001102.' }
        : known === 'referred_to_other_state_agency'
          ? { label: 'Referred to', hint: 'The name of the other state’s agency.' }
          : null,
  }
}
