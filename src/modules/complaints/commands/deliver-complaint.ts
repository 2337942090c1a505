import type { Tx } from '../../../platform/ports.ts'

export type Receiver = { complaintId: string; agencyId: string; companyId: string; number: number; isFirst: boolean }

/**
 * What is sent first, a request or a letter, delivers the complaint: from then on the company sees it, with the
 * complainant's name and address unless restricted, and the description if the agency shares it (docs/rules.md 2, 4).
 */
export async function deliverComplaint(tx: Tx, receiver: Receiver, shareNarrative: boolean): Promise<void> {
  const { restricted } = await tx.db.selectFrom('complainant').select('restricted').where('complaint_id', '=', receiver.complaintId).executeTakeFirstOrThrow()
  if (receiver.isFirst) {
    await tx.db
      .insertInto('complaint_delivery')
      .values({ complaint_id: receiver.complaintId, agency_id: receiver.agencyId, company_id: receiver.companyId, number: receiver.number, delivered_at: tx.now })
      .execute()
    await tx.db.updateTable('complaint').set((eb) => ({ first_sent_at: tx.now, version: eb('version', '+', 1) })).where('id', '=', receiver.complaintId).execute()
    if (!restricted) await tx.db.updateTable('complainant').set({ shared_company_id: receiver.companyId }).where('complaint_id', '=', receiver.complaintId).execute()
  }
  // What a company has read cannot be unread: a later "no" leaves an earlier "yes" as it is.
  if (shareNarrative && !restricted) {
    await tx.db.updateTable('complaint_detail').set({ narrative_company_id: receiver.companyId }).where('complaint_id', '=', receiver.complaintId).execute()
  }
}
