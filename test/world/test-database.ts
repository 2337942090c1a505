import { randomBytes } from 'node:crypto'
import { Client, Pool } from 'pg'
import { inject } from 'vitest'
import { openDatabase, type Database } from '#src/platform/database/database.ts'
import type { Clock } from '#src/kernel/clock.ts'

export type TestDatabase = {
  /** As the program connects. */
  database: Database
  appUrl: string
  /** A superuser's address of this database: builders and checks only. */
  adminUrl: string
  /** Reads and writes past row-level security. */
  admin: Pool
  drop(): Promise<void>
}

/** A database of its own, cloned from the run's migrated template. */
export async function cloneDatabase(clock: Clock): Promise<TestDatabase> {
  const { name, adminUrl, appUrl } = await cloneOf(inject('template'))
  const database = openDatabase(appUrl, clock, { connections: 8, onError: () => undefined })
  const admin = new Pool({ connectionString: adminUrl, max: 2 })
  admin.on('error', () => undefined)
  return {
    database,
    appUrl,
    adminUrl,
    admin,
    drop: async () => {
      await Promise.all([database.close(), admin.end()])
      await dropDatabase(name)
    },
  }
}

/** A clone of a template on the run's server: its name, and the addresses of a superuser and of the program's login. */
export async function cloneOf(template: string): Promise<{ name: string; adminUrl: string; appUrl: string }> {
  const name = `${template}_${randomBytes(5).toString('hex')}`
  await onServer(`create database ${name} template ${template}`)
  const adminUrl = new URL(inject('adminUrl'))
  adminUrl.pathname = `/${name}`
  const appUrl = new URL(adminUrl)
  appUrl.username = 'ses_test_app'
  appUrl.password = inject('appPassword')
  return { name, adminUrl: adminUrl.href, appUrl: appUrl.href }
}

export async function dropDatabase(name: string): Promise<void> {
  await onServer(`drop database if exists ${name} with (force)`)
}

/** Two clones of one template must not be made at the same moment: the server refuses, so it is asked again. */
async function onServer(statement: string): Promise<void> {
  const client = new Client({ connectionString: inject('adminUrl') })
  await client.connect()
  try {
    for (let attempt = 1; ; attempt += 1) {
      try {
        await client.query(statement)
        return
      } catch (error) {
        if (attempt >= 50 || !/being accessed by other users/.test(String(error))) throw error
        await new Promise((resolve) => setTimeout(resolve, 100))
      }
    }
  } finally {
    await client.end()
  }
}
