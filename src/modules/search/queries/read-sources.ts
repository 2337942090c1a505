import { sql, type RawBuilder } from 'kysely'
import { displayId } from '../../../kernel/ids.ts'
import type { Tx } from '../../../platform/ports.ts'
import type { Source } from '../domain/highlight.ts'

type Row = { complaint_id: string; kind: keyof typeof where; number: number | null; text: string }

/** What is said of a place, and whether every agency may see it. */
const where = {
  subject: ['In the subject', true],
  company: ['In the IDs of the company', true],
  category: ['In the category', true],
  cfpb: ['In the CFPB ID', true],
  description: ["In the consumer's description", false],
  outcome: ['In the desired outcome', false],
  complainant: ["In the complainant's details", false],
  request: ['In', false],
  commentary: ['In what was written to the company', false],
  answer: ['In the answer to', false],
  note: ['In a note', false],
  violation: ['In an alleged violation', false],
  document: ['In the name of a document', false],
  closing: ['On closing', false],
  cancellation: ['In the reason for canceling', false],
  reopening: ['In the reason for reopening', false],
  letter: ['In the subject of a letter', false],
  related: ['Among the related records', false],
  post: ['In a post on the discussion board', false],
} as const satisfies Record<string, readonly [string, boolean]>

/**
 * The texts of these complaints that the actor may read, under row-level security like every reading.
 * @param exchange also requests, answers, notes and documents: left out where nothing was found there
 */
export async function readAgencySources(tx: Tx, ids: readonly string[], exchange: boolean): Promise<Map<string, Source[]>> {
  const basic = sql<Row>`
    select id as complaint_id, 'subject' as kind, null::integer as number, subject_name as text from complaint where id = any(${ids}::uuid[])
    union all select c.id, 'category', null, concat_ws(' · ', p.name, i.name) from complaint c left join category p on p.id = c.product_id left join category i on i.id = c.issue_id where c.id = any(${ids}::uuid[])
    union all select id, 'cfpb', null, cfpb_id from complaint where id = any(${ids}::uuid[]) and cfpb_id is not null
    union all select c.id, 'company', o.number, coalesce('NMLS ID ' || o.nmls_id, '') from complaint c join company o on o.id = c.company_id where c.id = any(${ids}::uuid[])
    union all select complaint_id, 'description', null, narrative from complaint_detail where complaint_id = any(${ids}::uuid[])
    union all select complaint_id, 'outcome', null, desired_outcome from complaint_detail where complaint_id = any(${ids}::uuid[])
    union all select complaint_id, 'complainant', null, concat_ws(' ', first_name, last_name) || concat_ws(', ', '', nullif(street, ''), nullif(concat_ws(' ', city, zip), ' '), nullif(email, ''), nullif(phone, ''), nullif(representative_name, ''))
              from complainant where complaint_id = any(${ids}::uuid[])`
  const further = sql<Row>`
    select complaint_id, 'request' as kind, number, title || '. ' || description as text from information_request where complaint_id = any(${ids}::uuid[])
    union all select complaint_id, 'commentary', null, commentary from request_sending where complaint_id = any(${ids}::uuid[])
    union all select s.complaint_id, 'answer', r.number, s.text from response s join information_request r on r.id = s.request_id where s.complaint_id = any(${ids}::uuid[]) and s.status = 'sent'
    union all select complaint_id, 'note', null, concat_ws(': ', nullif(with_whom, ''), text) from research_entry where complaint_id = any(${ids}::uuid[]) and removed_at is null
    union all select complaint_id, 'violation', null, concat_ws(': ', nullif(citation, ''), description) from alleged_violation where complaint_id = any(${ids}::uuid[]) and removed_at is null
    union all select complaint_id, 'document', null, original_name from document where complaint_id = any(${ids}::uuid[]) and state = 'stored' and removed_at is null
    union all select complaint_id, 'closing', null, concat_ws(' ', notes, comments_to_company, reason_reference) from closure where complaint_id = any(${ids}::uuid[])
    union all select complaint_id, 'cancellation', null, reason from cancellation where complaint_id = any(${ids}::uuid[])
    union all select complaint_id, 'reopening', null, reason from reopening where complaint_id = any(${ids}::uuid[])
    union all select complaint_id, 'letter', null, subject from letter where complaint_id = any(${ids}::uuid[])
    union all select complaint_id, 'related', null, label from related_record where complaint_id = any(${ids}::uuid[])
    union all select complaint_id, 'post', null, post_words(text) from discussion_post where complaint_id = any(${ids}::uuid[]) and deleted_at is null`
  return sourcesOf(tx, exchange ? [basic, further] : [basic])
}

/** As above, of what a company may read. */
export async function readCompanySources(tx: Tx, ids: readonly string[]): Promise<Map<string, Source[]>> {
  return sourcesOf(tx, [sql<Row>`
    select id as complaint_id, 'subject' as kind, null::integer as number, subject_name as text from complaint where id = any(${ids}::uuid[])
    union all select complaint_id, 'description', null, narrative from complaint_detail where complaint_id = any(${ids}::uuid[])
    union all select complaint_id, 'complainant', null, concat_ws(' ', first_name, last_name) || concat_ws(', ', '', nullif(city, '')) from complainant where complaint_id = any(${ids}::uuid[])
    union all select complaint_id, 'request', number, title || '. ' || description from information_request where complaint_id = any(${ids}::uuid[])
    union all select complaint_id, 'commentary', null, commentary from request_sending where complaint_id = any(${ids}::uuid[])
    union all select s.complaint_id, 'answer', r.number, s.text from response s join information_request r on r.id = s.request_id where s.complaint_id = any(${ids}::uuid[]) and s.status = 'sent' and not s.restricted
    union all select complaint_id, 'document', null, original_name from document where complaint_id = any(${ids}::uuid[]) and state = 'stored' and removed_at is null and shared and not restricted
    union all select complaint_id, 'closing', null, comments_to_company from closure where complaint_id = any(${ids}::uuid[])
    union all select complaint_id, 'letter', null, subject from letter where complaint_id = any(${ids}::uuid[])`])
}

async function sourcesOf(tx: Tx, queries: readonly RawBuilder<Row>[]): Promise<Map<string, Source[]>> {
  const sources = new Map<string, Source[]>()
  for (const { rows } of await Promise.all(queries.map((query) => query.execute(tx.db)))) {
    for (const row of rows) {
      const [words, basic] = where[row.kind]
      const its = sources.get(row.complaint_id) ?? []
      sources.set(row.complaint_id, its)
      const add = (source: Source) => its.push(source)
      if (row.kind === 'company' && row.number !== null) add({ where: words, text: displayId('company', row.number), id: `ses${String(row.number)}`, basic })
      if (row.kind === 'request' && row.number !== null) add({ where: 'A request of it', text: displayId('request', row.number), id: `ir${String(row.number)}`, basic })
      if (row.text !== '') add({ where: row.number === null || row.kind === 'company' ? words : `${words} ${displayId('request', row.number)}`, text: row.text, basic })
    }
  }
  return sources
}
