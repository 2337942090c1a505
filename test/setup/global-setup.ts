import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { startEmbeddedPostgres } from '#src/platform/database/embedded-postgres.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** A superuser's address of the server that this run's tests use. */
    adminUrl: string
  }
}

/** One server for the whole run: the one of DATABASE_URL, or an embedded one that lasts as long as the run. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env['DATABASE_URL']
  if (given !== undefined && given !== '') {
    project.provide('adminUrl', given)
    return () => Promise.resolve()
  }
  const folder = await mkdtemp(join(tmpdir(), 'ses-test-postgres-'))
  const server = await startEmbeddedPostgres({
    folder,
    log: () => undefined,
    // Nothing of a test run outlives it: durability would only cost time.
    settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '200', max_wal_size: '4GB' },
  })
  project.provide('adminUrl', server.adminUrl)
  return async () => {
    await server.stop()
    await rm(folder, { recursive: true, force: true })
  }
}
