import { startComplaint } from '#src/modules/complaints/commands/start-complaint.ts'
import { readComplaint } from '#src/modules/complaints/queries/read-complaint.ts'
import { newId } from '#src/platform/new-id.ts'
import { call, made, marker, session, test, type Cookie, type Method } from '#test/world/attack.ts'
import { cast, completeFields, entered } from '#test/world/exchange.ts'
import type { Site } from '#test/world/site.ts'
import { expect, type World } from '#test/world/test-world.ts'

/** Attacks on a record that changes hands, and deeds at the same moment. */

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

test('of two deeds at once that exclude each other one is done', { timeout: 240_000 }, async ({ site, world }) => {
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
