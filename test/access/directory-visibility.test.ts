import { sql } from 'kysely'
import type { Actor } from '#src/access/actor.ts'
import { newId } from '#src/platform/new-id.ts'
import type { JobActor, Nobody } from '#src/platform/ports.ts'
import { expect, test, type World } from '#test/world/test-world.ts'

const tables = ['company_licence', 'directory_run', 'directory_change', 'directory_row'] as const

async function visible(world: World, actor: Actor | JobActor | Nobody): Promise<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const table of tables) {
    const n = await world.deps
      .transaction(actor, async (tx) => (await sql<{ n: number }>`select count(*)::int as n from ${sql.table(table)}`.execute(tx.db)).rows[0]?.n ?? 0)
      .catch((error: unknown) => {
        if (/permission denied/.test(String(error))) return 0
        throw error
      })
    if (n > 0) counts[table] = n
  }
  return counts
}

async function filled(world: World) {
  for (const table of ['directory_row', 'directory_change', 'directory_run', 'company_licence']) await world.rows(`delete from ${table}`)
  const [own, other] = [await world.company(), await world.company()]
  for (const company of [own, other]) await world.rows(`insert into company_licence (id, company_id, state, number, number_key) values ($1, $2, 'OH', 'MB.1', 'MB1')`, [newId(), company.id])
  const run = newId()
  await world.rows(`insert into directory_run (id, source, started_at) values ($1, 'a.csv', now())`, [run])
  await world.rows(`insert into directory_change (run_id, position, kind, what) values ($1, 0, 'added', 'Added')`, [run])
  await world.rows(`insert into directory_row (run_id, position, line, part, nmls_id, data) values ($1, 0, 1, 'company', '1', '{}')`, [run])
  return { own, run }
}
const platform = () => ({ kind: 'platform' as const, userId: newId(), timeZone: 'UTC' })

test('licences are seen by agencies and by the company itself; the import by the platform and its job alone', async ({ world }) => {
  const { own } = await filled(world)
  expect(await visible(world, await world.agencyUser(await world.agency(), 'viewer'))).toEqual({ company_licence: 2 })
  expect(await visible(world, await world.companyUser(own))).toEqual({ company_licence: 1 })
  expect(await visible(world, platform())).toEqual({ directory_run: 1, directory_change: 1 })
  expect(await visible(world, { kind: 'job' })).toEqual({ company_licence: 2, directory_run: 1, directory_change: 1, directory_row: 1 })
  expect(await visible(world, { kind: 'nobody' })).toEqual({})
})

test('what comes from the directory is written by its job alone', async ({ world }) => {
  const { own, run } = await filled(world)
  const actors = [await world.agencyUser(await world.agency(), 'supervisor', ['account_administrator']), await world.companyUser(own, 'manage', ['account_administrator']), platform()]
  const statements = [
    `update company_licence set status = 'x'`, 'delete from company_licence', `update nmls_contact set name = 'x'`, 'delete from nmls_contact', `update company_branch set name = 'x'`,
    `update company_individual set name = 'x'`, `update directory_run set state = 'finished'`, 'delete from directory_change', 'truncate directory_row',
    `insert into directory_run (id, source, started_at) values ('${newId()}', 'forged', now())`,
  ]
  for (const actor of actors) {
    for (const statement of statements) await expect(world.deps.transaction(actor, (tx) => sql.raw(statement).execute(tx.db)), `${actor.kind}: ${statement}`).rejects.toThrow(/permission denied|row-level security/)
  }
  expect(await world.rows('select state from directory_run where id = $1', [run])).toEqual([{ state: 'running' }])
})

test('the search of companies answers agencies alone', async ({ world }) => {
  const { own } = await filled(world)
  const ask = (actor: Actor | JobActor | Nobody) =>
    world.deps.transaction(actor, async (tx) => (await sql`select * from search_companies(null, null, null, null, null, null, null, null, null, null, null, 0.6, null, null, 10)`.execute(tx.db)).rows.length)
  expect(await ask(await world.agencyUser(await world.agency(), 'viewer'))).toBeGreaterThan(1)
  for (const actor of [await world.companyUser(own), platform(), { kind: 'job' as const }, { kind: 'nobody' as const }]) await expect(ask(actor)).rejects.toThrow(/permission denied/)
})
