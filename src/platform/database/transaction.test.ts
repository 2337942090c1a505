import { sql } from 'kysely'
import { systemClock } from '../../kernel/clock.ts'
import { openDatabase } from './database.ts'
import { cast, entered } from '#test/world/exchange.ts'
import { expect, test } from '#test/world/test-world.ts'

test('a statement that nobody waited for fails the transaction, with all that it did and with its own reason', async ({ world }) => {
  const { supervisor, company } = await cast(world)
  const id = await entered(world, supervisor, company)
  const database = openDatabase(world.db.appUrl, systemClock, { connections: 1, onError: () => undefined })
  const city = () => database.transaction(supervisor, (tx) => tx.db.selectFrom('complaint').select('transaction_city').where('id', '=', id).executeTakeFirstOrThrow())
  const before = await city()
  try {
    const written = database.transaction(supervisor, async (tx) => {
      await tx.db.updateTable('complaint').set({ transaction_city: 'Lima' }).where('id', '=', id).execute()
      await tx.audit({ action: 'complaint.updated', audience: 'agency', agencyId: supervisor.agencyId, complaintId: 'no ID' })
      return 'done'
    })
    await expect(written).rejects.toThrow('invalid input syntax for type uuid')
    expect(await city()).toEqual(before)
    // Also where a statement after it fails only because the transaction did, and never became one that is kept.
    const after = async (part: string) => database.transaction(supervisor, async (tx) => {
      await tx.send(sql`select 1 / ${part}::int`)
      return tx.db.selectFrom('complaint_detail').select('narrative').where('complaint_id', '=', id).where('narrative', '<>', part).execute()
    })
    await expect(after('0')).rejects.toThrow('division by zero')
    await expect(after('0')).rejects.toThrow('division by zero')
    expect(await after('1')).toHaveLength(1)
  } finally {
    await database.close()
  }
})
