import type { Tx } from '../../../platform/ports.ts'

/** How many files of a response are still being uploaded: it must not be submitted without them. */
export async function countUnfinishedUploads(tx: Tx, responseId: string): Promise<number> {
  const { count } = await tx.db
    .selectFrom('document')
    .select((is) => is.fn.countAll<string>().as('count'))
    .where('response_id', '=', responseId)
    .where('state', '=', 'uploading')
    .where('removed_at', 'is', null)
    .executeTakeFirstOrThrow()
  return Number(count)
}
