import type { Actor, AgencyActor } from '#src/access/actor.ts'
import { startComplaint } from '#src/modules/complaints/commands/start-complaint.ts'
import { readComplaint } from '#src/modules/complaints/queries/read-complaint.ts'
import { routesOf } from '#src/platform/http/routes-list.ts'
import { newId } from '#src/platform/new-id.ts'
import { cast, completeFields, entered, sent, type Cast } from '#test/world/exchange.ts'
import { openSite, type Site } from '#test/world/site.ts'
import { expect, test as base, type World } from '#test/world/test-world.ts'

/** Attacks on the complaint record and what grows around it: by other agencies, former owners, Viewers and companies, and by odd input. */
const test = base.extend<{ site: Site }>({
  site: async ({ world }, use) => {
    const site = await openSite(world)
    await use(site)
    await site.close()
  },
})

type Cookie = { cookie: string }
type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
const methods: readonly string[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']
const isMethod = (method: string): method is Method => methods.includes(method)
const marker = 'Zarquon'

function call(site: Site, method: Method, url: string, headers: Record<string, string>, payload?: object | string) {
  return site.app.inject({ method, url: `/api/v1${url}`, headers, payload, remoteAddress: site.remoteAddress })
}

async function session(site: Site, actor: Actor): Promise<Cookie> {
  site.world.clock.advance(30_000)
  return site.signIn(await site.credentials(actor))
}

async function made(site: Site, url: string, headers: Cookie, payload: object): Promise<{ id: string; version: number }> {
  const answer = await call(site, 'POST', url, headers, payload)
  if (answer.statusCode !== 201) throw new Error(`${url}: ${answer.body}`)
  return answer.json<{ id: string; version: number }>()
}

async function share(world: World, complaintId: string, owner: string, requesting: string, state = 'accepted') {
  await world.rows('insert into complaint_access (id, complaint_id, agency_id, requesting_agency_id, state, requested_at) values ($1, $2, $3, $4, $5, now())', [newId(), complaintId, owner, requesting, state])
}

type Ids = Record<'complaint' | 'request' | 'letter' | 'note' | 'violation' | 'related' | 'entity' | 'change' | 'filter' | 'template' | 'citation' | 'import' | 'referral' | 'document', string>

/** A complaint with one of everything, each saying the marker, and what its agency keeps beside it. */
async function whole(site: Site, { agency, company, supervisor }: Cast, owner: Cookie): Promise<Ids> {
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
function writes(ids: Ids, version: number, colleague: string, elsewhere: string): [route: string, body?: object][] {
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
    [`POST /complaints/${complaint}/referrals`, at({ toAgencyId: elsewhere, comments: 'Other' })],
    [`POST /complaints/${complaint}/referrals/${referral}/decisions`, { decision: 'accept', agencyPocId: colleague }],
    [`POST /complaints/${complaint}/referrals/${referral}/withdrawals`],
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
function idFor(url: string, ids: Ids): string {
  const first = url.split('/')[3] ?? ''
  const kinds: Record<string, string> = { entities: ids.entity, letters: ids.letter, 'research-entries': ids.note, 'alleged-violations': ids.violation, citations: ids.citation, imports: ids.import, documents: ids.document, 'information-requests': ids.request, 'received-requests': ids.request }
  return kinds[first] ?? ids.complaint
}

/** What agencies make for themselves, or only read. Whether these change nothing of another's is asked below. */
const onesOwn = /^POST \/api\/v1\/(complaints|entities|imports|citations|letter-templates|saved-filters|entities\/:id\/change-requests|[a-z/-]*(searches|previews|lookups|exports|bulk-[a-z]+))$/
const ofRecords = /^\/api\/v1\/(complaints|entit|research|alleged|letter|citation|saved|imports|information-requests|documents|retention|referral)/

const state = (world: World, ids: Ids) =>
  world.rows(`select to_jsonb(c) as complaint, (select count(*) from audit_entry a where a.complaint_id = c.id and a.action !~ 'read|found|exported') as deeds,
    (select jsonb_agg(to_jsonb(l)) from letter l where l.complaint_id = c.id) as letters, (select jsonb_agg(to_jsonb(e)) from research_entry e where e.complaint_id = c.id) as notes,
    (select jsonb_agg(to_jsonb(v)) from alleged_violation v where v.complaint_id = c.id) as violations, (select jsonb_agg(to_jsonb(r)) from related_record r where r.complaint_id = c.id) as related,
    (select jsonb_agg(to_jsonb(d)) from document d where d.complaint_id = c.id) as documents, (select to_jsonb(e) from entity e where e.id = $2) as entity, (select to_jsonb(f) from saved_filter f where f.id = $3) as filter,
    (select to_jsonb(t) from letter_template t where t.id = $4) as template, (select to_jsonb(k) from citation k where k.id = $5) as citation, (select to_jsonb(i) from import_run i where i.id = $6) as run
    from complaint c where c.id = $1`, [ids.complaint, ids.entity, ids.filter, ids.template, ids.citation, ids.import])

test('every write of the record is known to this test', async ({ site }) => {
  // Each stands for itself, so that the addresses show where an ID goes.
  const ids: Ids = {
    complaint: 'complaint', request: 'request', letter: 'letter', note: 'note', violation: 'violation', related: 'related', entity: 'entity',
    change: 'change', filter: 'filter', template: 'template', citation: 'citation', import: 'import', referral: 'referral', document: 'document',
  }
  const known = new Set(writes(ids, 1, 'x', 'x').map(([route]) => route.split('?')[0]?.replace(/ /, ' /api/v1').replace(/\/(complaint|request|letter|note|violation|related|entity|change|filter|template|citation|import|referral|document)(?=\/|$)/g, '/:id')))
  const unknown = routesOf(site.app).filter(({ method, url }) => isMethod(method) && method !== 'GET' && ofRecords.test(url)).map(({ method, url }) => `${method} ${url}`).filter((route) => !onesOwn.test(route) && !known.has(route.replace(/:[A-Za-z]+/g, ':id')))
  expect(unknown).toEqual([])
})

test('no stranger, no former reader, no Viewer and no company writes anything of a record, or reads beyond basic information', { timeout: 180_000 }, async ({ site, world }) => {
  const people = await cast(world)
  const [stranger, former, withAccess] = [await world.agency(), await world.agency(), await world.agency()]
  const colleague = await world.agencyUser(people.agency, 'manager')
  const ids = await whole(site, people, await session(site, people.supervisor))
  await share(world, ids.complaint, people.agency.id, former.id, 'revoked')
  await share(world, ids.complaint, people.agency.id, withAccess.id)
  const { version } = await readComplaint(world.deps, people.supervisor, ids.complaint)
  const outsiders: [string, Actor, boolean][] = [
    ['stranger', await world.agencyUser(stranger, 'supervisor', ['account_administrator']), true],
    ['revoked', await world.agencyUser(former, 'supervisor'), true],
    ['with access', await world.agencyUser(withAccess, 'supervisor'), false],
    ['viewer', await world.agencyUser(people.agency, 'viewer'), false],
    ['no role', await world.agencyUser(people.agency, null, ['account_administrator']), true],
    ['company', people.poc, false],
    ['company view', await world.companyUser(people.company, 'view'), false],
    ['company administrator', await world.companyUser(people.company, null, ['account_administrator']), true],
    ['other company', await world.companyUser(await world.company(), 'manage', ['account_administrator'], true), true],
  ]
  const before = await state(world, ids)
  for (const [who, actor, readsNothing] of outsiders) {
    const headers = await session(site, actor)
    for (const [route, body] of writes(ids, version, colleague.userId, stranger.id)) {
      const [method = '', url = ''] = route.split(' ')
      // Filters are kept by Viewers too, each for themselves.
      if (!isMethod(method)) continue
      const answer = await call(site, method, url, headers, body)
      expect([who, route, [403, 404].includes(answer.statusCode), answer.body.includes(marker)], answer.body).toEqual([who, route, true, false])
    }
    if (!readsNothing) continue
    for (const { method, url, permission } of routesOf(site.app)) {
      if (method !== 'GET' || !url.startsWith('/api/v1') || permission === 'public') continue
      const answer = await call(site, 'GET', url.slice('/api/v1'.length).replace(/:requestId/, ids.request).replace(/:[A-Za-z]+/g, idFor(url, ids)), headers)
      expect([who, url, answer.rawPayload.includes(marker), answer.statusCode >= 500]).toEqual([who, url, false, false])
    }
    for (const [url, body] of [
      ['/complaint-searches', { words: marker }], ['/complaints/searches', { words: marker, view: 'all_agencies' }], ['/complaints/exports', { words: marker, view: 'all_agencies' }], ['/received-searches', { words: marker }],
      ['/complaints/exports', { view: 'all_agencies', ids: [ids.complaint] }], ['/complaints/bulk-assignments', { userId: colleague.userId, complaints: [{ id: ids.complaint, version }] }],
      ['/complaints/bulk-reminders', { complaintIds: [ids.complaint] }], ['/citation-searches', { words: marker }], ['/letter-templates/previews', { subject: 'x', body: '{{ complainant_name }}', complaint: `C-${String(before[0] === undefined ? '' : (before[0]['complaint'] as { number: number }).number)}` }],
    ] as const) {
      const answer = await call(site, 'POST', url, headers, body)
      expect([who, url, answer.rawPayload.includes(marker), answer.statusCode >= 500], answer.body).toEqual([who, url, false, false])
      if (url === '/complaint-searches' && answer.statusCode === 200) expect(answer.json()).toMatchObject({ items: [], total: 0, facets: { status: [], company: [] } })
    }
  }
  expect(await state(world, ids)).toEqual(before)
  expect(site.lines.filter((line) => line.includes(marker) || line.includes('unexpected error'))).toEqual([])
  expect(await world.rows(`select 1 from audit_entry where details::text like '%' || $1 || '%'`, [marker])).toEqual([])
  expect(await world.rows(`select 1 from graphile_worker._private_jobs where payload::text like '%' || $1 || '%'`, [marker])).toEqual([])
})

test('what is the company’s never is: a letter, a note’s file and what is the owner’s alone are not shared on closing', async ({ site, world }) => {
  const { agency, company, supervisor } = await cast(world)
  const owner = await session(site, supervisor)
  const id = await entered(world, supervisor, company, { complainant: { firstName: 'Ruth', lastName: 'Ames', restricted: true } })
  const requestId = await sent(world, supervisor, id)
  await world.rows("update information_request set status = 'canceled', canceled_at = now() where id = $1", [requestId])
  const letter = await made(site, `/complaints/${id}/letters`, owner, {})
  const note = await made(site, `/complaints/${id}/research-entries`, owner, { kind: 'research', happenedOn: '2026-11-02', text: 'x' })
  const { version } = await readComplaint(world.deps, supervisor, id)
  for (const [purpose, column, parent] of [['letter', 'letter_id', letter.id], ['research', 'research_id', note.id], ['agent_location', 'research_id', null], ['cancellation', 'research_id', null]] as const) {
    const documentId = newId()
    await world.rows(`insert into document (id, purpose, complaint_id, agency_id, ${column}, side, name, original_name, content_type, size, state, sha256, scan, uploaded_by, created_at) values ($1, $2, $3, $4, $5, 'agency', 'x.pdf', 'x.pdf', 'application/pdf', 3, 'stored', repeat('a', 64), 'not_scanned', $6, now())`, [documentId, purpose, id, agency.id, parent, supervisor.userId])
    const closing = await call(site, 'POST', `/complaints/${id}/closures`, owner, { version, reason: 'invalid', documentIds: [documentId] })
    expect([purpose, closing.statusCode]).toEqual([purpose, 422])
  }
  expect(await world.rows("select 1 from document where complaint_id = $1 and shared", [id])).toEqual([])
})

test('a draft is not betrayed by what is related to it, nor by the entity that moves', async ({ site, world }) => {
  const { agency, company, supervisor } = await cast(world)
  const guestAgency = await world.agency()
  const owner = await session(site, supervisor)
  const [id, draft] = [await entered(world, supervisor, company), await startComplaint(world.deps, supervisor, await completeFields(world, company))]
  const { number } = await readComplaint(world.deps, supervisor, draft)
  await share(world, id, agency.id, guestAgency.id)
  const related = await call(site, 'POST', `/complaints/${id}/related-records`, owner, { kind: 'complaint', reference: number })
  expect([related.statusCode, related.body.includes('is a draft')]).toEqual([422, true])
})

test('history is detail: who sees basic information only has none of it, and leaves no trace in it', async ({ site, world }) => {
  const { company, supervisor } = await cast(world)
  const id = await entered(world, supervisor, company)
  const headers = await session(site, await world.agencyUser(await world.agency(), 'supervisor'))
  const before = await world.rows('select id from audit_entry where complaint_id = $1', [id])
  for (const url of ['history', 'history/people', 'history/export', 'closures', 'related-records', 'duplicates', 'print-view', 'record.pdf', 'documents.zip', 'letters', 'retention', 'company-view']) {
    expect([url, [403, 404].includes((await call(site, 'GET', `/complaints/${id}/${url}`, headers)).statusCode)]).toEqual([url, true])
  }
  expect(await world.rows('select id from audit_entry where complaint_id = $1', [id])).toEqual(before)
})

async function referred(site: Site, world: World) {
  const people = await cast(world)
  const receiverAgency = await world.agency()
  const receiver = await world.agencyUser(receiverAgency, 'supervisor')
  const [owner, other] = [await session(site, people.supervisor), await session(site, receiver)]
  const id = await entered(world, people.supervisor, people.company, { narrative: `${marker} took my money.`, complainant: { firstName: marker, lastName: 'Beeble', street: '1418 Larkfield Ave', city: 'Toledo', state: 'OH', zip: '43612', restricted: true } })
  const refer = async () => {
    const { version } = await readComplaint(world.deps, people.supervisor, id)
    const answer = await call(site, 'POST', `/complaints/${id}/referrals`, owner, { version, toAgencyId: receiverAgency.id, comments: 'Yours.' })
    return answer.json<{ items: { id: string }[] }>().items[0]?.id ?? ''
  }
  return { ...people, receiver, owner, other, id, refer }
}

test('while it is being referred nothing of a complaint changes, and its receiver reads nothing of it yet', async ({ site, world }) => {
  const { supervisor, agency, receiver, owner, other, id, refer } = await referred(site, world)
  const letter = await made(site, `/complaints/${id}/letters`, owner, {})
  await call(site, 'PATCH', `/letters/${letter.id}`, owner, { version: 1, addressee: marker, subject: 'Yours', body: 'Dear' })
  const note = await made(site, `/complaints/${id}/research-entries`, owner, { kind: 'research', happenedOn: '2026-11-02', text: marker })
  const colleague = await world.agencyUser(agency, 'manager')
  await refer()
  const { version } = await readComplaint(world.deps, supervisor, id)
  const deeds: [Method, string, object?][] = [
    ['POST', `/complaints/${id}/letters`, {}], ['PATCH', `/letters/${letter.id}`, { version: 2, addressee: 'x', subject: 'x', body: 'x' }], ['POST', `/letters/${letter.id}/issues`, { version: 2, sentVia: 'mail' }], ['DELETE', `/letters/${letter.id}?version=2`],
    ['PATCH', `/research-entries/${note.id}`, { version: 1, kind: 'research', happenedOn: '2026-11-02', text: 'Other' }], ['DELETE', `/research-entries/${note.id}?version=1`],
    ['POST', `/complaints/${id}/agency-pocs`, { version, userId: colleague.userId }], ['PATCH', `/complaints/${id}`, { version, fields: { narrative: 'x' } }],
  ]
  for (const [method, url, body] of deeds) expect([method, url, (await call(site, method, url, owner, body)).statusCode]).toEqual([method, url, 409])
  const bulk = await call(site, 'POST', '/complaints/bulk-assignments', owner, { userId: colleague.userId, complaints: [{ id, version }] })
  expect(bulk.json()).toMatchObject({ done: 0, refused: 1 })
  expect((await readComplaint(world.deps, receiver, id)).detail).toBeNull()
  for (const url of [`/complaints/${id}/history`, `/letters/${letter.id}`, `/research-entries/${note.id}`]) expect([url, (await call(site, 'GET', url, other)).statusCode]).toEqual([url, 404])
})

test('after the referral was accepted nothing of the record comes back to its sender, not by keys of earlier requests either', async ({ site, world }) => {
  const { receiver, owner, other, id, refer } = await referred(site, world)
  const number = (await call(site, 'GET', `/complaints/${id}`, owner)).json<{ number: string }>().number
  const repeated: [string, object][] = [
    [`/complaints/${id}/letters`, {}],
    [`/complaints/${id}/research-entries`, { kind: 'research', happenedOn: '2026-11-02', text: marker }],
    [`/complaints/${id}/alleged-violations`, { violations: [{ description: marker }] }],
    [`/complaints/${id}/related-records`, { kind: 'individual', name: marker }],
    [`/complaints/${id}/legal-holds`, { version: 0, reason: marker }],
    [`/complaints/${id}/legal-hold-releases`, { version: 1, reason: marker }],
    ['/letter-templates/previews', { subject: 'x', body: '{{ complainant_name }}', complaint: number }],
    ['/complaint-searches', { words: marker }],
  ]
  const again = () => Promise.all(repeated.map(async ([url, body]) => call(site, 'POST', url, { ...owner, 'idempotency-key': 'press' }, body)))
  for (const [url, body] of repeated) {
    const first = await call(site, 'POST', url, { ...owner, 'idempotency-key': 'press' }, body)
    expect([url, first.statusCode < 300, first.body.includes(marker)], first.body).toEqual([url, true, true])
  }
  const referralId = await refer()
  const accept = () => call(site, 'POST', `/complaints/${id}/referrals/${referralId}/decisions`, other, { decision: 'accept', agencyPocId: receiver.userId })
  expect((await Promise.all([accept(), accept()])).map(({ statusCode }) => statusCode).sort()).toEqual([201, 409])
  for (const [index, answer] of (await again()).entries()) expect([repeated[index]?.[0], answer.body.includes(marker), answer.statusCode >= 500]).toEqual([repeated[index]?.[0], false, false])
  for (const url of ['', '/history', '/history/people', '/letters', '/research-entries', '/alleged-violations', '/related-records', '/referrals', '/closures']) {
    expect([url, (await call(site, 'GET', `/complaints/${id}${url}`, owner)).body.includes(marker)]).toEqual([url, false])
  }
  expect((await call(site, 'GET', `/complaints/${id}`, other)).body).toContain(marker)
})

test('of two deeds at once that exclude each other one is done', { timeout: 60_000 }, async ({ site, world }) => {
  const { agency, company, supervisor } = await cast(world)
  const [one, two] = [await session(site, supervisor), await session(site, await world.agencyUser(agency, 'manager'))]
  const both = async (deeds: [Cookie, Method, string, object?][]) => (await Promise.all(deeds.map(([headers, method, url, body]) => call(site, method, url, headers, body)))).map(({ statusCode }) => statusCode)
  const id = await entered(world, supervisor, company)
  const { version } = await readComplaint(world.deps, supervisor, id)
  expect((await both([[one, 'POST', `/complaints/${id}/closures`, { version, reason: 'invalid' }], [two, 'POST', `/complaints/${id}/cancellations`, { version, reason: 'x' }]])).sort()).toEqual([201, 409])

  const closed = await entered(world, supervisor, company)
  await call(site, 'POST', `/complaints/${closed}/closures`, one, { version: (await readComplaint(world.deps, supervisor, closed)).version, reason: 'invalid' })
  const { version: seen } = await readComplaint(world.deps, supervisor, closed)
  expect((await both([[one, 'POST', `/complaints/${closed}/reopenings`, { version: seen, reason: 'x' }], [two, 'POST', `/complaints/${closed}/reopenings`, { version: seen, reason: 'y' }]])).sort()).toEqual([201, 409])
  expect(await world.rows('select 1 from reopening where complaint_id = $1', [closed])).toHaveLength(1)

  const draft = await startComplaint(world.deps, supervisor, await completeFields(world, company))
  const answers = await both([[one, 'DELETE', `/complaints/${draft}`], [two, 'POST', `/complaints/${draft}/submissions`, { version: 1, review: 'bypass' }]])
  expect(answers.filter((status) => status < 300)).toHaveLength(1)
  expect(answers.filter((status) => status >= 500)).toEqual([])

  const [gone, stays] = [await made(site, '/entities', one, { name: `Gone ${newId()}` }), await made(site, '/entities', one, { name: `Stays ${newId()}` })]
  const [{ number } = { number: 0 }] = await world.rows<{ number: number }>('select number from entity where id = $1', [stays.id])
  const moved = await both([
    [one, 'POST', `/entities/${gone.id}/merges`, { version: 1, into: `ETN-${String(number)}` }],
    ...Array.from({ length: 4 }, (): [Cookie, Method, string, object] => [two, 'POST', '/complaints', { subject: { kind: 'entity', entityId: gone.id } }]),
  ])
  expect(moved[0]).toBe(201)
  expect(moved.filter((status) => status >= 500)).toEqual([])
  expect(await world.rows('select 1 from complaint where entity_id = $1', [gone.id])).toEqual([])
})

const odd = ['\u0000', 'a\u0000b', '\ud800', 'a\ud800b', "'; drop table complaint; --", '%_\\', 'a\\b*', "it's*", '"', '-"', "a'b\\'*", ':* & | ! <-> ()', "foo:*A|'bar'", '{{ complaint_id }}', '\u202egpj.exe', 'x'.repeat(200), '٣٤', '＜script＞']

test('odd words are refused or find nothing, and are never a fault', { timeout: 60_000 }, async ({ site, world }) => {
  const { agency, company, supervisor } = await cast(world)
  const headers = await session(site, supervisor)
  const id = await entered(world, supervisor, company)
  for (const words of odd) {
    const asked: [Method, string, object?][] = [
      ['POST', '/complaint-searches', { words: `${words} cat` }], ['POST', '/complaint-searches', { words }], ['POST', '/complaints/searches', { words }], ['POST', '/complaints/exports', { words }],
      ['POST', '/complaint-searches', { words: 'cat', filters: { agency: [words.slice(0, 40)], company: [words.slice(0, 40)], product: [words.slice(0, 40)], status: [words.slice(0, 40)], year: [words.slice(0, 40)], place: [words.slice(0, 40)] } }],
      ['POST', '/entity-searches', { words }], ['POST', '/guided-subject-searches', { words, name: words, city: words.slice(0, 100), employee: words, keywords: words, phone: words.slice(0, 40), website: words }],
      ['POST', '/guided-subject-searches', { words }], ['POST', '/guided-subject-searches', { city: words.slice(0, 100), state: 'OH' }],
      ...['ses', 'nmls', 'etn', 'licence', 'branch_nmls', 'individual_nmls', 'individual_name'].map((by): [Method, string, object] => ['POST', '/subject-lookups', { by, value: words, state: 'OH' }]),
      ['POST', '/citation-searches', { words }], ['POST', '/saved-filters', { name: newId(), filters: { cfpbId: words.slice(0, 40) } }], ['POST', '/saved-filters', { name: words.slice(0, 80), filters: {} }],
      ['GET', `/complaints?cfpbId=${encodeURIComponent(words.toWellFormed().slice(0, 40))}`], ['GET', `/complaints/${id}/history?cursor=${encodeURIComponent(words.toWellFormed())}`],
      ['POST', `/complaints/${id}/related-records`, { kind: 'individual', name: words }], ['POST', `/complaints/${id}/related-records`, { kind: 'complaint', reference: words.slice(0, 40) }],
      ['POST', `/complaints/${id}/research-entries`, { kind: 'research', happenedOn: '2026-11-02', text: words, withWhom: words }], ['POST', '/letter-templates', { kind: 'other', name: words.slice(0, 120), subject: words, body: words }],
      ['POST', '/entities', { name: words, people: words, website: words, phone: words.slice(0, 40) }],
    ]
    for (const [method, url, body] of asked) {
      const answer = await call(site, method, url, headers, body)
      expect([JSON.stringify(words), method, url, answer.statusCode >= 500], answer.body.slice(0, 300)).toEqual([JSON.stringify(words), method, url, false])
    }
  }
  expect(site.lines.filter((line) => line.includes('unexpected error'))).toEqual([])
  expect(await world.rows('select 1 from complaint where agency_id = $1', [agency.id])).toHaveLength(1)
})

test('what has no end is refused before it costs anything', { timeout: 60_000 }, async ({ site, world }) => {
  const { company, supervisor } = await cast(world)
  const headers = await session(site, supervisor)
  const id = await entered(world, supervisor, company)
  const many = <T>(one: T, count = 70_000): T[] => Array.from({ length: count }, () => one)
  const deep = `{"name":"x","filters":${'{"status":['.repeat(20_000)}${']}'.repeat(20_000)}}`
  const asked: [Method, string, (object | string)?][] = [
    ['POST', '/complaints/searches', { words: 'cat', status: many('draft') }], ['POST', '/complaints/exports', { status: many('draft') }], ['POST', '/complaints/exports', { columns: many('id') }], ['POST', '/complaints/exports', { ids: many(id) }],
    ['POST', '/saved-filters', { name: 'Long', filters: { status: many('draft') } }], ['POST', '/saved-filters', deep],
    ['POST', '/complaint-searches', { words: 'cat', filters: { status: many('draft') } }], ['POST', '/complaint-searches', { words: 'cat', limit: 100_000 }],
    ['POST', '/complaints/bulk-reminders', { complaintIds: many(id) }], ['POST', '/complaints/bulk-assignments', { userId: supervisor.userId, complaints: many({ id, version: 1 }) }],
    ['POST', `/complaints/${id}/alleged-violations`, { violations: many({ description: 'x' }) }], ['POST', `/complaints/${id}/closures`, { version: 2, reason: 'invalid', documentIds: many(id) }],
    ['GET', `/complaints/${id}/history?${many('kind=status', 500).join('&')}`], ['GET', `/complaints/${id}/print-view?${many('parts=history', 500).join('&')}`], ['GET', `/complaints/${id}/record.pdf?${many('parts=summary', 500).join('&')}`],
    ['GET', `/complaints?${many('status=draft', 500).join('&')}`], ['POST', `/complaints/${id}/research-entries`, { kind: 'research', happenedOn: '2026-11-02', text: 'x'.repeat(10_001) }],
  ]
  for (const [method, url, body] of asked) {
    const answer = await site.app.inject({ method, url: `/api/v1${url}`, headers: { ...headers, ...(typeof body === 'string' && { 'content-type': 'application/json' }) }, payload: body, remoteAddress: site.remoteAddress })
    expect([method, url.slice(0, 60), [400, 404, 413, 414, 422].includes(answer.statusCode)], `${String(answer.statusCode)} ${answer.body.slice(0, 200)}`).toEqual([method, url.slice(0, 60), true])
  }
  for (const dates of ['enteredTo=9999-12-31', 'closedTo=9999-12-31&closedFrom=1900-01-01', 'receivedTo=9999-12-31', 'dueTo=9999-12-31']) expect([dates, (await call(site, 'GET', `/complaints?${dates}`, headers)).statusCode]).toEqual([dates, 200])
  for (const dates of ['from=9999-12-31', 'to=9999-12-31']) expect([dates, (await call(site, 'GET', `/complaints/${id}/history?${dates}`, headers)).statusCode]).toEqual([dates, 200])
  expect(site.lines.filter((line) => line.includes('unexpected error'))).toEqual([])
})

test('no template keeps the server busy, and none reaches beyond its fields', { timeout: 60_000 }, async ({ site, world }) => {
  const headers = await session(site, await world.agencyUser(await world.agency(), 'supervisor'))
  const bodies = [
    '{% if today %}'.repeat(600) + '{% endif %}'.repeat(600), `{% comment %}{{ ${'a'.repeat(19_900)} } }}{% endcomment %}`, `{% comment %}${'{{ a } '.repeat(2_800)}}}{% endcomment %}`, `{{ today ${'| append: today '.repeat(1_300)} }}`,
    '{% for x in (1..1000000000) %}x{% endfor %}', '{% include "/etc/passwd" %}', '{% render "x" %}', '{% layout "x" %}', '{% capture x %}{% endcapture %}', '{% assign x = 1 %}', '{{ today.constructor }}', '{{ constructor }}', '{{ __proto__ }}', '{{ "x" | raw }}',
    '{{ today | append: (1..99999999) }}', '{% raw %}{{ secret }}{% endraw %}', '{% liquid\nassign x = 1\n%}', '{% case today %}' + '{% when "x" %}y'.repeat(1_200) + '{% endcase %}', '{% if "(((((((((" contains today %}{% endif %}', `{{ ${'('.repeat(9_000)} }}`, '{{'.repeat(9_000), '{%'.repeat(9_000), '{{ today[today[today]] }}',
  ]
  for (const body of bodies) {
    // Time at work and not by the clock: other processes may keep the machine busy.
    const began = process.threadCpuUsage()
    const answer = await call(site, 'POST', '/letter-templates/previews', headers, { subject: 'x', body })
    const { user, system } = process.threadCpuUsage(began)
    expect([body.slice(0, 40), answer.statusCode >= 500, user + system < 400_000], `${String(user + system)} µs ${answer.body.slice(0, 200)}`).toEqual([body.slice(0, 40), false, true])
    if (/for|include|render|layout|capture|assign|constructor|proto|raw|\[/.test(body)) expect([body, answer.statusCode]).toEqual([body, 422])
  }
})

test('names of files end no header and leave no folder, and formulas stay text wherever they come out', async ({ site, world }) => {
  const { agency, company, supervisor } = await cast(world)
  const headers = await session(site, supervisor)
  const id = await entered(world, supervisor, company)
  const names = ['../../etc/passwd', 'a\r\nSet-Cookie: x=1.csv', '=HYPERLINK("http://evil").pdf', 'C:\\x.pdf', '', '..', 'a"; filename=b.csv']
  for (const name of names) await world.rows(`insert into document (id, purpose, complaint_id, agency_id, side, name, original_name, content_type, size, state, sha256, scan, uploaded_by, created_at) values ($1, 'complaint', $2, $3, 'agency', $4, $4, 'application/pdf', 3, 'stored', repeat('a', 64), 'infected', $5, now())`, [newId(), id, agency.id, name === '' ? '-' : name, supervisor.userId])
  const zip = await call(site, 'GET', `/complaints/${id}/documents.zip`, headers)
  expect(zip.statusCode).toBe(200)
  expect(zip.headers['content-disposition']).toMatch(/^attachment; filename="C-\d+-documents\.zip"$/)
  for (const name of ['a\r\nX-Evil: 1.csv', '"; x="y.csv', '../../../x.csv', '%00.csv', `${'x'.repeat(500)}.csv`, '=cmd.csv', '\u202efdp.csv']) {
    const given = await site.app.inject({ method: 'POST', url: '/api/v1/imports', headers: { ...headers, 'content-type': 'application/octet-stream', 'x-file-name': encodeURIComponent(name) }, payload: 'Product,Company,Date received\n=1+1,=cmd|x,not a date\n', remoteAddress: site.remoteAddress })
    expect([name, given.statusCode]).toEqual([name, 201])
    const run = given.json<{ id: string; fileName: string }>()
    expect(run.fileName).not.toMatch(/[\r\n/\\\u0000]/)
    await world.rows("update import_run set state = 'finished', rows_rejected = 1, finished_at = $2 where id = $1", [run.id, world.clock.now()])
    await world.rows("insert into import_rejection (run_id, agency_id, row, reasons, cells) values ($1, $2, 2, '{x}', '{=1+1,=cmd|x,@x}')", [run.id, agency.id])
    const rejected = await call(site, 'GET', `/imports/${run.id}/rejected-rows`, headers)
    expect([rejected.statusCode, rejected.headers['x-evil'], /(^|,)[=@+-]/m.test(rejected.body)]).toEqual([200, undefined, false])
  }
  const firm = await made(site, '/entities', headers, { name: '=HYPERLINK("http://evil","x")' })
  const about: AgencyActor = supervisor
  await entered(world, about, company, { subject: { kind: 'entity', entityId: firm.id } })
  const csv = await call(site, 'POST', '/complaints/exports', headers, { view: 'all', columns: ['subject'] })
  expect(csv.body).toContain(`'=HYPERLINK`)
})
