import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { runMigrations } from 'graphile-worker'
import { Client, Pool } from 'pg'
import { StartError } from '../start-error.ts'
import { ensureRoles, type Login } from './roles.ts'

const folder = join(import.meta.dirname, '../../../migrations')
// Any constant: two processes that start together take turns.
const lockKey = 7_361_420

type Migration = { name: string; sql: string; checksum: string }

/** The migrations on disk, in order. */
export async function readMigrations(from = folder): Promise<Migration[]> {
  const names = (await readdir(from)).filter((name) => /^\d{4}_[a-z0-9_]+\.sql$/.test(name)).sort()
  return Promise.all(
    names.map(async (name) => {
      const sql = await readFile(join(from, name), 'utf8')
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') }
    }),
  )
}

/**
 * Brings the database at `adminUrl` up to date: roles, job queue, then every migration that has not run,
 * each in a transaction of its own. A migration that changed since it ran is refused.
 * @returns names of the migrations that ran now
 */
export async function migrate(adminUrl: string, appLogin: Login | { existing: string }, from = folder): Promise<string[]> {
  const admin = new Client({ connectionString: adminUrl, application_name: 'ses-migrate' })
  await admin.connect()
  try {
    await admin.query('select pg_advisory_lock($1)', [lockKey])
    await ensureRoles(admin, appLogin)
    await prepareQueue(adminUrl)
    await admin.query('set role ses_owner')
    return await applyPending(admin, await readMigrations(from))
  } finally {
    await admin.end()
  }
}

async function applyPending(admin: Client, migrations: Migration[]): Promise<string[]> {
  await admin.query(`create table if not exists schema_migration (
    name text primary key, checksum text not null, applied_at timestamptz not null default now())`)
  const { rows } = await admin.query<{ name: string; checksum: string }>('select name, checksum from schema_migration')
  const applied = new Map(rows.map((row) => [row.name, row.checksum]))
  const known = new Set(migrations.map((migration) => migration.name))
  const ahead = [...applied.keys()].filter((name) => !known.has(name))
  if (ahead.length > 0) throw new StartError(`The database was migrated by a newer version of the program (${ahead.join(', ')}). Start that version, or restore a backup.`)
  const ran: string[] = []
  for (const migration of migrations) {
    const checksum = applied.get(migration.name)
    if (checksum === migration.checksum) continue
    if (checksum !== undefined) throw new StartError(`Migration ${migration.name} was changed after it ran. Migrations are never edited: restore the file and add a new one.`)
    await admin.query('begin')
    try {
      await admin.query(migration.sql)
      await admin.query('insert into schema_migration (name, checksum) values ($1, $2)', [migration.name, migration.checksum])
      await admin.query('commit')
    } catch (error) {
      await admin.query('rollback')
      throw new Error(`Migration ${migration.name} failed: ${error instanceof Error ? error.message : String(error)}`, { cause: error })
    }
    ran.push(migration.name)
  }
  // A program that is not migrated fully must not say that it is ready (/readyz reads this).
  await admin.query('grant select on schema_migration to ses_platform')
  return ran
}

/** The queue's own schema, owned by ses_owner; ses_queue may work in it, row-level security included. */
async function prepareQueue(adminUrl: string): Promise<void> {
  const pool = new Pool({ connectionString: adminUrl, max: 1, options: '-c role=ses_owner' })
  // A connection that breaks while idle shows in the next statement.
  pool.on('error', () => undefined)
  pool.on('connect', (client) => client.on('error', () => undefined))
  try {
    await runMigrations({ pgPool: pool, schema: 'graphile_worker' })
    await pool.query(`
      grant usage on schema graphile_worker to ses_queue;
      grant all on all tables in schema graphile_worker to ses_queue;
      grant all on all sequences in schema graphile_worker to ses_queue;
      grant execute on all functions in schema graphile_worker to ses_queue;
      do $$
      declare t text;
      begin
        for t in select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
                 where n.nspname = 'graphile_worker' and c.relkind = 'r' and c.relrowsecurity
                   and not exists (select 1 from pg_policies p where p.schemaname = 'graphile_worker' and p.tablename = c.relname and p.policyname = 'queue_all')
        loop
          execute format('create policy queue_all on graphile_worker.%I to ses_queue using (true) with check (true)', t);
        end loop;
      end $$`)
  } finally {
    await pool.end()
  }
}

/** Are all migrations of this program applied? For /readyz. */
export async function pendingMigrations(query: (sql: string) => Promise<{ name: string }[]>): Promise<string[]> {
  const applied = new Set((await query('select name from schema_migration')).map((row) => row.name))
  return (await readMigrations()).filter((migration) => !applied.has(migration.name)).map((migration) => migration.name)
}
