import { Letter } from '#src/modules/letters/contract.ts'
import { refreshComplaint } from '../../../agency/queries.ts'
import { api } from '../../../app/api.ts'
import { queryClient } from '../../../app/query-client.ts'
import { announce } from '../../../ui/live-region.tsx'
import { letterQuery } from './letter-queries.ts'

/** Takes a step of a letter, and shows what became of it. */
export async function takeStep(letter: Letter, step: string, input: object, idempotencyKey: string, said: string): Promise<void> {
  const next = await api.post(`/letters/${letter.id}/${step}`, input, Letter, { idempotencyKey })
  announce(said)
  queryClient.setQueryData(letterQuery(letter.complaintId, letter.id).queryKey, next)
  await refreshComplaint(letter.complaintId)
}
