import { openSite, type Site } from '#test/world/site.ts'
import { expect, test as base } from '#test/world/test-world.ts'

const test = base.extend<{ site: Site }>({
  site: async ({ world }, use) => {
    const site = await openSite(world)
    await use(site)
    await site.close()
  },
})

async function agencyUser(site: Site) {
  const agency = await site.world.agency()
  const actor = await site.world.agencyUser(agency, 'supervisor')
  return { agency, actor, session: await site.signIn(await site.credentials(actor)) }
}

const countOf = async (site: Site, agencyId: string) => (await site.world.rows('select id from complaint where agency_id = $1', [agencyId])).length

test('a request that is sent again with its key is carried out once and answered as before', async ({ site }) => {
  const { agency, session } = await agencyUser(site)
  const send = () => site.post('/complaints', { narrative: 'They charged me twice.' }, { ...session, 'idempotency-key': 'press-1' })
  const first = await send()
  const again = await send()
  expect(first.statusCode).toBe(201)
  expect(first.headers['idempotency-replayed']).toBeUndefined()
  expect(again.statusCode).toBe(201)
  expect(again.headers['idempotency-replayed']).toBe('true')
  expect(again.json()).toEqual(first.json())
  expect(await countOf(site, agency.id)).toBe(1)
})

test('of two identical requests at the same moment one is carried out, and both have its answer', async ({ site }) => {
  const { agency, session } = await agencyUser(site)
  const answers = await Promise.all(Array.from({ length: 5 }, () => site.post('/complaints', { narrative: 'Twice.' }, { ...session, 'idempotency-key': 'double-click' })))
  expect(answers.map((answer) => answer.statusCode)).toEqual([201, 201, 201, 201, 201])
  expect(new Set(answers.map((answer) => answer.json<{ id: string }>().id)).size).toBe(1)
  expect(await countOf(site, agency.id)).toBe(1)
})

test('a key that comes with another request is refused', async ({ site }) => {
  const { agency, session } = await agencyUser(site)
  await site.post('/complaints', { narrative: 'One.' }, { ...session, 'idempotency-key': 'k' })
  const other = await site.post('/complaints', { narrative: 'Another.' }, { ...session, 'idempotency-key': 'k' })
  expect(other.json()).toMatchObject({ status: 422, fields: { 'Idempotency-Key': 'This key was used already, with another request. Use a new key.' } })
  expect(await countOf(site, agency.id)).toBe(1)
})

test('a request that failed is tried anew with the same key', async ({ site, world }) => {
  const { session } = await agencyUser(site)
  const made = (await site.post('/complaints', {}, session)).json<{ id: string; version: number }>()
  const submit = () => site.post(`/complaints/${made.id}/submissions`, { version: made.version, review: 'bypass' }, { ...session, 'idempotency-key': 'submit' })
  const refused = await submit()
  expect(refused.statusCode).toBe(422)
  expect(await world.rows('select key from idempotency_key where path = $1', [`/api/v1/complaints/${made.id}/submissions`])).toEqual([])
  expect((await submit()).statusCode).toBe(422)
})

test('keys of two users are two keys, and one is forgotten after a day', async ({ site, world }) => {
  const one = await agencyUser(site)
  const other = await agencyUser(site)
  const send = (session: { cookie: string }) => site.post('/complaints', {}, { ...session, 'idempotency-key': 'same' })
  const first = await send(one.session)
  expect((await send(other.session)).json<{ id: string }>().id).not.toBe(first.json<{ id: string }>().id)
  world.clock.advance(24 * 3_600_000 + 1000)
  const nextDay = await site.signIn(await world.emailOf(one.actor.userId))
  expect((await send(nextDay)).headers['idempotency-replayed']).toBeUndefined()
  expect(await countOf(site, one.agency.id)).toBe(2)
})

test('an answer is not repeated to somebody who may no longer read the record', async ({ site, world }) => {
  const { actor, session } = await agencyUser(site)
  const send = () => site.post('/complaints', { narrative: 'Private.' }, { ...session, 'idempotency-key': 'private' })
  const made = (await send()).json<{ id: string }>()
  await world.rows('delete from complaint where id = $1', [made.id])
  const gone = await send()
  expect(gone.statusCode).toBe(404)
  expect(gone.body).not.toContain('Private')
  await world.rows('update account set complaints_role = null where user_id = $1', [actor.userId])
  // Whose role is taken is signed out as well.
  expect((await send()).statusCode).toBe(401)
})

test('a search keeps nothing, with a key or without', async ({ site, world }) => {
  const { actor, session } = await agencyUser(site)
  const answer = await site.post('/complaints/searches', { words: 'mortgage' }, { ...session, 'idempotency-key': 'search' })
  expect(answer.statusCode).toBe(200)
  expect(await world.rows('select key from idempotency_key where user_id = $1', [actor.userId])).toEqual([])
})
