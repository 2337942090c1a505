import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Client } from 'pg'
import { addressesOf } from '../platform/database/prepare-database.ts'

/** The embedded PostgreSQL of a program that runs on this data folder, by what it left there; undefined when none answers. */
export async function runningDatabase(dataDir: string): Promise<{ url: string; adminUrl: string } | undefined> {
  const read = async (...path: string[]) => (await readFile(join(dataDir, ...path), 'utf8').catch(() => '')).trim()
  const [port, adminPassword, appPassword] = await Promise.all([read('postgres', 'port'), read('postgres', 'password'), read('secrets', 'database-password')])
  if (port === '' || adminPassword === '' || appPassword === '') return undefined
  const addresses = addressesOf(`postgres://postgres:${adminPassword}@127.0.0.1:${port}/postgres`, appPassword)
  const client = new Client({ connectionString: addresses.url, connectionTimeoutMillis: 3_000 })
  try {
    await client.connect()
    return addresses
  } catch {
    // Whoever holds the folder does not serve its database (yet): the caller says so.
    return undefined
  } finally {
    await client.end().catch(() => undefined)
  }
}
