import { addDays } from '#src/kernel/calendar.ts'
import { displayId } from '#src/kernel/ids.ts'
import { citedAs } from '#src/modules/violations/domain/violation-words.ts'
import { record } from './context.ts'
import { Dice } from './dice.ts'
import { instant, type Row, type Rows } from './rows.ts'
import { text, type ToldComplaint } from './told.ts'
import { allegations, communications, findings, type Note } from './texts.ts'

export type ShippedCitation = { id: string; code: string; title: string }

/** What Ohio's people did besides asking companies: notes, alleged violations, related records. */
export function addWork(rows: Rows, told: readonly ToldComplaint[], { citations, seed }: { citations: readonly ShippedCitation[]; seed: number }): void {
  const dice = new Dice(seed)
  const known = new Map(citations.map((citation) => [citation.code, citation]))
  const worked = told.filter(({ agency, row }) => agency.code === 'OH-FRD' && row['agency_poc_id'] !== null && row['status'] !== 'referral_in_progress' && row['imported'] !== true)
  for (const complaint of worked) {
    const noted = dice.chance(0.12) ? dice.whole(1, 3) : 0
    let at = complaint.createdAt
    for (let count = 0; count < noted; count += 1) at = note(dice, rows, complaint, { after: at, ...dice.pick([...communications, ...findings]) })
    if (dice.chance(0.08)) allege(dice, rows, complaint, known)
  }
  const open = worked.filter(({ row }) => row['status'] === 'in_progress')
  for (const complaint of open) {
    const earlier = told.findLast(({ number, agency, row }) => number < complaint.number && agency.id === complaint.agency.id && row['company_id'] !== null && row['company_id'] === complaint.row['company_id'] && row['status'] !== 'draft')
    if (earlier !== undefined && dice.chance(0.06)) relate(dice, rows, complaint, { kind: 'complaint', related_complaint_id: earlier.id, label: displayId('complaint', earlier.number) })
  }
  const [first] = open
  if (first !== undefined) relate(dice, rows, first, { kind: 'activity', label: displayId('activity', 78) })
  const ofEntity = open.find(({ row }) => row['entity_id'] !== null)
  const other = rows.of('entity').find(({ id, name }) => id !== ofEntity?.row['entity_id'] && text(name).startsWith('Summit Ridge'))
  if (ofEntity !== undefined && other !== undefined) relate(dice, rows, ofEntity, { kind: 'entity', related_entity_id: text(other['id']), label: text(other['name']) })
}

/** @returns when it was noted */
function note(dice: Dice, rows: Rows, complaint: ToldComplaint, { after, ...told }: Note & { after: number }): number {
  const { agency, moments, row } = complaint
  const by = complaint.poc ?? complaint.clerk
  const at = moments.after(after, 0.3, 9)
  const happenedOn = told.kind === 'communication' && dice.chance(0.3) ? addDays(moments.dateOf(at), -1) : moments.dateOf(at)
  const id = dice.id(at)
  rows.add('research_entry', {
    id, complaint_id: complaint.id, agency_id: agency.id, kind: told.kind, channel: told.channel ?? null, party: told.party ?? null, with_whom: told.withWhom ?? '', text: told.text,
    happened_on: happenedOn < text(row['received_on']) ? text(row['received_on']) : happenedOn, happened_at_time: told.channel === 'phone' ? `${String(dice.whole(9, 15)).padStart(2, '0')}:${dice.pick(['05', '15', '30', '45'])}` : null,
    created_by: by.id, created_at: instant(at),
  })
  record({ dice, rows, ...complaint }, complaint, at, { action: 'research.added', audience: 'agency', by, company: false, about: { kind: 'research_entry', id }, details: { kind: told.kind, ...(told.channel === undefined ? {} : { channel: told.channel }) } })
  return at
}

/** As long as it is worked on; what was found stays after closing. */
function allege(dice: Dice, rows: Rows, complaint: ToldComplaint, known: ReadonlyMap<string, ShippedCitation>): void {
  const { agency, moments, row } = complaint
  const by = complaint.poc ?? complaint.clerk
  const chosen = allegations[text(row['business_type'])]
  const at = moments.after(complaint.createdAt, 0.5, 5)
  const ended = text(row['closed_at'] ?? row['canceled_at'])
  if (chosen === undefined || (ended !== '' && at >= Date.parse(ended))) return
  const [code, description] = dice.pick(chosen)
  const citation = known.get(code)
  if (citation === undefined) throw new Error(`${code} is not among the shipped citations.`)
  const id = dice.id(at)
  const standing = ended === '' ? 'alleged' : dice.pick(['substantiated', 'not_substantiated'])
  rows.add('alleged_violation', { id, complaint_id: complaint.id, agency_id: agency.id, description, citation_id: citation.id, citation: citedAs(citation), level: 'federal', standing, added_by: by.id, added_at: instant(at) })
  record({ dice, rows, ...complaint }, complaint, at, { action: 'violation.added', audience: 'agency', by, company: false, about: { kind: 'alleged_violation', id }, details: { citationId: citation.id, standing } })
}

type Relation = { kind: string; label: string; related_complaint_id?: string; related_entity_id?: string }

function relate(dice: Dice, rows: Rows, complaint: ToldComplaint, relation: Relation): void {
  const by = complaint.poc ?? complaint.clerk
  const at = complaint.moments.after(complaint.createdAt, 0.1, 3)
  const row: Row = { id: dice.id(at), complaint_id: complaint.id, agency_id: complaint.agency.id, related_complaint_id: null, related_entity_id: null, ...relation, added_by: by.id, added_at: instant(at) }
  rows.add('related_record', row)
  record({ dice, rows, ...complaint }, complaint, at, { action: 'complaint.related', audience: 'agency', by, details: { what: `${relation.label} added` } })
}
