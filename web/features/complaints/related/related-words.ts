import type { RelatedKind, RelatedRecord } from '#src/modules/complaints/related-contract.ts'

export const relatedWords: Record<RelatedKind, string> = {
  activity: 'Supervisory activity',
  complaint: 'Complaint',
  company: 'Company',
  entity: 'Non-NMLS entity',
  individual: 'Individual',
  agent_location: 'Agent location',
}

/** What stands under the name of a related record. */
export function relatedDetail({ kind, label, complaint, company, entity, individual, nmlsId, address, contact }: RelatedRecord): string {
  const parts: Record<RelatedKind, readonly (string | null | undefined)[]> = {
    activity: [],
    complaint: [complaint?.subjectName, complaint?.agency],
    company: [company?.sesId, company?.nmlsId ? `NMLS ${company.nmlsId}` : null],
    entity: [entity?.number],
    individual: [nmlsId && label !== `NMLS ${nmlsId}` ? `NMLS ${nmlsId}` : null, individual?.companyName],
    agent_location: [address, contact],
  }
  return parts[kind].filter(Boolean).join(' · ')
}
