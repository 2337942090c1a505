import type { FieldErrors } from '../../../kernel/errors.ts'
import { remarkOn } from '../../documents/domain/file-signature.ts'
import { nameProblem } from '../../documents/domain/limits.ts'

/** Bytes of a confidentiality agreement at most. */
export const maxAgreementBytes = 10 * 2 ** 20

/** Why this file cannot be taken as a confidentiality agreement; empty when it can. */
export function agreementProblems(name: string, bytes: Uint8Array): FieldErrors {
  const problem = nameProblem(name)
  if (problem !== null) return { file: problem }
  if (bytes.byteLength > maxAgreementBytes) return { file: 'A confidentiality agreement has at most 10 MB.' }
  switch (remarkOn(name, bytes.byteLength, bytes)) {
    case 'empty':
      return { file: 'This file is empty.' }
    case 'type_differs':
      return { file: 'What is in this file is not what its name says. Save it anew, for example as PDF, and add it again.' }
    case null:
      return {}
  }
}
