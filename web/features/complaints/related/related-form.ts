import { z } from 'zod'
import { AddRelated, relatedKinds } from '#src/modules/complaints/related-contract.ts'

/** One form for all kinds: what a kind does not need stays empty and is not sent. */
export const RelatedForm = z
  .object({ kind: z.enum(relatedKinds), reference: z.string().default(''), nmlsId: z.string().default(''), name: z.string().default(''), address: z.string().default(''), contact: z.string().default('') })
  .transform(({ kind, reference, nmlsId, name, address, contact }): z.input<typeof AddRelated> => {
    switch (kind) {
      case 'individual':
        return { kind, ...(nmlsId.trim() ? { nmlsId: nmlsId.trim() } : {}), ...(name.trim() ? { name: name.trim() } : {}) }
      case 'agent_location':
        return { kind, name, address, contact }
      default:
        return { kind, reference }
    }
  })
  .pipe(AddRelated)
  .refine((input) => input.kind !== 'individual' || input.nmlsId !== undefined || input.name !== undefined, { error: 'Enter the NMLS ID, or the first and last name.', path: ['nmlsId'] })
export type RelatedInput = z.input<typeof RelatedForm>
