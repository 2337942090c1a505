import fc from 'fast-check'
import { sql, type RawBuilder } from 'kysely'
import type { Actor, AgencyActor } from '#src/access/actor.ts'
import { AppError } from '#src/kernel/errors.ts'
import { SearchAll } from '#src/modules/search/contract.ts'
import { searchComplaints } from '#src/modules/search/queries/search-complaints.ts'
import { addPost, deletePost, editPost } from '#src/modules/discussion/commands/write-post.ts'
import { readBoard, readPost } from '#src/modules/discussion/queries/read-board.ts'
import { readFormerTexts } from '#src/modules/discussion/queries/read-former-texts.ts'
import { createEntity } from '#src/modules/entities/commands/create-entity.ts'
import { CreateEntity } from '#src/modules/entities/contract.ts'
import { newId } from '#src/platform/new-id.ts'
import type { JobActor, Nobody } from '#src/platform/ports.ts'
import { assigned, cast, entered, sent } from '#test/world/exchange.ts'
import { expect, test, type World } from '#test/world/test-world.ts'

/** Who sees boards, asked of the database itself; and that no order of deeds shows anybody what they may not see. */
const counted = {
  discussion_post: (ids: readonly string[]) => sql`select id from discussion_post where id = any(${ids}::uuid[])`,
  discussion_mention: (ids: readonly string[]) => sql`select post_id from discussion_mention where post_id = any(${ids}::uuid[])`,
  discussion_former_text: (ids: readonly string[]) => sql`select post_id from discussion_former_text where post_id = any(${ids}::uuid[])`,
  document: (ids: readonly string[]) => sql`select id from document where post_id = any(${ids}::uuid[])`,
}

async function visibleTo(world: World, viewer: Actor | JobActor | Nobody, ids: readonly string[]): Promise<Record<string, number>> {
  const seen: Record<string, number> = {}
  for (const [table, query] of Object.entries(counted)) {
    const rows = await attempt(world, viewer, query(ids))
    if (typeof rows === 'number' && rows > 0) seen[table] = rows
  }
  return seen
}

/** How many rows; 0 where the table is closed; another refusal in words. */
async function attempt(world: World, actor: Actor | JobActor | Nobody, statement: RawBuilder<unknown>): Promise<number | string> {
  return world.deps
    .transaction(actor, async (tx) => {
      const result = await statement.execute(tx.db)
      return result.numAffectedRows === undefined ? result.rows.length : Number(result.numAffectedRows)
    })
    .catch((error: unknown) => (/permission denied/.test(String(error)) ? 0 : String(error)))
}

async function setAccess(world: World, complaintId: string, from: string, to: string, given: boolean): Promise<void> {
  if (given) await world.rows(`insert into complaint_access (id, complaint_id, agency_id, requesting_agency_id, state, requested_at) values (gen_random_uuid(), $1, $2, $3, 'accepted', now()) on conflict do nothing`, [complaintId, from, to])
  else await world.rows(`update complaint_access set state = 'revoked', ended_at = now() where complaint_id = $1 and requesting_agency_id = $2 and state = 'accepted'`, [complaintId, to])
}

async function boards(world: World) {
  const people = await cast(world)
  const { agency, supervisor } = people
  const complaintId = await entered(world, supervisor, people.company)
  await sent(world, supervisor, complaintId)
  await assigned(world, people.administrator, complaintId, people.poc)
  const entityId = await createEntity(world.deps, supervisor, CreateEntity.parse({ name: `Summit ${newId()}` }))
  const other = await world.agency()
  const guest = await world.agencyUser(other, 'supervisor')
  await setAccess(world, complaintId, agency.id, other.id, true)
  const posted = async (by: AgencyActor, of: Parameters<typeof addPost>[2]) => {
    const id = await addPost(world.deps, by, of, { text: `First, @[user:${supervisor.userId}]` })
    await editPost(world.deps, by, id, { version: 1, text: `Second, @[user:${supervisor.userId}]` })
    const row = await world.rows<{ owner: string }>('select coalesce(owner_agency_id, agency_id) as owner from discussion_post where id = $1', [id])
    await world.rows(
      `insert into document (id, purpose, complaint_id, entity_id, agency_id, post_id, side, name, original_name, content_type, size, state, sha256, scan, uploaded_by, created_at)
       values ($1, 'discussion', $2, $3, $4, $5, 'agency', 'a.txt', 'a.txt', 'text/plain', 1, 'stored', $6, 'clean', $7, now())`,
      [newId(), 'complaintId' in of ? of.complaintId : null, 'entityId' in of ? of.entityId : null, row[0]?.owner, id, '0'.repeat(64), by.userId],
    )
    return id
  }
  return { ...people, complaintId, entityId, other, guest, onComplaint: await posted(guest, { complaintId }), onEntity: await posted(guest, { entityId }) }
}

const everything = { discussion_post: 1, discussion_mention: 1, discussion_former_text: 1, document: 1 }

test('a complaint’s board is the owner’s and theirs with access; an entity’s every agency’s; both of complaints users alone', async ({ world }) => {
  const { agency, other, guest, supervisor, administrator, poc, onComplaint, onEntity } = await boards(world)
  const stranger = await world.agencyUser(await world.agency(), 'supervisor')
  for (const reader of [supervisor, guest, await world.agencyUser(agency, 'viewer'), await world.agencyUser(other, 'viewer')]) {
    expect(await visibleTo(world, reader, [onComplaint])).toEqual(everything)
    expect(await visibleTo(world, reader, [onEntity])).toEqual(everything)
  }
  expect(await visibleTo(world, stranger, [onComplaint])).toEqual({})
  expect(await visibleTo(world, stranger, [onEntity])).toEqual(everything)
  for (const nobody of [poc, administrator, await world.agencyUser(agency, null, ['account_administrator']), { kind: 'nobody' as const }]) expect(await visibleTo(world, nobody, [onComplaint, onEntity])).toEqual({})
  expect(await visibleTo(world, { kind: 'job' }, [onComplaint])).toEqual({ discussion_post: 1, discussion_mention: 1, document: 1 })
  await expect(world.deps.transaction({ kind: 'job' }, (tx) => tx.db.selectFrom('discussion_post').select('text').execute()), 'a job tells, it does not read').rejects.toThrow(/permission denied/)
})

test('the moment access is revoked there is nothing, own posts neither', async ({ world }) => {
  const { agency, other, guest, complaintId, onComplaint } = await boards(world)
  await setAccess(world, complaintId, agency.id, other.id, false)
  expect(await visibleTo(world, guest, [onComplaint])).toEqual({})
  expect(await attempt(world, guest, sql`update discussion_post set text = 'x' where id = ${onComplaint}`)).toBe(0)
})

test('past all commands, nobody writes in another’s name, changes another’s post or file, moves one, or writes the trace', async ({ world }) => {
  const { supervisor, guest, complaintId, entityId, agency, onComplaint, onEntity } = await boards(world)
  const colleague = await world.agencyUser(agency, 'manager')
  const viewer = await world.agencyUser(agency, 'viewer')
  const stranger = await world.agencyUser(await world.agency(), 'supervisor')
  const insert = (by: AgencyActor, as: AgencyActor, complaint: string | null, owner: string | null, entity: string | null) =>
    attempt(world, by, sql`insert into discussion_post (id, complaint_id, owner_agency_id, entity_id, agency_id, author_id, text, created_at) values (${newId()}, ${complaint}, ${owner}, ${entity}, ${as.agencyId}, ${as.userId}, 'x', now())`)
  expect(await insert(supervisor, colleague, complaintId, agency.id, null)).toMatch(/row-level security/)
  expect(await insert(viewer, viewer, complaintId, agency.id, null)).toMatch(/row-level security/)
  expect(await insert(stranger, stranger, complaintId, agency.id, null)).toMatch(/row-level security/)
  expect(await insert(stranger, stranger, complaintId, stranger.agencyId, null), 'nor as its owner').toMatch(/foreign key/)
  expect(await insert(stranger, stranger, null, null, entityId)).toBe(1)
  for (const actor of [supervisor, colleague, viewer, stranger]) {
    for (const id of [onComplaint, onEntity]) {
      expect(await attempt(world, actor, sql`update discussion_post set text = 'x' where id = ${id}`)).toBe(0)
      expect(await attempt(world, actor, sql`delete from discussion_mention where post_id = ${id}`)).toBe(0)
      expect(await attempt(world, actor, sql`update document set removed_at = now() where post_id = ${id}`)).toBe(0)
    }
  }
  for (const statement of [sql`update discussion_post set complaint_id = null, entity_id = ${entityId} where id = ${onComplaint}`, sql`update discussion_post set created_at = now() where id = ${onComplaint}`, sql`delete from discussion_post where id = ${onComplaint}`,
    sql`update discussion_former_text set text = 'x' where post_id = ${onComplaint}`, sql`delete from discussion_former_text where post_id = ${onComplaint}`]) expect(await attempt(world, guest, statement)).toBe(0)
  expect(await attempt(world, guest, sql`update document set shared = true where post_id = ${onComplaint}`), 'a file of a post goes to no company').toMatch(/document_of_post_stays/)
  for (const actor of [supervisor, stranger]) {
    expect(await attempt(world, actor, sql`insert into document (id, purpose, complaint_id, agency_id, post_id, side, name, original_name, content_type, size, uploaded_by, created_at)
      values (${newId()}, 'discussion', ${complaintId}, ${agency.id}, ${onComplaint}, 'agency', 'a', 'a', 'text/plain', 1, ${actor.userId}, now())`)).toMatch(/row-level security/)
  }
  expect(await world.rows('select text from discussion_post where id = any($1::uuid[])', [[onComplaint, onEntity]])).toEqual([{ text: `Second, @[user:${supervisor.userId}]` }, { text: `Second, @[user:${supervisor.userId}]` }])
})

test('the definer functions tell outsiders nothing', async ({ world }) => {
  const { complaintId, poc, guest, agency } = await boards(world)
  const stranger = await world.agencyUser(await world.agency(), 'supervisor')
  const noRole = await world.agencyUser(agency, null, ['account_administrator'])
  for (const actor of [stranger, noRole]) {
    expect(await attempt(world, actor, sql`select * from board_members(${complaintId})`)).toBe(0)
    expect(await attempt(world, actor, sql`select * from hold_board(${complaintId})`)).toBe(0)
  }
  expect(await attempt(world, noRole, sql`select * from board_members(null)`)).toBe(0)
  expect(await attempt(world, guest, sql`select distinct agency_id from board_members(${complaintId})`)).toBe(2)
  for (const call of [sql`select * from board_members(${complaintId})`, sql`select * from hold_board(${complaintId})`, sql`select is_own_post(${complaintId}, null, null, null)`]) expect(await attempt(world, poc, call), 'no company calls them').toBe(0)
})

type Deed = { by: number; what: 'post' | 'edit' | 'delete' | 'give' | 'revoke' | 'later'; which: number }
const deeds = fc.array(
  fc.record({ by: fc.integer({ min: 0, max: 1 }), what: fc.constantFrom<Deed['what'][]>('post', 'post', 'edit', 'edit', 'delete', 'give', 'revoke', 'later'), which: fc.nat(5) }),
  { minLength: 4, maxLength: 14 },
)
type Told = { id: string; by: number; at: number; texts: string[]; deleted: boolean; version: number }

test('no order of posting, editing, deleting and revoking shows anybody what they may not see', async ({ world }) => {
  const people = await cast(world)
  const other = await world.agency()
  const actors = [people.supervisor, await world.agencyUser(other, 'supervisor')] as const
  const stranger = await world.agencyUser(await world.agency(), 'supervisor')
  await fc.assert(
    fc.asyncProperty(deeds, async (order) => {
      const complaintId = await entered(world, people.supervisor, people.company)
      const posts: Told[] = []
      let given = false
      let word = 0
      for (const deed of order) {
        const actor = actors[deed.by] ?? actors[0]
        const sees = deed.by === 0 || given
        const chosen = posts[deed.which % Math.max(posts.length, 1)]
        if (deed.what === 'give' || deed.what === 'revoke') {
          given = deed.what === 'give'
          await setAccess(world, complaintId, people.agency.id, other.id, given)
        } else if (deed.what === 'later') world.clock.advance(20 * 60_000)
        else if (deed.what === 'post') {
          const text = `boardword${String((word += 1))}x${complaintId.slice(-6)}`
          const id = await orCode(addPost(world.deps, actor, { complaintId }, { text }))
          expect(typeof id === 'object', 'whoever does not see the board does not post').toBe(!sees)
          if (typeof id === 'string') posts.push({ id, by: deed.by, at: world.clock.now().getTime(), texts: [text], deleted: false, version: 1 })
        } else if (chosen !== undefined) {
          const text = `boardword${String((word += 1))}x${complaintId.slice(-6)}`
          const inTime = world.clock.now().getTime() - chosen.at < 30 * 60_000
          const expected = !sees ? 'not_found' : chosen.by !== deed.by ? 'forbidden' : chosen.deleted || !inTime ? 'conflict' : null
          const done = await orCode(deed.what === 'edit' ? editPost(world.deps, actor, chosen.id, { version: chosen.version, text }) : deletePost(world.deps, actor, chosen.id, chosen.version))
          expect(done === undefined ? null : done.code).toBe(expected)
          if (expected !== null) continue
          chosen.version += 1
          if (deed.what === 'edit') chosen.texts.unshift(text)
          else chosen.deleted = true
        }
      }
      for (const [index, reader] of [...actors, stranger].entries()) await expectSeen(world, reader, complaintId, posts, index === 0 || (index === 1 && given), index)
    }),
    { numRuns: 12 },
  )
}, 90_000)

/** List, single posts, former texts and search agree with what the model says. */
async function expectSeen(world: World, reader: AgencyActor, complaintId: string, posts: readonly Told[], sees: boolean, index: number): Promise<void> {
  const list = await orCode(readBoard(world.deps, reader, { complaintId }, { limit: 200 }))
  if (!sees) expect(list).toMatchObject({ code: 'not_found' })
  else expect(list).toMatchObject({ items: posts.toReversed().map((post) => ({ id: post.id, text: post.deleted ? '' : post.texts[0] })).toSorted(byId) })
  for (const post of posts) {
    const one = await orCode(readPost(world.deps, reader, post.id))
    const former = await orCode(readFormerTexts(world.deps, reader, post.id))
    if (!sees) {
      expect(one).toMatchObject({ code: 'not_found' })
      expect(former).toMatchObject({ code: 'not_found' })
    } else {
      expect(one).toMatchObject({ text: post.deleted ? '' : post.texts[0] })
      const kept = post.deleted ? (post.by === index ? post.texts : []) : post.texts.slice(1)
      expect(former).toMatchObject({ items: kept.map((text) => ({ text })) })
    }
  }
  for (const post of posts.slice(0, 3)) {
    for (const [age, text] of post.texts.entries()) {
      const found = (await searchComplaints(world.deps, reader, SearchAll.parse({ words: text }))).items.length
      expect(found, 'found by what stands there now, by those who read it').toBe(sees && !post.deleted && age === 0 ? 1 : 0)
    }
  }
}

/** Newest first as the board sorts: of one moment by ID. */
const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? 1 : -1)

async function orCode<T>(deed: Promise<T>): Promise<T | { code: string }> {
  try {
    return await deed
  } catch (error) {
    if (error instanceof AppError) return { code: error.code }
    throw error
  }
}
