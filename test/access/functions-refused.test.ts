import { sql, type RawBuilder } from 'kysely'
import type { Actor } from '#src/access/actor.ts'
import { newId } from '#src/platform/new-id.ts'
import { expect, test, type World } from '#test/world/test-world.ts'

/** The definer functions of 0015 and 0016 about another user: who does not look after them gets nothing and changes nothing. */
const deeds = (victim: string, heir: string): Record<string, RawBuilder<unknown>> => {
  const at = new Date('2026-11-23T15:00:00Z')
  return {
    make_link: sql`select make_link(${newId()}, ${victim}, 'password_reset', ${at}, ${at})`,
    unlock_account: sql`select unlock_account(${victim})`,
    reset_second_factors: sql`select reset_second_factors(${victim})`,
    reassign_work: sql`select reassign_work(${victim}, ${heir}, ${at})`,
    drop_work: sql`select drop_work(${victim})`,
    forget_credentials: sql`select forget_credentials(${victim}, ${at})`,
    forget_old_address: sql`select forget_old_address(${victim}, ${at})`,
    keep_former_address: sql`select keep_former_address(${newId()}, ${victim}, ${at})`,
  }
}

async function strangers(world: World, ofAgency: Awaited<ReturnType<World['agency']>>): Promise<Actor[]> {
  const [otherAgency, company] = [await world.agency(), await world.company()]
  return [
    await world.agencyUser(ofAgency, null),
    await world.agencyUser(ofAgency, 'supervisor', ['staff_director']),
    await world.agencyUser(otherAgency, 'supervisor', ['account_administrator']),
    await world.companyUser(company, 'manage', ['account_administrator']),
  ]
}

test('whoever does not look after a user resets, moves, unlocks and links nothing of theirs', async ({ world }) => {
  const agency = await world.agency()
  const [victim, heir] = [await world.agencyUser(agency, 'supervisor'), await world.agencyUser(agency, 'supervisor')]
  for (const actor of await strangers(world, agency)) {
    for (const [name, deed] of Object.entries(deeds(victim.userId, heir.userId))) {
      await expect(world.deps.transaction(actor, (tx) => deed.execute(tx.db)), `${name} by ${actor.kind}`).rejects.toThrow(/not this actor's to look after/)
    }
    for (const reading of [sql`select * from work_held(${victim.userId})`, sql`select * from locked_accounts(now()) where user_id = ${victim.userId}`, sql`select * from work_load() where user_id = ${victim.userId}`]) {
      expect((await world.deps.transaction(actor, (tx) => reading.execute(tx.db))).rows).toEqual([])
    }
  }
  expect(await world.rows('select 1 from one_time_link where user_id = $1', [victim.userId])).toEqual([])
})

test('what opens accounts is called by nobody who is signed in', async ({ world }) => {
  const actor = await world.agencyUser(await world.agency(), 'supervisor', ['account_administrator'])
  const at = new Date('2026-11-23T15:00:00Z')
  const forbidden = [
    sql`select * from find_session(${Buffer.from('x')})`,
    sql`select * from sign_in_candidate('a@b.example')`,
    sql`select set_password_by_link(${newId()}, 'activation', 'x', ${at})`,
    sql`select link_sso(${actor.userId}, 'issuer', 'subject', ${at})`,
    sql`select activate_session(${newId()}, ${Buffer.from('x')}, ${at})`,
    sql`select * from find_scim_client(${Buffer.from('x')}, ${at})`,
    sql`select forget_attempts_of(${actor.userId})`,
  ]
  for (const call of forbidden) await expect(world.deps.transaction(actor, (tx) => call.execute(tx.db))).rejects.toThrow(/permission denied/)
})

test('a session that has ended is not opened again, by its owner neither', async ({ world }) => {
  const actor = await world.agencyUser(await world.agency(), 'supervisor')
  await world.rows("insert into session (id, token_hash, user_id, state, created_at, last_active_at, ended_at) values ($1, $3, $2, 'active', now(), now(), now())", [newId(), actor.userId, Buffer.from(actor.userId)])
  await expect(world.deps.transaction(actor, (tx) => tx.db.updateTable('session').set({ ended_at: null }).where('user_id', '=', actor.userId).execute())).rejects.toThrow(/row-level security/)
})
