import type { Deps } from '../ports.ts'
import type { DeliveryReport } from './delivery-report.ts'
import { addressRefused, addressWorks } from './refused-addresses.ts'

/** States in which a mail server had the e-mail, so that a report may follow; also while its own answer is not yet noted. */
const handedOver = ['sending', 'sent', 'uncertain', 'delayed'] as const

/**
 * What a report says becomes the e-mail's state; given twice, nothing more comes of it. Further e-mails are tried all the same:
 * an address is shown to those who can mend it, and never stopped.
 * @returns whether there is such an e-mail
 */
export async function noteReport(deps: Pick<Deps, 'transaction'>, mailId: string, report: DeliveryReport): Promise<boolean> {
  return deps.transaction({ kind: 'job' }, async (tx) => {
    const mail = await tx.db.selectFrom('mail').select(['state', 'to_address', 'user_id', 'sent_at']).where('id', '=', mailId).forUpdate().executeTakeFirst()
    if (mail === undefined) return false
    if (!handedOver.some((state) => state === mail.state)) return true
    const change = (set: { state: string; bounce_status: string | null; bounced_at: Date | null }) =>
      tx.db.updateTable('mail').set({ ...set, sent_at: mail.sent_at ?? tx.now }).where('id', '=', mailId).execute()
    switch (report.kind) {
      case 'failed':
        await change({ state: 'bounced', bounce_status: report.status, bounced_at: tx.now })
        await addressRefused(tx, { address: mail.to_address, userId: mail.user_id, code: report.code, status: report.status, byReport: true })
        return true
      case 'delayed':
        await change({ state: 'delayed', bounce_status: report.status, bounced_at: tx.now })
        return true
      case 'delivered':
        await change({ state: 'sent', bounce_status: null, bounced_at: null })
        await addressWorks(tx, mail.to_address)
        return true
    }
  })
}
