import type { Actor } from '../../access/actor.ts'
import { may } from '../../access/permissions.ts'
import { statuses, isChangeable } from '../complaints/domain/lifecycle.ts'
import { DocumentItem } from './contract.ts'

/** A document as the queries read it, with its uploader's name and the state of what it belongs to. */
export type DocumentRow = {
  id: string
  purpose: string
  agency_id: string
  company_id: string | null
  side: string
  shared: boolean
  original_name: string
  content_type: string
  size: string
  state: string
  sha256: string | null
  scan: string
  remark: string | null
  same_as: string | null
  lost_at: Date | null
  uploaded_by: string
  uploader_name: string
  created_at: Date
  /** Of the complaint for an agency's document, of the response for a company's; null where the reader may not know. */
  parent_status: string | null
}

const Words = DocumentItem.pick({ purpose: true, state: true, scan: true, remark: true })

/** The document with what this actor may do with it. */
export function presentDocument(row: DocumentRow, actor: Actor): DocumentItem {
  const words = Words.parse(row)
  return {
    ...words,
    id: row.id,
    name: row.original_name,
    size: Number(row.size),
    contentType: row.content_type,
    sha256: row.sha256,
    sameAs: row.same_as,
    lost: row.lost_at !== null,
    uploadedBy: { id: row.uploaded_by, name: row.uploader_name },
    createdAt: row.created_at.toISOString(),
    canOpen: words.state === 'stored' && row.lost_at === null && (words.scan === 'clean' || words.scan === 'not_scanned'),
    canRemove: canRemove(row, actor),
  }
}

function canRemove(row: DocumentRow, actor: Actor): boolean {
  if (row.shared || row.side !== actor.kind) return false
  if (actor.kind === 'company') return row.parent_status !== 'sent' && may(actor, 'response.attach', { companyId: row.company_id })
  // Of a post its author alone, for a time: read with the post (modules/discussion).
  if (row.purpose === 'discussion') return false
  // A letter stays as it was issued; research and communication are noted after closing too (docs/rules.md 3).
  if (row.purpose === 'letter') return false
  if (row.purpose === 'research') return may(actor, 'document.add', { ownerAgencyId: row.agency_id })
  const status = statuses.find((known) => known === row.parent_status)
  return status !== undefined && isChangeable(status) && may(actor, 'document.add', { ownerAgencyId: row.agency_id })
}
