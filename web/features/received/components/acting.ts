import type { ReceivedRecord } from '#src/modules/information-requests/contract.ts'

/** Who acts as Company POC now: the deputy while there is one. */
export function actingPoc({ companyPoc, deputy }: Pick<ReceivedRecord, 'companyPoc' | 'deputy'>): { id: string; name: string } | null {
  return deputy ?? companyPoc
}
