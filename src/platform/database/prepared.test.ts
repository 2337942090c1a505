import { systemClock } from '../../kernel/clock.ts'
import type { Actor } from '../../access/actor.ts'
import { openDatabase } from './database.ts'
import { preparedName } from './prepared.ts'
import { cast, entered, sent } from '#test/world/exchange.ts'
import { expect, test } from '#test/world/test-world.ts'

test('one connection that keeps its plans shows each actor their own, whoever asked before', async ({ world }) => {
  const ours = await cast(world)
  const theirs = await cast(world)
  for (const { supervisor, company } of [ours, ours, theirs]) await sent(world, supervisor, await entered(world, supervisor, company))
  const database = openDatabase(world.db.appUrl, systemClock, { connections: 1, onError: () => undefined })
  // With a value, so that it is one of those kept; more often than PostgreSQL plans for the values.
  const details = (actor: Actor) => database.transaction(actor, async (tx) => (await tx.db.selectFrom('complaint_detail').select('complaint_id').where('narrative', '<>', 'nothing').execute()).length)
  const seen: number[] = []
  try {
    for (const actor of [...Array<Actor>(8).fill(ours.supervisor), theirs.supervisor, ours.poc, theirs.poc, ours.supervisor, theirs.supervisor]) seen.push(await details(actor))
    expect(seen).toEqual([2, 2, 2, 2, 2, 2, 2, 2, 1, 2, 1, 2, 1])
    const { rows } = await database.pool.query<{ kept: number }>("select count(*)::int as kept from pg_prepared_statements where statement like '%complaint_detail%'")
    expect(rows[0]?.kept).toBe(1)
  } finally {
    await database.close()
  }
})

test('a page is planned for its values each time, other statements once', () => {
  expect(preparedName('select id from complaint where status = $1 limit $2', ['open', 50])).toBeUndefined()
  expect(preparedName('select id from complaint where status = $1 order by number limit $2', ['open', 1])).toMatch(/^ses_\d+$/)
  expect(preparedName('select id from complaint where id = any($1::uuid[]) limit $2', [[], 50])).toMatch(/^ses_\d+$/)
  const once = preparedName('select id from complaint where id = $1', ['a'])
  expect(once).toMatch(/^ses_\d+$/)
  expect(preparedName('select id from complaint where id = $1', ['b'])).toBe(once)
})
