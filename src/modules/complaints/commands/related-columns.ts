import { invalid } from '../../../kernel/errors.ts'
import { displayId, parseDisplayId } from '../../../kernel/ids.ts'
import type { Tx } from '../../../platform/ports.ts'
import type { AddRelated, RelatedKind } from '../related-contract.ts'

export type RelatedColumns = {
  kind: RelatedKind
  label: string
  nmls_id: string | null
  address: string
  contact: string
  related_complaint_id: string | null
  related_company_id: string | null
  related_entity_id: string | null
  related_individual_id: string | null
  /** Where a refusal of the whole is shown. */
  field: string
}
const none = { nmls_id: null, address: '', contact: '', related_complaint_id: null, related_company_id: null, related_entity_id: null, related_individual_id: null, field: 'reference' } as const

/** What is kept of a record that is related; refuses an ID under which the actor can see nothing. */
export async function relatedColumns(tx: Tx, complaint: { id: string; number: number }, input: AddRelated): Promise<RelatedColumns> {
  switch (input.kind) {
    case 'activity': {
      const number = parseDisplayId('activity', input.reference)
      if (number === null) throw invalid({ reference: 'Enter the ID of the supervisory activity, such as SA-000078.' })
      return { ...none, kind: input.kind, label: displayId('activity', number) }
    }
    case 'complaint':
      return complaintColumns(tx, complaint, input.reference)
    case 'company':
      return companyColumns(tx, input.reference)
    case 'entity':
      return entityColumns(tx, input.reference)
    case 'individual':
      return individualColumns(tx, input.nmlsId, input.name?.trim() ?? '')
    case 'agent_location':
      return { ...none, kind: input.kind, label: input.name.trim(), address: input.address.trim(), contact: input.contact.trim(), field: 'name' }
  }
}

async function complaintColumns(tx: Tx, own: { id: string; number: number }, reference: string): Promise<RelatedColumns> {
  const number = parseDisplayId('complaint', reference)
  if (number === null) throw invalid({ reference: 'Enter the ID of the complaint, such as C-001234.' })
  if (number === own.number) throw invalid({ reference: 'This is the complaint itself. Enter the ID of the other one.' })
  const other = await tx.db.selectFrom('complaint').select(['id', 'status']).where('number', '=', number).executeTakeFirst()
  if (other === undefined) throw invalid({ reference: `There is no complaint ${displayId('complaint', number)} that your agency can see. Check the ID.` })
  // Agencies with access read what is related; of a draft they do not even learn its number.
  if (other.status === 'draft') throw invalid({ reference: `${displayId('complaint', number)} is a draft. Submit it first, or relate this complaint from there.` })
  return { ...none, kind: 'complaint', label: displayId('complaint', number), related_complaint_id: other.id }
}

async function companyColumns(tx: Tx, reference: string): Promise<RelatedColumns> {
  const number = parseDisplayId('company', reference)
  const nmlsId = /^\s*(?:NMLS\s*)?(\d{1,12})\s*$/i.exec(reference)?.[1]
  if (number === null && nmlsId === undefined) throw invalid({ reference: 'Enter an SES ID such as SES-001187, or an NMLS ID.' })
  const query = tx.db.selectFrom('company').select(['id', 'name', 'nmls_id'])
  const company = await (number === null ? query.where('nmls_id', '=', nmlsId ?? '') : query.where('number', '=', number)).executeTakeFirst()
  if (company === undefined) throw invalid({ reference: 'There is no company with this ID. Check it, or find the company by its name.' })
  return { ...none, kind: 'company', label: company.name, nmls_id: company.nmls_id, related_company_id: company.id }
}

async function entityColumns(tx: Tx, reference: string): Promise<RelatedColumns> {
  const number = parseDisplayId('entity', reference)
  if (number === null) throw invalid({ reference: 'Enter an Entity Tracking Number such as ETN-000012.' })
  const entity = await tx.db.selectFrom('entity').select(['id', 'name']).where('number', '=', number).executeTakeFirst()
  if (entity === undefined) throw invalid({ reference: 'There is no Non-NMLS entity with this Entity Tracking Number.' })
  return { ...none, kind: 'entity', label: entity.name, related_entity_id: entity.id }
}

/** One of the NMLS directory where the ID is known there, else as typed. */
async function individualColumns(tx: Tx, nmlsId: string | undefined, name: string): Promise<RelatedColumns> {
  if (nmlsId === undefined && name === '') throw invalid({ nmlsId: 'Enter the NMLS ID, or the first and last name.' })
  const found = nmlsId === undefined ? undefined : await tx.db.selectFrom('company_individual').select(['id', 'name']).where('nmls_id', '=', nmlsId).executeTakeFirst()
  return { ...none, kind: 'individual', label: found?.name ?? (name || `NMLS ${nmlsId ?? ''}`), nmls_id: nmlsId ?? null, related_individual_id: found?.id ?? null, field: nmlsId === undefined ? 'name' : 'nmlsId' }
}
