import { record } from './context.ts'
import { brightwater } from './companies.ts'
import { Dice } from './dice.ts'
import type { AgencyPerson, CompanyPerson, StaffedCompany } from './people.ts'
import { instant, type Row, type Rows } from './rows.ts'
import { sampleFiles, type SampleFile } from './sample-files.ts'
import { text, type ToldComplaint } from './told.ts'

/** How many complaints of Ohio about Brightwater have documents: the latest ones. */
const filed = 8

type Of = { purpose: 'complaint' | 'introduction' | 'response' | 'discussion'; by: AgencyPerson | CompanyPerson; at: number; company?: StaffedCompany; response?: Row; postId?: string }

/** Documents of both sides. Their bytes are written when the program starts (training/files.ts). */
export function addDocuments(rows: Rows, told: readonly ToldComplaint[], { companies, seed }: { companies: readonly StaffedCompany[]; seed: number }): void {
  const dice = new Dice(seed)
  const company = companies.find(({ name }) => name === brightwater.name)
  if (company === undefined) return
  const people = new Map(company.people.map((person) => [person.id, person]))
  const ours = told.filter((complaint) => complaint.agency.code === 'OH-FRD' && complaint.row['status'] === 'in_progress' && complaint.row['company_id'] === company.id && complaint.row['first_sent_at'] !== null).slice(-filed)
  for (const complaint of ours) {
    const add = (file: SampleFile, of: Of) => addDocument(rows, dice, complaint, file, of)
    const by = complaint.poc ?? complaint.clerk
    const sentAt = Date.parse(text(complaint.row['first_sent_at']))
    add(sampleFiles.letter, { purpose: 'complaint', by: complaint.clerk, at: complaint.createdAt + 60_000, company })
    add(sampleFiles.guide, { purpose: 'introduction', by, at: sentAt - 60_000, company })
    for (const response of rows.of('response')) {
      const author = people.get(text(response['author_id']))
      if (response['complaint_id'] !== complaint.id || author === undefined) continue
      const at = Date.parse(text(response['saved_at'])) - 60_000
      add(sampleFiles.history, { purpose: 'response', by: author, at, company, response })
      if (response['status'] === 'sent') for (const file of [sampleFiles.statement, sampleFiles.picture]) add(file, { purpose: 'response', by: author, at, company, response })
    }
  }
}

export function addDocument(rows: Rows, dice: Dice, complaint: ToldComplaint, { name, type, bytes, sha256 }: SampleFile, { purpose, by, at, company, response, postId }: Of): void {
  const id = dice.id(at)
  const isShared = response === undefined ? purpose === 'introduction' : response['status'] === 'sent'
  rows.add('document', {
    id, purpose, complaint_id: complaint.id, agency_id: complaint.agency.id, company_id: purpose === 'complaint' ? null : (company?.id ?? null), request_id: response?.['request_id'] ?? null, response_id: response?.['id'] ?? null, post_id: postId ?? null,
    side: by.kind, shared: isShared, name, original_name: name, content_type: type, size: bytes.length, state: 'stored', sha256, scan: 'not_scanned', uploaded_by: by.id, created_at: instant(at), stored_at: instant(at),
  })
  record({ dice, rows, ...complaint }, complaint, at, { action: 'document.added', audience: by.kind, by, company: by.kind === 'company', about: { kind: 'document', id }, details: { purpose, size: bytes.length, sha256 } })
}
