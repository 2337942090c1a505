import type { Actor } from '#src/access/actor.ts'
import { startComplaint } from '#src/modules/complaints/commands/start-complaint.ts'
import { readComplaint } from '#src/modules/complaints/queries/read-complaint.ts'
import { routesOf } from '#src/platform/http/routes-list.ts'
import { newId } from '#src/platform/new-id.ts'
import { call, isMethod, made, marker, session, share, test } from '#test/world/attack.ts'
import { cast, completeFields, entered, sent } from '#test/world/exchange.ts'
import { idFor, ofRecords, onesOwn, state, whole, writes, type Ids } from '#test/world/record-writes.ts'
import { expect } from '#test/world/test-world.ts'

/** Attacks on the complaint record and what grows around it, by other agencies, former readers, Viewers and companies. */

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
      // Events go on until the session ends (src/modules/notifications/live.test.ts).
      if (method !== 'GET' || !url.startsWith('/api/v1') || permission === 'public' || url.endsWith('/events')) continue
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
  const ofCompany = await session(site, await world.companyUser(company, 'manage'))
  const before = await world.rows('select id from audit_entry where complaint_id = $1', [id])
  for (const url of ['research-entries', 'alleged-violations', 'history', 'history/people', 'history/export', 'closures', 'related-records', 'duplicates', 'print-view', 'record.pdf', 'documents.zip', 'letters', 'retention', 'company-view']) {
    expect([url, [403, 404].includes((await call(site, 'GET', `/complaints/${id}/${url}`, headers)).statusCode)]).toEqual([url, true])
    // A company reads its own side of the history.
    if (!url.startsWith('history')) expect([url, [403, 404].includes((await call(site, 'GET', `/complaints/${id}/${url}`, ofCompany)).statusCode)]).toEqual([url, true])
  }
  for (const url of ['research-entries', 'alleged-violations']) expect([url, (await call(site, 'GET', `/complaints/${id}/${url}`, headers)).statusCode]).toEqual([url, 404])
  expect(await world.rows('select id from audit_entry where complaint_id = $1', [id])).toEqual(before)
})
