import type { Actor } from '#src/access/actor.ts'
import { newId } from '#src/platform/new-id.ts'
import { expect, test, type World } from '#test/world/test-world.ts'

/** What proves who somebody is: each sees their own rows, and nobody the secrets in them. */
async function cast(world: World) {
  const agency = await world.agency()
  const company = await world.company()
  const platformId = newId()
  await world.rows("insert into person (id, kind, name) values ($1, 'platform', 'Operator')", [platformId])
  await world.rows("insert into account (user_id, kind, email, email_key) values ($1, 'platform', $2, $2)", [platformId, `${platformId}@ses.example`])
  const actors: Record<string, Actor> = {
    user: await world.agencyUser(agency, 'manager'),
    administrator: await world.agencyUser(agency, null, ['account_administrator']),
    'company user': await world.companyUser(company, 'manage'),
    'company administrator': await world.companyUser(company, null, ['account_administrator']),
    platform: { kind: 'platform', userId: platformId, timeZone: 'America/New_York' },
  }
  for (const { userId } of Object.values(actors)) {
    await world.rows("insert into recovery_code (id, user_id, code_hash, created_at) values ($1, $2, $3, now())", [newId(), userId, Buffer.from(userId)])
    await world.rows("insert into passkey (id, user_id, credential_id, public_key, name, created_at) values ($1, $2, $3, '\\x01', 'Key', now())", [newId(), userId, Buffer.from(userId)])
    await world.rows("insert into session (id, token_hash, user_id, state, created_at, last_active_at) values ($1, $3, $2, 'active', now(), now())", [newId(), userId, Buffer.from(userId)])
    await world.rows("insert into known_device (id, user_id, token_hash, first_seen_at, last_seen_at) values ($1, $2, '\\x01', now(), now())", [newId(), userId])
    await world.rows("insert into one_time_link (id, user_id, purpose, created_at, expires_at) values ($1, $2, 'password_reset', now(), now())", [newId(), userId])
  }
  return actors
}

test('everybody sees their own sessions, passkeys and recovery codes, administrators and the platform too, and no one else’s', async ({ world }) => {
  for (const actor of Object.values(await cast(world))) {
    for (const table of ['session', 'passkey', 'recovery_code'] as const) {
      const rows = await world.deps.transaction(actor, (tx) => tx.db.selectFrom(table).select('user_id').execute())
      expect([table, rows]).toEqual([table, [{ user_id: actor.userId }]])
    }
  }
})

test('nobody reads tokens, hashes and keys, nor the tables behind links and devices', async ({ world }) => {
  for (const actor of [...Object.values(await cast(world)), { kind: 'nobody' } as const, { kind: 'job' } as const]) {
    const refused = [
      () => world.deps.transaction(actor, (tx) => tx.db.selectFrom('session').select('token_hash').execute()),
      () => world.deps.transaction(actor, (tx) => tx.db.selectFrom('recovery_code').select('code_hash').execute()),
      () => world.deps.transaction(actor, (tx) => tx.db.selectFrom('passkey').select('public_key').execute()),
      () => world.deps.transaction(actor, (tx) => tx.db.selectFrom('known_device').select('id').execute()),
      () => world.deps.transaction(actor, (tx) => tx.db.selectFrom('one_time_link').select('id').execute()),
      () => world.deps.transaction(actor, (tx) => tx.db.selectFrom('ceremony').select('kind').execute()),
      () => world.deps.transaction(actor, (tx) => tx.db.selectFrom('credential').select('user_id').execute()),
    ]
    for (const attempt of refused) await expect(attempt()).rejects.toThrow('permission denied')
  }
})

test('nobody ends another’s session, takes their recovery codes away or gives them some', async ({ world }) => {
  const actors = await cast(world)
  const victim = await world.agencyUser(await world.agency())
  await world.rows("insert into session (id, token_hash, user_id, state, created_at, last_active_at) values ($1, $3, $2, 'active', now(), now())", [newId(), victim.userId, Buffer.from(victim.userId)])
  await world.rows("insert into recovery_code (id, user_id, code_hash, created_at) values ($1, $2, '\\x02', now())", [newId(), victim.userId])
  for (const actor of Object.values(actors)) {
    const ended = await world.deps.transaction(actor, (tx) => tx.db.updateTable('session').set({ ended_at: tx.now }).where('user_id', '=', victim.userId).executeTakeFirstOrThrow())
    expect(ended.numUpdatedRows).toBe(0n)
    const deleted = await world.deps.transaction(actor, (tx) => tx.db.deleteFrom('recovery_code').where('user_id', '=', victim.userId).executeTakeFirstOrThrow())
    expect(deleted.numDeletedRows).toBe(0n)
    await expect(world.deps.transaction(actor, (tx) => tx.db.insertInto('recovery_code').values({ id: newId(), user_id: victim.userId, code_hash: Buffer.from('mine'), created_at: tx.now }).execute())).rejects.toThrow('row-level security')
  }
})
