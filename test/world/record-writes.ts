import { newId } from '#src/platform/new-id.ts'
import { call, made, marker, type Cookie } from '#test/world/attack.ts'
import { entered, sent, type Cast } from '#test/world/exchange.ts'
import type { Site } from '#test/world/site.ts'
import { expect, type World } from '#test/world/test-world.ts'

export type Ids = Record<'complaint' | 'request' | 'letter' | 'note' | 'violation' | 'related' | 'entity' | 'change' | 'filter' | 'template' | 'citation' | 'import' | 'referral' | 'document', string>

/** A complaint with one of everything, each saying the marker, and what its agency keeps beside it. */
export async function whole(site: Site, { agency, company, supervisor }: Cast, owner: Cookie): Promise<Ids> {
  const { world } = site
  const complaint = await entered(world, supervisor, company, { narrative: `${marker} took my money.`, desiredOutcome: marker, complainant: { firstName: marker, lastName: 'Beeble', street: '1418 Larkfield Ave', city: 'Toledo', state: 'OH', zip: '43612' } })
  const request = await sent(world, supervisor, complaint, { title: `${marker} history`, shareNarrative: false })
  const [entity, letter] = [await made(site, '/entities', owner, { name: `Firm ${newId()}` }), await made(site, `/complaints/${complaint}/letters`, owner, {})]
  const written = await call(site, 'PATCH', `/letters/${letter.id}`, owner, { version: 1, addressee: marker, subject: `About ${marker}`, body: marker })
  expect(written.statusCode).toBe(200)
  const note = await made(site, `/complaints/${complaint}/research-entries`, owner, { kind: 'research', happenedOn: '2026-11-02', text: marker, withWhom: marker })
  const violations = (await call(site, 'POST', `/complaints/${complaint}/alleged-violations`, owner, { violations: [{ description: marker }] })).json<{ items: { id: string }[] }>()
  const related = (await call(site, 'POST', `/complaints/${complaint}/related-records`, owner, { kind: 'individual', name: marker })).json<{ items: { id: string }[] }>()
  const filter = await made(site, '/saved-filters', owner, { name: marker, filters: {} })
  const template = await made(site, '/letter-templates', owner, { kind: 'other', name: marker, subject: marker, body: marker })
  const citation = await made(site, '/citations', owner, { level: 'federal', code: marker, title: marker })
  const given = await site.app.inject({ method: 'POST', url: '/api/v1/imports', headers: { ...owner, 'content-type': 'application/octet-stream', 'x-file-name': `${marker}.csv` }, payload: `Product,Company,Date received\nMortgage,${marker},11/02/2026\n`, remoteAddress: site.remoteAddress })
  const document = newId()
  await world.rows(`insert into document (id, purpose, complaint_id, agency_id, side, name, original_name, content_type, size, state, sha256, scan, uploaded_by, created_at) values ($1, 'complaint', $2, $3, 'agency', $4, $4, 'application/pdf', 3, 'stored', repeat('a', 64), 'not_scanned', $5, now())`, [document, complaint, agency.id, `${marker}.pdf`, supervisor.userId])
  return {
    complaint, request, letter: letter.id, note: note.id, violation: violations.items[0]?.id ?? '', related: related.items[0]?.id ?? '', entity: entity.id, change: newId(), filter: filter.id,
    template: template.id, citation: citation.id, import: given.json<{ id: string }>().id, referral: newId(), document,
  }
}

/** Every write that a complaint's agency can do, as it could succeed. Addresses with the IDs filled in. */
export function writes(ids: Ids, version: number, colleague: string, elsewhere: string): [route: string, body?: object][] {
  const { complaint, request, letter, note, violation, related, entity, change, filter, template, citation, referral } = ids
  const at = (body: object = {}) => ({ version, ...body })
  const entityFields = { name: 'Other' }
  return [
    [`PATCH /complaints/${complaint}`, at({ fields: { narrative: 'Other.' } })],
    [`DELETE /complaints/${complaint}`],
    [`POST /complaints/${complaint}/submissions`, at({ review: 'bypass' })],
    [`POST /complaints/${complaint}/reviews`, at({ agencyPocId: colleague })],
    [`POST /complaints/${complaint}/reviewers`, at({ reviewerId: colleague })],
    [`POST /complaints/${complaint}/agency-pocs`, at({ userId: colleague })],
    [`POST /complaints/${complaint}/closures`, at({ reason: 'invalid' })],
    [`POST /complaints/${complaint}/cancellations`, at({ reason: 'Other' })],
    [`POST /complaints/${complaint}/reopenings`, at({ reason: 'Other' })],
    [`POST /complaints/${complaint}/subjects`, at({ subject: { kind: 'entity', entityId: entity } })],
    [`POST /complaints/${complaint}/related-records`, { kind: 'activity', reference: 'SA-000078' }],
    [`DELETE /complaints/${complaint}/related-records/${related}`],
    [`POST /complaints/${complaint}/research-entries`, { kind: 'research', happenedOn: '2026-11-02', text: 'Other' }],
    [`PATCH /research-entries/${note}`, { version: 1, kind: 'research', happenedOn: '2026-11-02', text: 'Other' }],
    [`DELETE /research-entries/${note}?version=1`],
    [`POST /complaints/${complaint}/alleged-violations`, { violations: [{ description: 'Other' }] }],
    [`PATCH /alleged-violations/${violation}`, { version: 1, description: 'Other', standing: 'alleged' }],
    [`DELETE /alleged-violations/${violation}?version=1`],
    [`POST /complaints/${complaint}/letters`, {}],
    [`PATCH /letters/${letter}`, { version: 2, addressee: 'Other', subject: 'Other', body: 'Other' }],
    [`DELETE /letters/${letter}?version=2`],
    [`POST /letters/${letter}/issues`, { version: 2, sentVia: 'mail' }],
    [`POST /letters/${letter}/approval-requests`, { version: 2 }],
    [`POST /letters/${letter}/approvals`, { version: 2 }],
    [`POST /letters/${letter}/returns`, { version: 2 }],
    [`POST /letters/${letter}/due-dates`, { version: 2, dueOn: '2027-01-15' }],
    [`POST /letters/${letter}/withdrawals`, { version: 2, reason: 'Other' }],
    [`POST /complaints/${complaint}/referrals`, at({ toAgencyId: elsewhere, comments: 'Other' })],
    [`POST /complaints/${complaint}/referrals/${referral}/decisions`, { decision: 'accept', agencyPocId: colleague }],
    [`POST /complaints/${complaint}/referrals/${referral}/withdrawals`],
    [`POST /complaints/${complaint}/access-requests/${referral}/decisions`, { decision: 'accept' }],
    [`POST /complaints/${complaint}/access-requests/${referral}/revocations`, { comments: 'Other' }],
    [`POST /complaints/${complaint}/access-requests/${referral}/withdrawals`],
    [`POST /complaints/${complaint}/referral-packages`, { recipient: 'Other', parts: ['summary'], withDocuments: false }],
    [`POST /complaints/${complaint}/legal-holds`, { version: 0, reason: 'Other' }],
    [`POST /complaints/${complaint}/legal-hold-releases`, { version: 0, reason: 'Other' }],
    [`POST /information-requests/${request}/reminders`],
    [`POST /complaints/${complaint}/information-requests`, { title: 'Other', description: 'Other', dueOn: '2026-12-08' }],
    [`POST /complaints/${complaint}/sendings`, { requests: [{ id: request }], commentary: '', shareNarrative: true, introductionDocumentIds: [], notifyUserIds: [] }],
    [`PATCH /information-requests/${request}`, { version: 2, title: 'Other', description: 'Other', dueOn: '2026-12-08' }],
    [`DELETE /information-requests/${request}`],
    [`POST /information-requests/${request}/cancellations`, { version: 2, reason: 'Other' }],
    [`POST /information-requests/${request}/quick-looks`, { version: 2 }],
    [`DELETE /information-requests/${request}/quick-looks?version=2`],
    [`POST /information-requests/${request}/extensions`, { version: 2, dueOn: '2026-12-15' }],
    [`POST /information-requests/${request}/send-backs`, { version: 2, dueOn: '2026-12-15', explanation: 'Other' }],
    [`POST /complaints/${complaint}/request-removals`, { requestIds: [request] }],
    [`POST /complaints/${complaint}/request-sets`, { setId: request }],
    [`PUT /entities/${entity}`, { version: 1, ...entityFields }],
    [`POST /entities/${entity}/change-requests/${change}/decisions`, { state: 'done' }],
    [`POST /entities/${entity}/merges`, { version: 1, into: 'ETN-000001' }],
    [`POST /entities/${entity}/companies`, { version: 1, company: 'SES-000001' }],
    [`PATCH /saved-filters/${filter}`, { version: 1, name: 'Other' }],
    [`DELETE /saved-filters/${filter}?version=1`],
    [`PUT /letter-templates/${template}`, { version: 1, kind: 'other', name: 'Other', subject: 'Other', body: 'Other' }],
    [`POST /letter-templates/${template}/retirements`, { version: 1, retired: true }],
    [`PATCH /citations/${citation}`, { version: 1, level: 'federal', code: 'Other', title: 'Other', retired: true }],
    [`PUT /imports/${ids.import}/sheet`, { version: 1, sheet: 'Other' }],
    [`PUT /imports/${ids.import}/mapping`, { version: 1, sheet: null, mapping: { columns: [null, null, null], dates: {} }, keep: false }],
    [`POST /imports/${ids.import}/checks`, { version: 1 }],
    [`POST /imports/${ids.import}/starts`, { version: 1 }],
    [`POST /imports/${ids.import}/cancellations`],
    [`DELETE /imports/${ids.import}`],
    [`DELETE /documents/${ids.document}`],
  ]
}

/** The record that an address asks for, by its first word. */
export function idFor(url: string, ids: Ids): string {
  const first = url.split('/')[3] ?? ''
  const kinds: Record<string, string> = { entities: ids.entity, letters: ids.letter, 'received-letters': ids.letter, 'research-entries': ids.note, 'alleged-violations': ids.violation, citations: ids.citation, imports: ids.import, documents: ids.document, 'information-requests': ids.request, 'received-requests': ids.request }
  return kinds[first] ?? ids.complaint
}

/** What agencies make for themselves, ask for or say to one another, or only read. Whether these change nothing of another's is asked below. */
export const onesOwn = /^POST \/api\/v1\/(complaints|entities|imports|citations|letter-templates|saved-filters|entities\/:id\/(change-requests|posts|post-candidates)|complaints\/:id\/(access-requests|posts|post-candidates)|documents\/(selections|openings)|[a-z/-]*(searches|previews|lookups|exports|bulk-[a-z]+))$/
export const ofRecords = /^\/api\/v1\/(complaints|entit|research|alleged|letter|citation|saved|imports|information-requests|documents|retention|referral)/

export const state = (world: World, ids: Ids) =>
  world.rows(`select to_jsonb(c) as complaint, (select count(*) from audit_entry a where a.complaint_id = c.id and a.action !~ 'read|found|exported') as deeds,
    (select jsonb_agg(to_jsonb(l)) from letter l where l.complaint_id = c.id) as letters, (select jsonb_agg(to_jsonb(e)) from research_entry e where e.complaint_id = c.id) as notes,
    (select jsonb_agg(to_jsonb(v)) from alleged_violation v where v.complaint_id = c.id) as violations, (select jsonb_agg(to_jsonb(r)) from related_record r where r.complaint_id = c.id) as related,
    (select jsonb_agg(to_jsonb(d)) from document d where d.complaint_id = c.id) as documents, (select to_jsonb(e) from entity e where e.id = $2) as entity, (select to_jsonb(f) from saved_filter f where f.id = $3) as filter,
    (select to_jsonb(t) from letter_template t where t.id = $4) as template, (select to_jsonb(k) from citation k where k.id = $5) as citation, (select to_jsonb(i) from import_run i where i.id = $6) as run
    from complaint c where c.id = $1`, [ids.complaint, ids.entity, ids.filter, ids.template, ids.citation, ids.import])
