/**
 * Generated files: the database's types and the access matrix. `node scripts/generate.ts` writes them,
 * `--check` says which are out of date. The types need a database: DATABASE_URL, else a temporary embedded one.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { execFile } from 'node:child_process'
import { Client } from 'pg'
import { accessMatrix } from '../src/access/matrix.ts'
import { startEmbeddedPostgres } from '../src/platform/database/embedded-postgres.ts'
import { migrate } from '../src/platform/database/migrate.ts'

const root = join(import.meta.dirname, '..')
const run = promisify(execFile)

const generated = [
  { path: 'docs/access-matrix.md', text: () => Promise.resolve(accessMatrix()) },
  { path: 'src/platform/database/schema.ts', text: databaseTypes },
]

async function databaseTypes(): Promise<string> {
  const work = await mkdtemp(join(tmpdir(), 'ses-types-'))
  const server = await startEmbeddedPostgres({ folder: work, log: () => undefined })
  try {
    const admin = new Client({ connectionString: server.adminUrl })
    await admin.connect()
    await admin.query('create database types')
    await admin.end()
    const url = new URL(server.adminUrl)
    url.pathname = '/types'
    await migrate(url.href, { name: 'ses_types', password: 'types' })
    const out = join(work, 'schema.ts')
    const overrides = JSON.stringify({ columns: {} })
    await run(join(root, 'node_modules/.bin/kysely-codegen'), ['--dialect', 'postgres', '--url', url.href, '--out-file', out, '--date-parser', 'string', '--default-schema', 'public', '--include-pattern', 'public.*', '--type-only-imports', '--overrides', overrides], { cwd: root })
    return await readFile(out, 'utf8')
  } finally {
    await server.stop()
    await rm(work, { recursive: true, force: true })
  }
}

let stale = 0
for (const file of generated) {
  const path = join(root, file.path)
  const text = await file.text()
  if (!process.argv.includes('--check')) {
    await writeFile(path, text)
    console.log(`wrote ${file.path}`)
  } else if ((await readFile(path, 'utf8').catch(() => '')) !== text) {
    stale += 1
    console.error(`${file.path} is out of date: run node scripts/generate.ts`)
  }
}
process.exitCode = stale > 0 ? 1 : 0
