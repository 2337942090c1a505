import { AppError } from '../../../kernel/errors.ts'
import type { Tx } from '../../../platform/ports.ts'

type Wanted = { purpose: 'closure' | 'cancellation' | 'introduction' } | { requestIds: readonly string[] }

/** Refuses an end or a sending while files that were added for it are on their way: they would be left behind. */
export async function requireUploaded(tx: Tx, complaintId: string, ...wanted: readonly Wanted[]): Promise<void> {
  const { count } = await tx.db
    .selectFrom('document')
    .select((is) => is.fn.countAll<string>().as('count'))
    .where('complaint_id', '=', complaintId)
    .where('side', '=', 'agency')
    .where('state', '=', 'uploading')
    .where('removed_at', 'is', null)
    .where((is) => is.or(wanted.map((one) => ('purpose' in one ? is('purpose', '=', one.purpose) : is.and([is('purpose', '=', 'request'), is('request_id', 'in', [...one.requestIds])])))))
    .executeTakeFirstOrThrow()
  const unfinished = Number(count)
  if (unfinished > 0) throw new AppError('conflict', `${String(unfinished)} ${unfinished === 1 ? 'file is' : 'files are'} not up yet. Wait until ${unfinished === 1 ? 'it is, or remove it' : 'they are, or remove them'}.`)
}
