import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import pg from 'pg'
import { z } from 'zod'
import { loadCodeSet } from '#src/modules/complaints/index.ts'

const source = join(import.meta.dirname, '../../training/data/cfpb-complaints.csv')
const Rows = z.array(z.object({ 'Consumer complaint narrative': z.string() }))
const indexChunk = 2_000

/** Fills a migrated, empty database with `count` complaints and all that belongs to them. */
export async function populate(adminUrl: string, count: number, say: (line: string) => void): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl, application_name: 'ses-bench' })
  await client.connect()
  try {
    await loadCodeSet(client)
    // No triggers, no checks of foreign keys: the statements say what these would.
    await client.query('set session_replication_role = replica; set synchronous_commit = off; set maintenance_work_mem = \'512MB\'; set work_mem = \'64MB\'')
    for (const statement of statements(count)) {
      const begun = performance.now()
      await client.query(statement)
      const table = /^insert into (\w+)/m.exec(statement)?.[1]
      if (table === undefined) continue
      await client.query(`analyze ${table}`)
      const seconds = (performance.now() - begun) / 1000
      if (seconds > 5) say(`  ${table}: ${seconds.toFixed(0)} s`)
    }
    await followSequences(client)
    await indexWords(client, adminUrl, count, say)
    await client.query('drop schema bench cascade')
    await client.query('vacuum analyze')
    await client.query('checkpoint')
  } finally {
    await client.end()
  }
}

function statements(count: number): string[] {
  const parts = narrativeParts()
  const filled = readFileSync(join(import.meta.dirname, 'population.sql'), 'utf8')
    .replaceAll(':partCount', () => String(parts.length))
    .replaceAll(':parts', () => pg.escapeLiteral(JSON.stringify(parts)))
    .replaceAll(':count', () => String(count))
  return filled.split(/;\n/).map((statement) => statement.trim()).filter((statement) => statement !== '')
}

/** Pieces of about 300 characters of the training data's narratives, cut between sentences. */
function narrativeParts(): string[] {
  const rows = Rows.parse(parse(readFileSync(source), { columns: true, bom: true }))
  return rows.flatMap((row) => {
    const parts: string[] = []
    let part = ''
    for (const sentence of row['Consumer complaint narrative'].split(/(?<=[.!?])\s+/)) {
      part = `${part} ${sentence}`.trim()
      if (part.length < 300) continue
      parts.push(part.slice(0, 800))
      part = ''
    }
    return parts
  })
}

async function followSequences(client: pg.Client): Promise<void> {
  await client.query(`select setval('complaint_number_seq', (select max(number) from complaint)),
    setval('information_request_number_seq', greatest((select max(number) from information_request), 1)), setval('company_number_seq', (select max(number) from company))`)
}

/** Search rows by the program's own function; the index over them is built afterwards. */
async function indexWords(client: pg.Client, adminUrl: string, count: number, say: (line: string) => void): Promise<void> {
  const begun = performance.now()
  const { rows } = await client.query<{ indexdef: string; indexname: string }>("select indexname, indexdef from pg_indexes where tablename in ('search_document_scoped', 'search_document_basic', 'complaint_fingerprint') and indexdef like '% gin %'")
  for (const { indexname } of rows) await client.query(`drop index ${indexname}`)
  let next = 1
  const work = async () => {
    const indexer = new pg.Client({ connectionString: adminUrl })
    await indexer.connect()
    await indexer.query('set synchronous_commit = off')
    while (next <= count) {
      const from = next
      next += indexChunk
      await indexer.query('select index_complaints(array_agg(id)) from complaint where number >= $1 and number < $2', [from, from + indexChunk])
    }
    await indexer.end()
  }
  await Promise.all([work(), work()])
  for (const { indexdef } of rows) await client.query(indexdef)
  say(`  search rows: ${((performance.now() - begun) / 1000).toFixed(0)} s`)
}
