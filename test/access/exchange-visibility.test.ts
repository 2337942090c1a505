import type { Actor } from '#src/access/actor.ts'
import { assignDrafters } from '#src/modules/information-requests/commands/assign-drafters.ts'
import { makeAsk } from '#src/modules/information-requests/commands/ask.ts'
import { addComment } from '#src/modules/information-requests/commands/comment.ts'
import { nameDeputy } from '#src/modules/information-requests/commands/name-deputy.ts'
import { newId } from '#src/platform/new-id.ts'
import { answered, assigned, cast, entered, sent } from '#test/world/exchange.ts'
import { expect, test, type World } from '#test/world/test-world.ts'
import { sql } from 'kysely'

const tables = ['request_round', 'request_ask', 'request_drafter', 'response_submission', 'response_comment', 'company_deputy'] as const

/** How many rows of each table an actor sees; '–' where not even the table may be read. */
async function seen(world: World, actor: Actor | { kind: 'job' }, companyId: string): Promise<Record<string, number | string>> {
  const counts: Record<string, number | string> = {}
  for (const table of tables) {
    counts[table] = await world.deps.transaction(actor, async (tx) => (await sql<{ n: number }>`select count(*)::int as n from ${sql.table(table)} where company_id = ${companyId}`.execute(tx.db)).rows[0]?.n ?? 0).catch((error: unknown) => {
      if (/permission denied/.test(String(error))) return '–'
      throw error
    })
  }
  return counts
}

test('what a company does about its answers is its own; asks, rounds and submissions are read by both sides', async ({ world }) => {
  const { supervisor, company, poc, administrator, agency } = await cast(world)
  const drafter = await world.companyUser(company, 'manage')
  const viewer = await world.companyUser(company, 'view')
  const clerk = await world.companyUser(company, null, ['account_administrator'])
  const complaintId = await entered(world, supervisor, company)
  const requestId = await sent(world, supervisor, complaintId)
  const other = await sent(world, supervisor, complaintId)
  await assigned(world, administrator, complaintId, poc)
  await assignDrafters(world.deps, poc, requestId, { userIds: [drafter.userId], seen: [] })
  await answered(world, poc, other)
  await makeAsk(world.deps, poc, requestId, { kind: 'more_time', reason: 'Archive.', wantedOn: '2026-12-20' })
  await addComment(world.deps, drafter, requestId, { text: 'Internal.' })
  await world.rows('insert into request_round (request_id, agency_id, complaint_id, company_id, round, explanation, due_on, sent_back_by, sent_back_at) values ($1, $2, $3, $4, 2, $5, $6, $7, now())', [
    requestId, agency.id, complaintId, company.id, 'More, please.', '2026-12-20', supervisor.userId,
  ])
  await nameDeputy(world.deps, drafter, { userId: drafter.userId, deputyId: poc.userId, from: '2026-11-24', until: '2026-11-25' })
  const everything = { request_round: 1, request_ask: 1, request_drafter: 1, response_submission: 1, response_comment: 1, company_deputy: 1 }
  const shared = { ...everything, request_drafter: '–', response_comment: '–', company_deputy: '–' }
  const nothing = Object.fromEntries(tables.map((table) => [table, 0]))
  for (const reader of [poc, drafter, viewer]) expect(await seen(world, reader, company.id)).toEqual(everything)
  expect(await seen(world, clerk, company.id), 'without complaints access: who is away, and nothing of a complaint').toEqual({ ...nothing, company_deputy: 1 })
  expect(await seen(world, await world.companyUser(await world.company(), 'manage'), company.id)).toEqual(nothing)
  expect(await seen(world, supervisor, company.id)).toEqual(shared)
  expect(await seen(world, await world.agencyUser(agency, 'viewer'), company.id)).toEqual(shared)
  const far = await world.agency()
  const outsider = await world.agencyUser(far, 'supervisor')
  expect(await seen(world, outsider, company.id)).toEqual({ ...shared, request_round: 0, request_ask: 0, response_submission: 0 })
  await world.rows(`insert into complaint_access (id, complaint_id, agency_id, requesting_agency_id, state, comments, requested_by, requested_at, decided_by, decided_at) values ($1, $2, $3, $4, 'accepted', 'x', $5, now(), $6, now())`, [
    newId(), complaintId, agency.id, far.id, outsider.userId, supervisor.userId,
  ])
  expect(await seen(world, outsider, company.id), 'with access').toEqual(shared)
  expect(await seen(world, { kind: 'job' }, company.id)).toEqual({ ...everything, response_comment: '–' })
})
