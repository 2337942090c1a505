import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from '#test/world/test-world.ts'
import type { World } from '#test/world/test-world.ts'
import type { AgencyActor } from '../../access/actor.ts'
import { appendHeads, readHeads, recordedHeads } from './heads.ts'
import type { ChainHead } from './heads.ts'
import { sealEntries } from './seal.ts'
import { verifyAudit } from './verify.ts'
import type { Finding } from './verify.ts'

type Past = { world: World; actor: AgencyActor }

/** Does what only a superuser with the triggers off can do. */
async function tamper(world: World, ...statements: string[]): Promise<void> {
  const client = await world.db.admin.connect()
  try {
    await client.query("set session_replication_role = 'replica'")
    for (const statement of statements) await client.query(statement)
  } finally {
    await client.query("set session_replication_role = 'origin'")
    client.release()
  }
}

async function act({ world, actor }: Past, times: number): Promise<void> {
  for (let n = 1; n <= times; n += 1) {
    await world.deps.transaction(actor, (tx) => tx.audit({ action: 'complaint.updated', audience: 'agency', agencyId: actor.agencyId, details: { count: n, fields: ['city'] } }))
  }
}

async function sealAll(world: World): Promise<void> {
  while ((await sealEntries(world.deps)) > 0);
}

async function findings(world: World, heads: ChainHead[] = []): Promise<Finding[]> {
  const found: Finding[] = []
  await verifyAudit(world.deps, { heads, onFinding: (finding) => found.push(finding) })
  return found
}

const said = (found: Finding[]) => found.map(({ what, sequence }) => `${what} ${sequence ?? '-'}`)

async function past(world: World, entries = 5): Promise<Past> {
  const actor = await world.agencyUser(await world.agency())
  const made = { world, actor }
  await act(made, entries)
  await sealAll(world)
  return made
}

const place = ({ actor }: Past, sequence: number) => `organisation_id = '${actor.agencyId}' and sequence = ${String(sequence)}`
const entryAt = (of: Past, sequence: number) => `(select entry_id from audit_seal where ${place(of, sequence)})`

test.beforeEach(async ({ file }) => {
  const client = await file.db.admin.connect()
  await client.query("set session_replication_role = 'replica'; delete from audit_seal; delete from audit_unsealed; delete from audit_entry; set session_replication_role = 'origin'")
  client.release()
})

describe('an audit that nobody touched', () => {
  test('is found whole, each organisation with a chain of its own', async ({ world }) => {
    await past(world)
    await past(world)
    const found: Finding[] = []
    expect(await verifyAudit(world.deps, { onFinding: (finding) => found.push(finding) })).toMatchObject({ entries: 10, chains: 2, waiting: 0, findings: 0 })
    expect(found).toEqual([])
  })

  test('may hold entries that wait for their seal, but not for long', async ({ world }) => {
    const made = await past(world)
    await act(made, 1)
    expect(await findings(world)).toEqual([])
    world.clock.advance(11 * 60_000)
    expect(said(await findings(world))).toEqual(['unsealed -'])
  })

  test('an entry that is committed after later ones were sealed is sealed next', async ({ world }) => {
    const made = await past(world, 1)
    const early = world.deps.transaction(made.actor, async (tx) => {
      await tx.audit({ action: 'complaint.slow', audience: 'agency', agencyId: made.actor.agencyId })
      await act(made, 2)
      await sealAll(world)
    })
    await early
    await sealAll(world)
    expect(await findings(world)).toEqual([])
    expect(await world.rows(`select e.action from audit_seal s join audit_entry e on e.id = s.entry_id where s.${place(made, 4)}`)).toEqual([{ action: 'complaint.slow' }])
  })

  test('is sealed once, whoever else tries at the same moment', async ({ world }) => {
    const made = await past(world, 1)
    await act(made, 20)
    await Promise.all(Array.from({ length: 4 }, () => sealEntries(world.deps, 5)))
    await sealAll(world)
    expect(await findings(world)).toEqual([])
    expect(await world.rows('select count(*)::int as count from audit_seal')).toEqual([{ count: 21 }])
  })
})

describe('what a superuser did behind the program’s back is found, with its place', () => {
  test('a changed entry', async ({ world }) => {
    const made = await past(world)
    await tamper(world, `update audit_entry set action = 'complaint.viewed' where id = ${entryAt(made, 3)}`)
    expect(said(await findings(world))).toEqual(['changed 3'])
  })

  test('a time changed by a microsecond, a detail by a digit', async ({ world }) => {
    const made = await past(world)
    await tamper(
      world,
      `update audit_entry set at = at + interval '1 microsecond' where id = ${entryAt(made, 2)}`,
      `update audit_entry set details = jsonb_set(details, '{count}', '4.0') where id = ${entryAt(made, 4)}`,
    )
    expect(said(await findings(world))).toEqual(['changed 2', 'changed 4'])
  })

  test('a removed entry, with or without its seal', async ({ world }) => {
    const made = await past(world)
    await tamper(world, `delete from audit_entry where id = ${entryAt(made, 2)}`, `delete from audit_entry where id = ${entryAt(made, 4)}`, `delete from audit_seal where ${place(made, 4)}`)
    expect(said(await findings(world))).toEqual(['removed 2', 'removed 4'])
  })

  test('an entry removed before it was sealed', async ({ world }) => {
    const made = await past(world)
    await act(made, 1)
    await tamper(world, 'delete from audit_entry e using audit_unsealed u where u.entry_id = e.id')
    await sealAll(world)
    expect(said(await findings(world))).toEqual(['removed -'])
  })

  test('an inserted entry', async ({ world }) => {
    const made = await past(world)
    await tamper(world, `insert into audit_entry select (gen_random_uuid()), at, organisation_id, 'complaint.closed', actor_id, actor_kind, actor_organisation_id, agency_id, company_id, complaint_id, about_kind, about_id, audience, details from audit_entry where id = ${entryAt(made, 1)}`)
    expect(said(await findings(world))).toEqual(['inserted -'])
  })

  test('two entries exchanged', async ({ world }) => {
    const made = await past(world)
    await tamper(world, `update audit_seal set sequence = 100 where ${place(made, 2)}`, `update audit_seal set sequence = 2 where ${place(made, 3)}`, `update audit_seal set sequence = 3 where ${place(made, 100)}`)
    const found = said(await findings(world))
    expect(found).toContain('out_of_order 2')
    expect(found).toContain('out_of_order 3')
  })

  test('a tail that was cut off, by heads recorded before', async ({ world }) => {
    const made = await past(world)
    const heads = await readHeads(world.deps)
    expect(heads).toMatchObject([{ organisationId: made.actor.agencyId, length: 5 }])
    await tamper(world, `delete from audit_entry where id in (${entryAt(made, 4)}, ${entryAt(made, 5)})`, `delete from audit_seal where organisation_id = '${made.actor.agencyId}' and sequence >= 4`)
    expect(await findings(world)).toEqual([])
    expect(said(await findings(world, heads))).toEqual(['cut 4'])
  })

  test('a chain that was rewritten whole, and one that was removed whole, by heads recorded before', async ({ world }) => {
    const rewritten = await past(world)
    const removed = await past(world)
    const heads = await readHeads(world.deps)
    await tamper(
      world,
      `update audit_entry set action = 'nothing.happened' where id = ${entryAt(rewritten, 3)}`,
      `insert into audit_unsealed select entry_id, organisation_id from audit_seal where organisation_id = '${rewritten.actor.agencyId}'`,
      'delete from audit_seal',
      `delete from audit_entry where organisation_id = '${removed.actor.agencyId}'`,
    )
    await sealAll(world)
    expect(await findings(world)).toEqual([])
    expect(said(await findings(world, heads)).sort()).toEqual(['changed 5', 'cut 1'])
  })

  test('any one change to any one place', async ({ world }) => {
    const change = fc.constantFrom('action', 'time', 'actor', 'details', 'remove', 'remove both', 'seal', 'move')
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 2, max: 8 }), fc.nat(), change, async (length, at, kind) => {
        const made = await past(world, length)
        const heads = await readHeads(world.deps)
        const sequence = (at % length) + 1
        const entry = entryAt(made, sequence)
        const changes: Record<typeof kind, string[]> = {
          action: [`update audit_entry set action = action || '.' where id = ${entry}`],
          time: [`update audit_entry set at = at - interval '1 day' where id = ${entry}`],
          actor: [`update audit_entry set actor_id = gen_random_uuid() where id = ${entry}`],
          details: [`update audit_entry set details = '{}' where id = ${entry}`],
          remove: [`delete from audit_entry where id = ${entry}`],
          'remove both': [`delete from audit_entry where id = ${entry}`, `delete from audit_seal where ${place(made, sequence)}`],
          seal: [`update audit_seal set hash = repeat('a', 64) where ${place(made, sequence)}`],
          move: [`update audit_seal set sequence = sequence + 1000 where ${place(made, sequence)}`],
        }
        await tamper(world, ...changes[kind])
        const found = await findings(world, heads)
        expect(found.length).toBeGreaterThan(0)
        expect(found.every((finding) => finding.organisationId === made.actor.agencyId)).toBe(true)
        await tamper(world, 'delete from audit_seal', 'delete from audit_unsealed', 'delete from audit_entry')
      }),
      { numRuns: 16 },
    )
  })
})

test('recorded heads are read back from their own file and from the program’s log', async ({ world }) => {
  const folder = await mkdtemp(join(tmpdir(), 'ses-heads-'))
  await past(world)
  const heads = await readHeads(world.deps)
  const own = join(folder, 'audit-heads.jsonl')
  await appendHeads(own, world.clock.now(), heads)
  await appendHeads(own, world.clock.now(), heads)
  const log = join(folder, 'ses.log')
  await writeFile(log, `Starting\n{"level":30,"time":1,"msg":"x"}\n${JSON.stringify({ level: 30, time: 2, heads, msg: 'Length and head of each audit chain' })}\n{"lev`)
  expect(await recordedHeads(own)).toEqual([...heads, ...heads])
  expect(await recordedHeads(log)).toEqual(heads)
  await rm(folder, { recursive: true })
})
