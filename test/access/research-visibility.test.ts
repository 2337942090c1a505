import { sql } from 'kysely'
import type { Actor } from '#src/access/actor.ts'
import { addResearch } from '#src/modules/research/commands/write-research.ts'
import { AddResearch } from '#src/modules/research/contract.ts'
import { addCitation } from '#src/modules/violations/commands/write-citation.ts'
import { addViolations } from '#src/modules/violations/commands/write-violations.ts'
import { AddCitation, AddViolations } from '#src/modules/violations/contract.ts'
import { newId } from '#src/platform/new-id.ts'
import type { JobActor, Nobody } from '#src/platform/ports.ts'
import { answered, assigned, cast, entered, sent } from '#test/world/exchange.ts'
import { expect, test, type World } from '#test/world/test-world.ts'

/** Who sees research, communication, alleged violations and citations, asked of the database itself. */
const tables = ['research_entry', 'alleged_violation', 'citation'] as const

async function visibleTo(world: World, viewer: Actor | JobActor | Nobody, ids: readonly string[]): Promise<Record<string, number>> {
  const seen: Record<string, number> = {}
  for (const table of tables) {
    const rows = await world.deps
      .transaction(viewer, async (tx) => (await sql`select id from ${sql.table(table)} where id = any(${ids}::uuid[])`.execute(tx.db)).rows.length)
      .catch((error: unknown) => {
        if (/permission denied/.test(String(error))) return 0
        throw error
      })
    if (rows > 0) seen[table] = rows
  }
  return seen
}

async function noted(world: World) {
  const people = await cast(world)
  const complaintId = await entered(world, people.supervisor, people.company)
  const requestId = await sent(world, people.supervisor, complaintId)
  await assigned(world, people.administrator, complaintId, people.poc)
  await answered(world, people.poc, requestId)
  const noteId = await addResearch(world.deps, people.supervisor, complaintId, AddResearch.parse({ kind: 'research', happenedOn: '2026-11-20', text: 'Found on the portal.' }))
  await addViolations(world.deps, people.supervisor, complaintId, AddViolations.parse({ violations: [{ description: 'Unlicensed.' }] }))
  const citationId = await addCitation(world.deps, people.supervisor, AddCitation.parse({ level: 'state', state: 'OH', code: `ORC ${complaintId}`, title: 'Prohibitions' }))
  const violations = await world.rows<{ id: string }>('select id from alleged_violation where complaint_id = $1', [complaintId])
  const shippedId = newId()
  await world.rows(`insert into citation (id, level, code, title) values ($1, 'federal', $2, 'Shipped')`, [shippedId, `12 CFR ${complaintId}`])
  return { ...people, complaintId, noteId, ids: [noteId, citationId, shippedId, ...violations.map((row) => row.id)] }
}

const change = (world: World, actor: Actor, statement: ReturnType<typeof sql>) =>
  world.deps.transaction(actor, async (tx) => Number((await statement.execute(tx.db)).numAffectedRows ?? 0n)).catch((error: unknown) => String(error))

test("the owning agency's complaints users see them all, whatever their role; its other users nothing", async ({ world }) => {
  const { agency, ids } = await noted(world)
  for (const role of ['supervisor', 'manager', 'viewer'] as const) expect(await visibleTo(world, await world.agencyUser(agency, role), ids)).toEqual({ research_entry: 1, alleged_violation: 1, citation: 2 })
  expect(await visibleTo(world, await world.agencyUser(agency, null, ['account_administrator']), ids)).toEqual({})
})

test('another agency sees notes and violations with access only, and never an own citation; it changes nothing', async ({ world }) => {
  const { agency, complaintId, noteId, ids } = await noted(world)
  const other = await world.agency()
  const guest = await world.agencyUser(other, 'supervisor')
  expect(await visibleTo(world, guest, ids)).toEqual({ citation: 1 })
  await world.rows(`insert into complaint_access (id, complaint_id, agency_id, requesting_agency_id, state, requested_at) values (gen_random_uuid(), $1, $2, $3, 'accepted', now())`, [complaintId, agency.id, other.id])
  expect(await visibleTo(world, guest, ids)).toEqual({ research_entry: 1, alleged_violation: 1, citation: 1 })
  expect(await change(world, guest, sql`update research_entry set text = 'x' where id = ${noteId}`)).toBe(0)
  expect(await change(world, guest, sql`update alleged_violation set description = 'x' where complaint_id = ${complaintId}`)).toBe(0)
  expect(await change(world, guest, sql`update citation set title = 'x'`)).toBe(0)
  await world.rows(`update complaint_access set state = 'revoked' where complaint_id = $1`, [complaintId])
  expect(await visibleTo(world, guest, ids)).toEqual({ citation: 1 })
})

test('no company, nobody and no job sees any of it', async ({ world }) => {
  const { company, poc, administrator, ids } = await noted(world)
  for (const viewer of [poc, administrator, await world.companyUser(company, 'view'), { kind: 'nobody' } as const, { kind: 'platform', userId: newId(), timeZone: 'UTC' } as const]) expect(await visibleTo(world, viewer, ids)).toEqual({})
  expect(await visibleTo(world, { kind: 'job' }, ids), 'a job ships citations').toEqual({ citation: 1 })
})

test('a Viewer changes nothing, and nobody but the system changes what is shipped', async ({ world }) => {
  const { agency, supervisor, noteId, ids } = await noted(world)
  const viewer = await world.agencyUser(agency, 'viewer')
  for (const statement of [sql`update research_entry set text = 'x' where id = ${noteId}`, sql`update citation set title = 'x' where id = any(${ids}::uuid[])`]) expect(await change(world, viewer, statement)).toBe(0)
  expect(await change(world, supervisor, sql`update citation set title = 'x' where agency_id is null`)).toBe(0)
  expect(await change(world, supervisor, sql`insert into citation (id, level, code, title) values (${newId()}, 'federal', 'x', 'x')`)).toMatch(/row-level security/)
})
