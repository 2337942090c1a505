import type { Actor, CompanyActor } from '#src/access/actor.ts'
import { AppError } from '#src/kernel/errors.ts'
import { readUser } from '#src/modules/users/queries/read-user.ts'
import type { TestCompany, World } from './test-world.ts'

/** A company with an Account Administrator, who may be its only one. */
export async function staffed(world: World): Promise<{ company: TestCompany; administrator: CompanyActor }> {
  const company = await world.company()
  return { company, administrator: await world.companyUser(company, null, ['account_administrator']) }
}

export async function versionOf(world: World, by: Actor, id: string): Promise<number> {
  return (await readUser(world.deps, by, id)).version
}

/** 'done', or the code of the refusal. */
export async function outcome(work: Promise<unknown>): Promise<string> {
  return work.then(() => 'done', (error: unknown) => (error instanceof AppError ? error.code : String(error)))
}

/** What the jobs told about this user will say, oldest first. */
export async function toldOf(world: World, userId: string): Promise<string[]> {
  const rows = await world.rows<{ event: string }>(
    `select payload ->> 'event' as event from graphile_worker._private_jobs where payload ->> 'userId' = $1 order by id`,
    [userId],
  )
  return rows.map(({ event }) => event)
}

/** Somebody is signed in. */
export async function beginSession(world: World, userId: string): Promise<void> {
  await world.rows(`insert into session (id, token_hash, user_id, state, created_at, last_active_at) values (gen_random_uuid(), $2, $1, 'active', now(), now())`, [userId, Buffer.from(userId)])
}
