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
  const template = inject('template')
  const name = `${template}_${randomBytes(5).toString('hex')}`
  await onServer(`create database ${name} template ${template}`)
  const adminUrl = new URL(inject('adminUrl'))
  adminUrl.pathname = `/${name}`
  const appUrl = new URL(adminUrl)
  appUrl.username = 'ses_test_app'
  appUrl.password = inject('appPassword')
  const database = openDatabase(appUrl.href, clock, { connections: 8, onError: () => undefined })
  const admin = new Pool({ connectionString: adminUrl.href, max: 2 })
  admin.on('error', () => undefined)
  return {
    database,
    appUrl: appUrl.href,
    adminUrl: adminUrl.href,
    admin,
    drop: async () => {
      await Promise.all([database.close(), admin.end()])
      await onServer(`drop database if exists ${name} with (force)`)
    },
  }
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
