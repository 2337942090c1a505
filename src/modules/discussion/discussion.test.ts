import { sql } from 'kysely'
import type { Actor, AgencyActor } from '#src/access/actor.ts'
import { cast, entered } from '#test/world/exchange.ts'
import { openDocumentSite } from '#test/world/document-site.ts'
import { openSite } from '#test/world/site.ts'
import { bytesOf, Wire } from '#test/world/tus.ts'
import { expect, test, type World } from '#test/world/test-world.ts'
import { newId } from '../../platform/new-id.ts'
import { startComplaint } from '../complaints/commands/start-complaint.ts'
import { readComplaint } from '../complaints/queries/read-complaint.ts'
import { readHistory } from '../complaints/queries/read-history.ts'
import { createEntity } from '../entities/commands/create-entity.ts'
import { mergeEntity } from '../entities/commands/move-entity.ts'
import { CreateEntity } from '../entities/contract.ts'
import { readEntityHistory } from '../entities/queries/read-entity-history.ts'
import { readEntity } from '../entities/queries/read-entity.ts'
import { SearchAll } from '../search/contract.ts'
import { searchComplaints } from '../search/queries/search-complaints.ts'
import { addPost, deletePost, editPost } from './commands/write-post.ts'
import { AddPost, ListPosts } from './contract.ts'
import { findCandidates } from './queries/find-candidates.ts'
import { readBoard, readPost } from './queries/read-board.ts'
import { readFormerTexts } from './queries/read-former-texts.ts'
import type { BoardOf } from './store.ts'

const board = (world: World, actor: Actor, of: BoardOf, more = {}) => readBoard(world.deps, actor, of, ListPosts.parse(more))
const texts = async (world: World, actor: Actor, of: BoardOf) => (await board(world, actor, of)).items.map((post) => post.text)
const post = (world: World, actor: Actor, of: BoardOf, text: string) => addPost(world.deps, actor, of, AddPost.parse({ text }))
const minutes = (count: number) => count * 60_000

async function shared(world: World) {
  const people = await cast(world)
  const complaintId = await entered(world, people.supervisor, people.company)
  const other = await world.agency()
  const guest = await world.agencyUser(other, 'manager')
  await giveAccess(world, complaintId, people.agency.id, other.id)
  return { ...people, complaintId, of: { complaintId }, other, guest, viewer: await world.agencyUser(people.agency, 'viewer'), stranger: await world.agencyUser(await world.agency(), 'supervisor') }
}

async function giveAccess(world: World, complaintId: string, from: string, to: string): Promise<void> {
  await world.rows(`insert into complaint_access (id, complaint_id, agency_id, requesting_agency_id, state, requested_at) values (gen_random_uuid(), $1, $2, $3, 'accepted', now())`, [complaintId, from, to])
}

const entityOf = (world: World, by: AgencyActor) => createEntity(world.deps, by, CreateEntity.parse({ name: `Summit Debt Relief ${newId()}` }))
const told = (world: World, postId: string) => world.rows<{ payload: { event: string; eventId: string } }>(`select payload from graphile_worker._private_jobs where payload ->> 'postId' = $1 order by id`, [postId])
const named = (world: World, postId: string) => world.rows('select user_id, agency_id, everybody from discussion_mention where post_id = $1 order by user_id, agency_id', [postId])

test('owner and agencies with access talk on one board; Viewers read; for all others there is none', async ({ world }) => {
  const { supervisor, guest, viewer, stranger, poc, of, complaintId, agency, other } = await shared(world)
  await post(world, supervisor, of, 'Do you know this caller?')
  world.clock.advance(1000)
  const answer = await post(world, guest, of, 'Yes, since May.')
  for (const reader of [supervisor, guest, viewer]) expect(await texts(world, reader, of)).toEqual(['Yes, since May.', 'Do you know this caller?'])
  expect(await board(world, viewer, of)).toMatchObject({ can: [], whyClosed: null, readers: [{ id: agency.id }, { id: other.id }] })
  expect((await board(world, guest, of)).can).toEqual(['post'])
  await expect(post(world, viewer, of, 'x')).rejects.toMatchObject({ code: 'forbidden' })
  for (const nobody of [stranger, poc]) {
    await expect(board(world, nobody, of)).rejects.toMatchObject({ code: nobody.kind === 'agency' ? 'not_found' : 'forbidden' })
    await expect(post(world, nobody, of, 'x')).rejects.toMatchObject({ code: nobody.kind === 'agency' ? 'not_found' : expect.stringMatching(/not_found|forbidden/) as string })
  }
  await expect(readPost(world.deps, stranger, answer)).rejects.toMatchObject({ code: 'not_found' })
  await expect(editPost(world.deps, stranger, answer, { version: 1, text: 'x' })).rejects.toMatchObject({ code: 'not_found' })
  expect((await readComplaint(world.deps, supervisor, complaintId)).detail?.postCount).toBe(2)
  expect(await world.rows(`select distinct actor_id from audit_entry where complaint_id = $1 and action = 'discussion.read'`, [complaintId])).toHaveLength(3)
})

test('pages go on where the one before ended, neither losing nor repeating a post of the same moment', async ({ world }) => {
  const { supervisor, of } = await shared(world)
  for (let n = 0; n < 7; n += 1) await post(world, supervisor, of, `Post ${String(n)}`)
  const seen: string[] = []
  let cursor: string | undefined
  do {
    const page = await board(world, supervisor, of, { limit: 3, ...(cursor !== undefined && { cursor }) })
    seen.push(...page.items.map((one) => one.text))
    cursor = page.next ?? undefined
  } while (cursor !== undefined)
  expect(seen).toEqual([6, 5, 4, 3, 2, 1, 0].map((n) => `Post ${String(n)}`))
})

test('a link to a post opens the page of the board that holds it, with the ways to newer and to older posts', async ({ world }) => {
  const { supervisor, guest, stranger, of, complaintId } = await shared(world)
  const ids: string[] = []
  for (let n = 0; n < 40; n += 1) ids.push(await post(world, supervisor, of, `Post ${String(n)}`))
  const said = (page: { items: readonly { text: string }[] }) => page.items.map((one) => Number(one.text.slice(5)))
  const down = (from: number, to: number) => Array.from({ length: from - to + 1 }, (_, index) => from - index)

  const middle = await board(world, guest, of, { limit: 12, post: ids[15] })
  expect(said(middle), 'ten newer ones above it').toEqual(down(25, 14))
  const above = await board(world, guest, of, { limit: 12, cursor: middle.previous ?? '' })
  expect(said(above)).toEqual(down(37, 26))
  const top = await board(world, guest, of, { limit: 12, cursor: above.previous ?? '' })
  expect([said(top), top.previous]).toEqual([down(39, 38), null])
  expect(said(await board(world, guest, of, { limit: 12, cursor: top.next ?? '' })), 'and down again').toEqual(down(37, 26))
  const below = await board(world, guest, of, { limit: 12, cursor: middle.next ?? '' })
  expect([said(below), said(await board(world, guest, of, { limit: 12, cursor: below.next ?? '' }))]).toEqual([down(13, 2), [1, 0]])
  expect(said(await board(world, guest, of, { limit: 12, cursor: below.previous ?? '' })), 'and up again').toEqual(down(25, 14))

  const newest = await board(world, guest, of, { limit: 12 })
  expect([said(newest), newest.previous]).toEqual([down(39, 28), null])
  expect((await board(world, guest, of, { limit: 12, post: ids[35] })).previous, 'near the top there is nothing above').toBeNull()
  expect(said(await board(world, guest, of, { limit: 1, post: ids[15] }))).toEqual([15])
  expect(said(await board(world, guest, of, { limit: 12, post: newId() })), 'not on this board').toEqual(down(39, 28))
  await world.rows(`update discussion_post set text = '', deleted_at = now() where id = $1`, [ids[15]])
  expect((await board(world, guest, of, { limit: 12, post: ids[15] })).items.find((one) => one.id === ids[15])).toMatchObject({ text: '', deletedAt: expect.any(String) as string })
  await expect(board(world, stranger, { complaintId }, { post: ids[15] })).rejects.toMatchObject({ code: 'not_found' })
})

test('for half an hour its author edits a post, and all who read it see that and what it said before', async ({ world }) => {
  const { supervisor, guest, viewer, of, complaintId } = await shared(world)
  const id = await post(world, guest, of, 'Their number is 555-0147.')
  world.clock.advance(minutes(29))
  await editPost(world.deps, guest, id, { version: 1, text: 'Their number is 555-0174.' })
  expect(await readPost(world.deps, viewer, id)).toMatchObject({ text: 'Their number is 555-0174.', editedAt: world.clock.now().toISOString(), version: 2, changeableUntil: null, canReadFormer: true })
  expect((await readPost(world.deps, guest, id)).changeableUntil).not.toBeNull()
  expect((await readFormerTexts(world.deps, viewer, id)).items).toMatchObject([{ version: 1, text: 'Their number is 555-0147.' }])
  await expect(editPost(world.deps, guest, id, { version: 1, text: 'Again' })).rejects.toMatchObject({ code: 'stale_version', extras: { current: { version: 2 } } })
  await expect(editPost(world.deps, supervisor, id, { version: 2, text: 'Mine' }), 'the owner neither').rejects.toMatchObject({ code: 'forbidden' })
  await expect(deletePost(world.deps, supervisor, id, 2)).rejects.toMatchObject({ code: 'forbidden' })
  await expect(editPost(world.deps, viewer, id, { version: 2, text: 'Mine' })).rejects.toMatchObject({ code: 'forbidden' })
  world.clock.advance(minutes(1))
  await expect(editPost(world.deps, guest, id, { version: 2, text: 'Late' })).rejects.toMatchObject({ code: 'conflict' })
  await expect(deletePost(world.deps, guest, id, 2)).rejects.toMatchObject({ code: 'conflict' })
  expect((await readHistory(world.deps, supervisor, complaintId, { limit: 50, kind: ['discussion'] })).items.map((entry) => entry.sentence)).toEqual(['Post on the discussion board edited', 'Posted on the discussion board'])
})

test('a deleted post leaves that it was there; what it said is kept for the Supervisors of its author’s agency alone', async ({ world }) => {
  const { supervisor, guest, viewer, other, of, complaintId } = await shared(world)
  const id = await post(world, guest, of, 'The consumer is Yolanda.')
  await editPost(world.deps, guest, id, { version: 1, text: 'Her name is Yolanda.' })
  await deletePost(world.deps, guest, id, 2)
  const chief = await world.agencyUser(other, 'supervisor')
  for (const reader of [supervisor, guest, viewer, chief]) expect((await board(world, reader, of)).items).toMatchObject([{ id, text: '', deletedAt: world.clock.now().toISOString(), canReadFormer: reader === chief }])
  for (const reader of [supervisor, guest, viewer]) expect((await readFormerTexts(world.deps, reader, id)).items).toEqual([])
  expect((await readFormerTexts(world.deps, chief, id)).items.map((former) => former.text)).toEqual(['Her name is Yolanda.', 'The consumer is Yolanda.'])
  await expect(editPost(world.deps, guest, id, { version: 3, text: 'Back' })).rejects.toMatchObject({ code: 'conflict' })
  expect((await readComplaint(world.deps, supervisor, complaintId)).detail?.postCount).toBe(0)
})

test('an edit and a deletion of the same moment: one is refused', async ({ world }) => {
  const { guest, of } = await shared(world)
  const id = await post(world, guest, of, 'One')
  const deeds = await Promise.allSettled([editPost(world.deps, guest, id, { version: 1, text: 'Two' }), deletePost(world.deps, guest, id, 1)])
  expect(deeds.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
  expect(await texts(world, guest, of)).toEqual([deeds[0].status === 'fulfilled' ? 'Two' : ''])
})

test('only who sees the board can be named; each is told once, and an edit tells only whom it adds', async ({ world }) => {
  const { supervisor, guest, viewer, stranger, other, of } = await shared(world)
  for (const outsider of [`@[user:${stranger.userId}]`, `@[agency:${stranger.agencyId}]`, `@[user:${newId()}]`]) {
    await expect(post(world, supervisor, of, `Look, ${outsider}`)).rejects.toMatchObject({ code: 'invalid', extras: { fields: { text: expect.stringContaining('does not see this board') as string } } })
  }
  const id = await post(world, supervisor, of, `@[user:${guest.userId}] and @[user:${guest.userId}] again`)
  expect(await named(world, id)).toEqual([{ user_id: guest.userId, agency_id: null, everybody: false }])
  expect(await told(world, id)).toMatchObject([{ payload: { event: 'discussion_tagged' } }])
  expect((await readPost(world.deps, guest, id)).named).toMatchObject([{ kind: 'user', id: guest.userId }])
  await editPost(world.deps, supervisor, id, { version: 1, text: `@[user:${guest.userId}], @[agency:${other.id}], @[user:${viewer.userId}] and @[all]` })
  expect(await named(world, id)).toHaveLength(4)
  const events = await told(world, id)
  expect(events).toHaveLength(2)
  expect(await world.rows('select 1 from discussion_mention where post_id = $1 and event_id = $2', [id, events[1]?.payload.eventId])).toHaveLength(3)
  await editPost(world.deps, supervisor, id, { version: 2, text: 'Nobody, after all' })
  expect(await named(world, id)).toEqual([])
  expect(await told(world, id), 'nobody new, nothing told').toHaveLength(2)
})

test('names are offered by the beginnings of their words, of those who see the board, with who is told', async ({ world }) => {
  const { supervisor, guest, viewer, stranger, other, agency, of } = await shared(world)
  await world.rows(`update person set name = 'Dana Quillfeather' where id = $1`, [guest.userId])
  await world.rows(`update person set name = 'Quilla Moss' where id = $1`, [viewer.userId])
  await world.rows(`update person set name = 'Quill Outside' where id = $1`, [stranger.userId])
  const offered = async (words: string) => (await findCandidates(world.deps, supervisor, of, words)).items.map(({ kind, id, told: who }) => [kind, id, who])
  expect(await offered('quill')).toEqual([['user', viewer.userId, 'nobody'], ['user', guest.userId, 'user']])
  const all = await offered('')
  expect([all[0], all.slice(1, 3).toSorted(), ...all.slice(3)]).toEqual([['everybody', null, 'supervisors'], [['agency', agency.id, 'supervisors'], ['agency', other.id, 'supervisors']].toSorted(), ['user', viewer.userId, 'nobody'], ['user', guest.userId, 'user']])
  expect(await offered('%')).toEqual([])
  await world.rows(`update account set standing = 'removed' where user_id = $1`, [guest.userId])
  expect(await offered('quillf'), 'who has left is not offered').toEqual([])
  await expect(findCandidates(world.deps, viewer, of, '')).rejects.toMatchObject({ code: 'forbidden' })
  await expect(findCandidates(world.deps, stranger, of, '')).rejects.toMatchObject({ code: 'not_found' })
})

test('a post is found by its words where its board is read, and not any more once it was deleted', async ({ world }) => {
  const { supervisor, guest, stranger, other, of, complaintId } = await shared(world)
  const found = async (actor: AgencyActor, words: string) => (await searchComplaints(world.deps, actor, SearchAll.parse({ words }))).items
  const id = await post(world, guest, of, `A **zyzzogeton** was named by @[user:${supervisor.userId}]`)
  for (const reader of [supervisor, guest]) expect(await found(reader, 'zyzzogeton')).toMatchObject([{ id: complaintId, passages: [{ where: 'In a post on the discussion board' }] }])
  expect(await found(stranger, 'zyzzogeton')).toEqual([])
  await world.rows(`update complaint_access set state = 'revoked', ended_at = now() where requesting_agency_id = $1`, [other.id])
  expect(await found(guest, 'zyzzogeton'), 'nor after access was taken back').toEqual([])
  await expect(editPost(world.deps, guest, id, { version: 1, text: 'x' })).rejects.toMatchObject({ code: 'not_found' })
  await giveAccess(world, complaintId, supervisor.agencyId, other.id)
  await deletePost(world.deps, guest, id, 1)
  expect(await found(supervisor, 'zyzzogeton')).toEqual([])
})

test('nobody posts on a draft nor while another agency decides; after closing they do', async ({ world }) => {
  const { supervisor, guest, of, complaintId } = await shared(world)
  const draft = await startComplaint(world.deps, supervisor, {})
  await expect(post(world, supervisor, { complaintId: draft }, 'x')).rejects.toMatchObject({ code: 'conflict' })
  await world.rows(`update complaint set status = 'referral_in_progress' where id = $1`, [complaintId])
  await expect(post(world, guest, of, 'x')).rejects.toMatchObject({ code: 'conflict' })
  expect(await board(world, guest, of)).toMatchObject({ can: [], whyClosed: expect.stringContaining('being referred') as string })
  await world.rows(`update complaint set status = 'closed', closed_at = now() where id = $1`, [complaintId])
  await post(world, guest, of, 'After closing')
  expect(await texts(world, supervisor, of)).toEqual(['After closing'])
})

test('with a referral the whole board goes to the new owner', async ({ world }) => {
  const { supervisor, guest, stranger, of, complaintId } = await shared(world)
  const id = await post(world, guest, of, `Read this, @[user:${supervisor.userId}]`)
  await editPost(world.deps, guest, id, { version: 1, text: 'Read that' })
  await world.rows(`update complaint_access set state = 'revoked' where complaint_id = $1`, [complaintId])
  await world.rows('update complaint set agency_id = $2, agency_poc_id = null where id = $1', [complaintId, stranger.agencyId])
  expect(await texts(world, stranger, of)).toEqual(['Read that'])
  expect((await readFormerTexts(world.deps, stranger, id)).items).toHaveLength(1)
  for (const former of [supervisor, guest]) await expect(board(world, former, of)).rejects.toMatchObject({ code: 'not_found' })
})

test('every agency talks about an entity; merged, its board goes along', async ({ world }) => {
  const { supervisor, guest, viewer, stranger, poc } = await shared(world)
  const entityId = await entityOf(world, supervisor)
  const of = { entityId }
  const id = await post(world, stranger, of, `Seen in our state too, @[agency:${supervisor.agencyId}]`)
  expect(await told(world, id)).toMatchObject([{ payload: { event: 'entity_discussion_tagged' } }])
  expect(await board(world, guest, of)).toMatchObject({ items: [{ id, named: [{ kind: 'agency' }] }], can: ['post'], readers: null })
  expect((await board(world, viewer, of)).can).toEqual([])
  await expect(post(world, viewer, of, 'x')).rejects.toMatchObject({ code: 'forbidden' })
  await expect(board(world, poc, of)).rejects.toMatchObject({ code: 'forbidden' })
  await world.rows(`update person set name = 'Ada Faraway' where id = $1`, [stranger.userId])
  expect((await findCandidates(world.deps, guest, of, 'fara')).items).toMatchObject([{ id: stranger.userId, told: 'user' }])
  expect((await readEntityHistory(world.deps, guest, entityId, { limit: 5 })).items[0]?.sentence).toBe('Posted on the discussion board')
  const into = await entityOf(world, supervisor)
  await mergeEntity(world.deps, supervisor, entityId, { version: 1, into: (await readEntity(world.deps, supervisor, into)).etn })
  expect(await texts(world, guest, { entityId: into })).toEqual([`Seen in our state too, @[agency:${supervisor.agencyId}]`])
  await expect(post(world, guest, of, 'x')).rejects.toMatchObject({ code: 'conflict' })
  expect(await board(world, guest, of)).toMatchObject({ items: [], can: [], whyClosed: expect.stringContaining('was moved') as string })
})

test('a post carries files of its author: read by the board, gone with the post and with the access', async ({ world }) => {
  const { supervisor, guest, viewer, stranger, poc, other, of } = await shared(world)
  const entity = { entityId: await entityOf(world, supervisor) }
  const site = await openDocumentSite(world)
  try {
    const wire = (actor: Actor) => new Wire(site, actor)
    const status = async (actor: Actor, id: string) => (await wire(actor).api(`/documents/${id}/content`)).status
    const id = await post(world, guest, of, 'See the letter.')
    const letter = await wire(guest).upload({ purpose: 'discussion', targetId: id }, 'letter.txt', bytesOf('x'))
    expect((await readPost(world.deps, guest, id)).documents).toMatchObject([{ name: 'letter.txt', purpose: 'discussion', canRemove: true }])
    expect((await readPost(world.deps, supervisor, id)).documents).toMatchObject([{ name: 'letter.txt', canRemove: false }])
    expect([await status(guest, letter), await status(supervisor, letter), await status(viewer, letter), await status(stranger, letter), await status(poc, letter)]).toEqual([200, 200, 200, 404, 404])
    expect((await wire(supervisor).create({ purpose: 'discussion', targetId: id }, 'mine.txt', 1)).status, 'to another’s post').toBe(403)
    expect((await wire(viewer).create({ purpose: 'discussion', targetId: id }, 'mine.txt', 1)).status).toBe(403)
    expect((await wire(stranger).create({ purpose: 'discussion', targetId: id }, 'mine.txt', 1)).status).toBe(404)
    expect((await wire(supervisor).api(`/documents/${letter}`, { method: 'DELETE' })).status).toBe(403)
    const second = await wire(guest).upload({ purpose: 'discussion', targetId: id }, 'second.txt', bytesOf('y'))
    expect((await wire(guest).api(`/documents/${second}`, { method: 'DELETE' })).status).toBe(204)

    await world.rows(`update complaint_access set state = 'revoked' where requesting_agency_id = $1`, [other.id])
    expect(await status(guest, letter)).toBe(404)
    await giveAccess(world, of.complaintId, supervisor.agencyId, other.id)
    await deletePost(world.deps, guest, id, 1)
    expect(await status(supervisor, letter)).toBe(404)

    const about = await post(world, guest, entity, 'Their flyer.')
    const flyer = await wire(guest).upload({ purpose: 'discussion', targetId: about }, 'flyer.txt', bytesOf('z'))
    expect([await status(stranger, flyer), await status(supervisor, flyer), await status(poc, flyer)]).toEqual([200, 200, 404])
    expect(await world.rows(`select 1 from audit_entry where about_id = $1 and action = 'document.read'`, [flyer])).toHaveLength(2)
    world.clock.advance(minutes(30))
    expect((await wire(guest).create({ purpose: 'discussion', targetId: about }, 'late.txt', 1)).status).toBe(409)
  } finally {
    await site.close()
  }
})

test('over HTTP: a text that is too long or empty is refused by field; a Viewer is forbidden; to others and the company there is no board', async ({ world }) => {
  const { guest, viewer, stranger, poc, complaintId } = await shared(world)
  const site = await openSite(world)
  try {
    const cookies = new Map<Actor, { cookie: string }>()
    for (const actor of [guest, viewer, stranger, poc]) cookies.set(actor, await site.signIn(await site.credentials(actor)))
    const posting = (actor: Actor, text: string) => site.post(`/complaints/${complaintId}/posts`, { text }, cookies.get(actor))
    const made = await posting(guest, `${'x'.repeat(9_999)}@[user:${guest.userId}]`)
    expect(made.statusCode, 'who is named counts one character').toBe(201)
    const tooLong = await posting(guest, 'x'.repeat(10_001))
    expect([tooLong.statusCode, tooLong.json<{ fields: object }>().fields]).toEqual([400, { text: 'Use at most 10,000 characters; this has 10,001.' }])
    expect((await posting(guest, ' \n')).json()).toMatchObject({ fields: { text: 'Write something first.' } })
    expect([(await posting(viewer, 'x')).statusCode, (await posting(stranger, 'x')).statusCode, (await posting(poc, 'x')).statusCode]).toEqual([403, 404, 403])
    const reading = async (actor: Actor) => (await site.get(`/complaints/${complaintId}/posts`, cookies.get(actor))).statusCode
    expect([await reading(viewer), await reading(stranger), await reading(poc)]).toEqual([200, 404, 403])
    expect(site.lines.join(''), 'what is posted stands in no log').not.toContain('xxxx')
  } finally {
    await site.close()
  }
})

test('a complaint that is disposed of takes its board along, and the certificate counts its posts', async ({ world }) => {
  const { agency, supervisor, guest, complaintId, of } = await shared(world)
  const id = await post(world, guest, of, 'Before')
  await editPost(world.deps, guest, id, { version: 1, text: `After, @[user:${supervisor.userId}]` })
  await deletePost(world.deps, supervisor, await post(world, supervisor, of, 'Gone'), 1)
  await world.rows('update agency set disposes_automatically = true where id = $1', [agency.id])
  await world.rows(`update complaint set status = 'closed', closed_at = now() where id = $1`, [complaintId])
  await world.rows(`insert into complaint_retention (complaint_id, agency_id, retain_until) values ($1, $2, '2020-01-01') on conflict (complaint_id) do update set retain_until = excluded.retain_until`, [complaintId, agency.id])
  await world.deps.transaction({ kind: 'job' }, (tx) => sql`select dispose_complaint(${complaintId}, ${newId()}, ${tx.now})`.execute(tx.db))
  expect((await world.rows<{ counts: Record<string, number> }>('select counts from disposal_certificate where agency_id = $1', [agency.id]))[0]?.counts['posts']).toBe(1)
  for (const table of ['discussion_post', 'discussion_mention', 'discussion_former_text']) expect(await world.rows(`select 1 from ${table} where complaint_id = $1`, [complaintId]), table).toEqual([])
})
