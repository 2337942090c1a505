import { sql } from 'kysely'
import { cast, entered } from '#test/world/exchange.ts'
import { expect, test } from '#test/world/test-world.ts'
import { openSite } from '#test/world/site.ts'

/** Who sees what of the market's numbers and of who takes part (migrations 0048 and 0051). */
const tables = ['market_count', 'market_change', 'agency_component'] as const

test('every agency’s complaints users read the market’s numbers; companies, the platform, visitors and users without a complaints role read nothing', async ({ world }) => {
  const at = await cast(world)
  await entered(world, at.supervisor, at.company)
  await world.rows('select count_market_anew()')
  await entered(world, at.supervisor, at.company)
  const elsewhere = await world.agency()
  const seen = async (actor: Parameters<typeof world.deps.transaction>[0]) =>
    Object.fromEntries(
      await Promise.all(tables.map(async (table) => [table, await world.deps.transaction(actor, async (tx) => (await sql<{ n: number }>`select count(*)::int as n from ${sql.table(table)}`.execute(tx.db)).rows[0]?.n ?? 0).catch((error: unknown) => {
        if (/permission denied/.test(String(error))) return 'denied'
        throw error
      })] as const)),
    )
  const numbers = { market_count: 8, market_change: 1, agency_component: 'denied' }
  for (const role of ['supervisor', 'manager', 'viewer'] as const) expect(await seen(await world.agencyUser(elsewhere, role)), role).toEqual(numbers)
  expect(await seen(await world.agencyUser(elsewhere, null, ['examiner']))).toEqual({ market_count: 0, market_change: 0, agency_component: 'denied' })
  for (const actor of [at.poc, at.administrator, { kind: 'job' } as const]) expect(await seen(actor)).toEqual({ market_count: 'denied', market_change: 'denied', agency_component: 'denied' })
  expect(await seen({ kind: 'nobody' })).toEqual({ market_count: 'denied', market_change: 'denied', agency_component: 0 })
})

test('nobody writes the numbers by hand; only a job rolls them up, and nobody counts them anew', async ({ world }) => {
  const at = await cast(world)
  const run = (actor: Parameters<typeof world.deps.transaction>[0], statement: string) => world.deps.transaction(actor, (tx) => sql.raw(statement).execute(tx.db))
  for (const actor of [at.supervisor, at.poc, { kind: 'job' } as const, { kind: 'nobody' } as const]) {
    for (const statement of ['delete from market_count', 'update market_change set complaints = 0', 'select count_market_anew()', 'select * from market_count_all', 'select * from market_count_state_company']) await expect(run(actor, statement), statement).rejects.toThrow(/permission denied/)
    if (!('kind' in actor && actor.kind === 'job')) await expect(run(actor, 'select roll_up_market(10)')).rejects.toThrow(/permission denied/)
  }
})

test('the market’s pages are for complaints users of agencies alone', async ({ world }) => {
  const at = await cast(world)
  const site = await openSite(world)
  try {
    const paths = ['/reports/market', '/reports/market/rises', '/reports/market/choices']
    const allowed = [await world.agencyUser(at.agency, 'viewer')]
    const refused = [at.poc, at.administrator, await world.agencyUser(at.agency, null, ['account_administrator'])]
    for (const [users, status] of [[allowed, 200], [refused, 403]] as const) {
      for (const user of users) {
        const session = await site.signIn(await site.credentials(user))
        for (const path of paths) expect((await site.get(path, session)).statusCode, path).toBe(status)
        expect((await site.post('/reports/market/exports', { format: 'csv' }, session)).statusCode).toBe(status)
        world.clock.advance(60_000)
      }
    }
    for (const path of paths) expect((await site.get(path)).statusCode).toBe(401)
  } finally {
    await site.close()
  }
})
