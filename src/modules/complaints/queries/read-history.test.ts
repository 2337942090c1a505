import { sql } from 'kysely'
import { answered, assigned, cast, entered, sent } from '#test/world/exchange.ts'
import { expect, test, type World } from '#test/world/test-world.ts'
import type { Actor } from '../../../access/actor.ts'
import { readRequest } from '../../information-requests/queries/read-requests.ts'
import { addResearch } from '../../research/commands/write-research.ts'
import { AddResearch } from '../../research/contract.ts'
import { listResearch } from '../../research/queries/read-research.ts'
import { liftHold, setHold } from '../../retention/commands/change-hold.ts'
import { readRetention } from '../../retention/queries/read-retention.ts'
import { addViolations } from '../../violations/commands/write-violations.ts'
import { historyKinds, kindOf, otherReadings } from '../domain/history-kinds.ts'
import { printParts } from '../domain/print-parts.ts'
import { exportHistory } from './export-history.ts'
import { listHistoryPeople } from './list-history-people.ts'
import { readComplaint } from './read-complaint.ts'
import { readForPrint } from './read-for-print.ts'
import { readHistory, type HistoryInput } from './read-history.ts'

const read = async (world: World, actor: Actor, id: string, filter: Partial<HistoryInput> = {}) => (await readHistory(world.deps, actor, id, { limit: 200, ...filter })).items
const actionsOf = async (world: World, actor: Actor, id: string, filter: Partial<HistoryInput> = {}) => (await read(world, actor, id, filter)).map((entry) => entry.action)

async function lived(world: World) {
  const people = await cast(world)
  const complaintId = await entered(world, people.supervisor, people.company)
  const requestId = await sent(world, people.supervisor, complaintId)
  await assigned(world, people.administrator, complaintId, people.poc)
  await answered(world, people.poc, requestId)
  world.clock.advance(3 * 86_400_000)
  await addResearch(world.deps, people.supervisor, complaintId, AddResearch.parse({ kind: 'research', happenedOn: '2026-11-20', text: 'Found.' }))
  await addViolations(world.deps, people.supervisor, complaintId, { violations: [{ description: 'One', citation: '', standing: 'alleged' }] })
  const viewer = await world.agencyUser(people.agency, 'viewer')
  await readComplaint(world.deps, viewer, complaintId)
  await readRequest(world.deps, viewer, requestId)
  await listResearch(world.deps, viewer, complaintId, { limit: 10 })
  return { ...people, viewer, complaintId, requestId }
}

test('what was done stands there without what was read, which is a filter of its own: who read what', async ({ world }) => {
  const { supervisor, viewer, complaintId, requestId } = await lived(world)
  const done = await read(world, supervisor, complaintId)
  expect(done.map((entry) => entry.kind)).not.toContain('reading')
  expect(done[0]).toMatchObject({ action: 'violation.added', kind: 'violations', side: 'agency', about: { kind: 'alleged_violation' } })
  const readings = (await read(world, supervisor, complaintId, { kind: ['reading'], by: viewer.userId })).map(({ sentence, what }) => [sentence, what])
  expect(readings).toEqual([['Research and communication read', null], ['Request read', expect.stringMatching(/^IR-/)], ['Record read', null]])
  expect(await actionsOf(world, supervisor, complaintId, { kind: [...historyKinds] }), 'reading the history is a reading too').toContain('history.read')
  expect((await read(world, supervisor, complaintId, { kind: ['requests'] })).find((entry) => entry.action === 'information_request.sent')).toMatchObject({ about: { kind: 'information_request', id: requestId } })
})

test('it is filtered by kind, side, person and days, and every entry has one kind', async ({ world }) => {
  const { supervisor, poc, complaintId } = await lived(world)
  expect(await actionsOf(world, supervisor, complaintId, { kind: ['research', 'violations'] })).toEqual(['violation.added', 'research.added'])
  expect(new Set((await read(world, supervisor, complaintId, { side: 'company' })).map((entry) => entry.side))).toEqual(new Set(['company']))
  expect(await actionsOf(world, supervisor, complaintId, { by: poc.userId })).toEqual(['response.submitted'])
  expect(await actionsOf(world, supervisor, complaintId, { from: '2026-11-26' })).toEqual(['violation.added', 'research.added'])
  expect(await actionsOf(world, supervisor, complaintId, { to: '2026-11-25' })).not.toContain('research.added')
  const all = await actionsOf(world, supervisor, complaintId, { kind: [...historyKinds] })
  const parts = await Promise.all(historyKinds.map((kind) => actionsOf(world, supervisor, complaintId, { kind: [kind] })))
  for (const [index, kind] of historyKinds.entries()) for (const action of parts[index] ?? []) expect(kindOf(action)).toBe(kind)
  expect(parts.flat()).toHaveLength(all.length)
})

test('pages neither lose nor repeat an entry, those of one moment included', async ({ world }) => {
  const { supervisor, complaintId } = await lived(world)
  await addViolations(world.deps, supervisor, complaintId, { violations: Array.from({ length: 7 }, (_, n) => ({ description: String(n), citation: '', standing: 'alleged' as const })) })
  const all = (await read(world, supervisor, complaintId)).map((entry) => entry.id)
  const paged: string[] = []
  let cursor: string | undefined
  do {
    const page = await readHistory(world.deps, supervisor, complaintId, { limit: 3, ...(cursor !== undefined && { cursor }) })
    paged.push(...page.items.map((entry) => entry.id))
    cursor = page.next ?? undefined
  } while (cursor !== undefined)
  expect(paged).toEqual(all)
})

test('people to filter by are those who stand in it', async ({ world }) => {
  const { supervisor, viewer, poc, administrator, complaintId } = await lived(world)
  const people = (await listHistoryPeople(world.deps, supervisor, complaintId)).items
  expect(new Set(people.map((person) => person.id))).toEqual(new Set([supervisor, viewer, poc, administrator].map((actor) => actor.userId)))
  expect(people.find((person) => person.id === poc.userId)).toMatchObject({ side: 'company' })
})

test('it is taken out as CSV with the same filters, and that too stands in it', async ({ world }) => {
  const { supervisor, complaintId } = await lived(world)
  const { name, sheet } = await exportHistory(world.deps, supervisor, complaintId, { kind: ['violations'] })
  const text = (await sheet.toArray()).join('')
  expect(name).toMatch(/^C-\d+ history\.csv$/)
  expect(text.split('\r\n')).toHaveLength(3)
  expect(text).toContain('Alleged violation added')
  expect(await actionsOf(world, supervisor, complaintId, { kind: ['reading'] })).toContain('history.exported')
})

test('other agencies find nothing in it; the company only its own doings and what it was told', async ({ world }) => {
  const { poc, complaintId } = await lived(world)
  const outsider = await world.agencyUser(await world.agency(), 'supervisor')
  await expect(actionsOf(world, outsider, complaintId)).rejects.toMatchObject({ code: 'not_found' })
  await expect(listHistoryPeople(world.deps, outsider, complaintId)).rejects.toMatchObject({ code: 'not_found' })
  const theirs = await actionsOf(world, poc, complaintId, { kind: [...historyKinds] })
  expect(theirs).toContain('response.submitted')
  for (const action of theirs) expect(action).not.toMatch(/^(research|violation|history|letter)\./)
  await expect(listHistoryPeople(world.deps, poc, complaintId)).rejects.toMatchObject({ code: 'not_found' })
})

test('a legal hold stands in the history of the owning agency alone, on whichever way it is read', async ({ world }) => {
  const { agency, supervisor, complaintId } = await lived(world)
  const other = await world.agency()
  const guest = await world.agencyUser(other, 'supervisor')
  await world.rows(`insert into complaint_access (id, complaint_id, agency_id, requesting_agency_id, state, requested_at) values (gen_random_uuid(), $1, $2, $3, 'accepted', now())`, [complaintId, agency.id, other.id])
  await setHold(world.deps, supervisor, complaintId, { version: 0, reason: 'Litigation is expected.' })
  await liftHold(world.deps, supervisor, complaintId, { version: 1, reason: 'The matter was settled.' })
  const holds = ['complaint.hold_lifted', 'complaint.hold_set']
  const taken = async (actor: Actor) => (await (await exportHistory(world.deps, actor, complaintId, {})).sheet.toArray()).join('')
  const printed = async (actor: Actor) => JSON.stringify(await readForPrint(world.deps, actor, complaintId, { parts: printParts.slice(), export: true }))
  expect(await actionsOf(world, supervisor, complaintId)).toEqual(expect.arrayContaining(holds))
  expect(await taken(supervisor)).toContain('Legal hold set')
  expect(await printed(supervisor)).toContain('Legal hold lifted')

  const theirs = await actionsOf(world, guest, complaintId, { kind: [...historyKinds] })
  expect(theirs, 'all else is theirs to read').toContain('complaint.submitted')
  for (const action of holds) expect(theirs).not.toContain(action)
  for (const text of [await taken(guest), await printed(guest)]) expect(text).not.toMatch(/legal hold|litigation|settled/i)
  await expect(readRetention(world.deps, guest, complaintId)).rejects.toMatchObject({ code: 'not_found' })
  const asked = sql<{ n: number }>`select count(*)::int as n from audit_entry where action like 'complaint.hold%'`
  expect(await world.deps.transaction(guest, async (tx) => (await asked.execute(tx.db)).rows), 'the database itself does not show it').toEqual([{ n: 0 }])
})

test('with thousands of readings, both what was done and who read what come by an index of their own', async ({ world }) => {
  const { agency, supervisor, complaintId } = await lived(world)
  await world.rows(
    `insert into audit_entry (id, at, organisation_id, action, actor_id, actor_kind, actor_organisation_id, agency_id, complaint_id, audience)
     select gen_random_uuid(), now() + n * interval '1 second', $2, 'complaint.read', $3, 'agency', $2, $2, $1, 'agency' from generate_series(1, 5000) n`,
    [complaintId, agency.id, supervisor.userId],
  )
  await world.rows('analyze audit_entry')
  const others = otherReadings.map((action) => `'${action}'`).join(', ')
  const planOf = async (condition: string) => {
    const explain = sql<{ 'QUERY PLAN': string }>`explain select e.id from audit_entry e where e.complaint_id = ${sql.lit(complaintId)} and ${sql.raw(condition)} order by e.at desc, e.id desc limit 51`
    return world.deps.transaction(supervisor, async (tx) => (await explain.execute(tx.db)).rows.map((line) => line['QUERY PLAN']).join('\n'))
  }
  expect(await planOf(`e.action not like '%.read' and e.action not in (${others})`)).toContain('audit_entry_deeds')
  expect(await planOf(`(e.action like '%.read' or e.action in (${others}))`)).toContain('audit_entry_readings')
  expect((await actionsOf(world, supervisor, complaintId)).length).toBeLessThan(30)
  expect(await actionsOf(world, supervisor, complaintId, { kind: ['reading'] })).toHaveLength(200)
})
