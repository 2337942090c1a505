import { Client, escapeIdentifier } from 'pg'

/** Removes every row, the audit's included, and every job, in one transaction. For training only. */
export async function emptyDatabase(adminUrl: string): Promise<void> {
  const client = new Client({ connectionString: adminUrl, application_name: 'ses-reset' })
  await client.connect()
  try {
    await client.query('begin; set local role ses_owner')
    const { rows } = await client.query<{ name: string }>(`
      select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = 'public' and c.relkind in ('r', 'p') and c.relname <> 'schema_migration' and pg_get_userbyid(c.relowner) = 'ses_owner'`)
    const audit = rows.map((row) => row.name).filter((name) => name.startsWith('audit_'))
    for (const name of audit) await client.query(`alter table ${escapeIdentifier(name)} disable trigger user`)
    await client.query(`truncate ${rows.map((row) => escapeIdentifier(row.name)).join(', ')} restart identity cascade`)
    for (const name of audit) await client.query(`alter table ${escapeIdentifier(name)} enable trigger user`)
    await client.query('delete from graphile_worker._private_jobs where locked_at is null')
    await client.query('commit')
  } finally {
    await client.end()
  }
}
