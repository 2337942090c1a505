import type { Client } from 'pg'
import { escapeIdentifier, escapeLiteral } from 'pg'

/**
 * Roles are the server's, not the database's, so they are made here and not by a migration.
 * `ses_owner` owns every object and cannot log in; actors' transactions run as one of the four kinds;
 * `ses_queue` is the job queue's. The program's own login owns nothing and inherits nothing.
 */
const groups = ['ses_owner', 'ses_agency', 'ses_company', 'ses_platform', 'ses_worker', 'ses_queue'] as const
const actorGroups = groups.filter((group) => group !== 'ses_owner')

export type Login = { name: string; password: string }

/** Makes roles that are missing and lets `appLogin` act as the kinds of actor. Safe to run at every start. */
export async function ensureRoles(admin: Client, appLogin: Login | { existing: string }): Promise<void> {
  for (const group of groups) await createRole(admin, group, 'nologin noinherit')
  const name = 'existing' in appLogin ? appLogin.existing : appLogin.name
  if ('password' in appLogin) {
    await createRole(admin, name, 'login noinherit')
    await admin.query(`alter role ${escapeIdentifier(name)} login noinherit password ${escapeLiteral(appLogin.password)}`)
  }
  await admin.query(`grant ${actorGroups.join(', ')} to ${escapeIdentifier(name)}`)
  const { rows } = await admin.query<{ current_user: string; current_database: string; server: number }>(
    `select current_user, current_database(), current_setting('server_version_num')::int as server`,
  )
  const here = rows[0]
  if (here === undefined) throw new Error('The database did not say who is connected.')
  // From version 16 on, membership does not by itself allow SET ROLE.
  await admin.query(`grant ses_owner to ${escapeIdentifier(here.current_user)}${here.server >= 160000 ? ' with set true' : ''}`)
  await admin.query(`grant create, connect on database ${escapeIdentifier(here.current_database)} to ses_owner`)
  await admin.query(`grant connect on database ${escapeIdentifier(here.current_database)} to ${escapeIdentifier(name)}`)
  await admin.query('grant usage, create on schema public to ses_owner')
  await admin.query('revoke create on schema public from public')
}

async function createRole(admin: Client, name: string, options: string): Promise<void> {
  const { rowCount } = await admin.query('select 1 from pg_roles where rolname = $1', [name])
  if (rowCount === 0) await admin.query(`create role ${escapeIdentifier(name)} ${options}`)
}
