import { sql } from 'kysely'
import type { Actor } from '#src/access/actor.ts'
import { newId } from '#src/platform/new-id.ts'
import type { JobActor, Nobody } from '#src/platform/ports.ts'
import { expect, test, type World } from '#test/world/test-world.ts'

const tables = ['import_run', 'import_rejection', 'import_mapping'] as const

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

test('imports, their rejected rows and kept columns are seen by those of the agency who import, and by nobody else', async ({ world }) => {
  const [agency, other] = [await world.agency(), await world.agency()]
  for (const { id } of [agency, other]) {
    const run = newId()
    await world.rows(`insert into import_run (id, agency_id, file_name, started_at) values ($1, $2, 'Consumers.csv', now())`, [run, id])
    await world.rows(`insert into import_rejection (run_id, agency_id, row, reasons, cells) values ($1, $2, 2, '{No date}', '{Ada}')`, [run, id])
    await world.rows(`insert into import_mapping (agency_id, header_key, mapping, kept_at) values ($1, 'x', '{}', now())`, [id])
  }
  const own = { import_run: 1, import_rejection: 1, import_mapping: 1 }
  expect(await visible(world, await world.agencyUser(agency, 'supervisor'))).toEqual(own)
  expect(await visible(world, await world.agencyUser(agency, 'manager'))).toEqual(own)
  expect(await visible(world, await world.agencyUser(agency, 'viewer'))).toEqual({})
  expect(await visible(world, await world.agencyUser(agency, null, ['account_administrator']))).toEqual({})
  expect(await visible(world, await world.companyUser(await world.company()))).toEqual({})
  expect(await visible(world, { kind: 'platform', userId: newId(), timeZone: 'UTC' })).toEqual({})
  expect(await visible(world, { kind: 'nobody' })).toEqual({})
  expect(await visible(world, { kind: 'job' })).toEqual({ import_run: 2, import_rejection: 2 })
  await expect(world.deps.transaction(await world.agencyUser(other), (tx) => tx.db.deleteFrom('import_rejection').where('agency_id', '=', agency.id).executeTakeFirstOrThrow())).resolves.toMatchObject({ numDeletedRows: 0n })
})
