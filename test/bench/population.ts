import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import pg from 'pg'
import { z } from 'zod'
import { loadCodeSet } from '#src/modules/complaints/index.ts'

const source = join(import.meta.dirname, '../../training/data/cfpb-complaints.csv')
const Rows = z.array(z.object({ 'Consumer complaint narrative': z.string() }))
const stretch = 10_000
const hands = 6
const partsOfScoped = 16
// Tables with a row or more for a complaint: their indexes are built when they are full.
const large = ['complaint', 'complaint_detail', 'complainant', 'complaint_delivery', 'request_sending', 'information_request', 'response', 'task', 'task_holder',
  'closure', 'audit_entry', 'complaint_retention', 'search_document_scoped', 'search_document_basic', 'complaint_fingerprint']

/** Fills a migrated, empty database with `count` complaints and all that belongs to them. */
export async function populate(adminUrl: string, count: number, say: (line: string) => void): Promise<void> {
  const clients = Array.from({ length: hands }, () => new pg.Client({ connectionString: adminUrl, application_name: 'ses-bench' }))
  const [client] = clients
  if (client === undefined) return
  await Promise.all(clients.map((each) => each.connect()))
  try {
    await client.query("alter system set max_wal_size = '8GB'")
    await client.query('select pg_reload_conf()')
    await loadCodeSet(client)
    // No triggers, no checks of foreign keys: the statements say what these would.
    for (const each of clients) await each.query("set session_replication_role = replica; set synchronous_commit = off; set maintenance_work_mem = '512MB'; set work_mem = '128MB'")
    const { rows: indexes } = await client.query<{ indexname: string; indexdef: string }>(`
      select indexname, indexdef from pg_indexes
      where schemaname = 'public' and tablename = any($1) and not exists (select 1 from pg_constraint k where k.conindid = (quote_ident(schemaname) || '.' || quote_ident(indexname))::regclass)`, [large])
    for (const { indexname } of indexes) await client.query(`drop index ${indexname}`)
    for (const statement of statements(count)) await timed(say, /^(?:insert into|update|create unlogged table) (\S+)/m.exec(statement)?.[1] ?? 'preparations', () => run(statement, clients, count))
    await followSequences(client)
    await timed(say, 'indexes', async () => {
      // Of a partitioned table part by part; its own then takes them in.
      const parts = indexes.flatMap(({ indexname, indexdef }) => indexdef.includes(' ON ONLY ') ? Array.from({ length: partsOfScoped }, (_, part) => indexdef.replace(` ${indexname} ON ONLY public.search_document_scoped`, ` ON public.search_document_scoped_${String(part)}`)) : [])
      await inTurns(clients, [...parts, ...indexes.flatMap(({ indexdef }) => (indexdef.includes(' ON ONLY ') ? [] : [indexdef]))], (each, definition) => each.query(definition))
      for (const { indexdef } of indexes) if (indexdef.includes(' ON ONLY ')) await client.query(indexdef.replace(' ON ONLY ', ' ON '))
    })
    await client.query('drop schema bench cascade')
    await timed(say, 'vacuum', () => client.query('vacuum analyze'))
    await client.query('alter system reset max_wal_size')
    await client.query('select pg_reload_conf()')
    await client.query('checkpoint')
  } finally {
    await Promise.all(clients.map((each) => each.end()))
  }
}

/** At once, or stretch by stretch where the statement says from which number to which. */
async function run(statement: string, clients: readonly pg.Client[], count: number): Promise<void> {
  const stretches = !statement.includes(':from') ? [{ from: 0, to: count }] : Array.from({ length: Math.ceil(count / stretch) }, (_, index) => ({ from: index * stretch, to: Math.min(count, (index + 1) * stretch) }))
  await inTurns(clients, stretches, (each, { from, to }) => each.query(statement.replaceAll(':from', () => String(from)).replaceAll(':to', () => String(to))))
  const table = /^insert into (\w+)/m.exec(statement)?.[1]
  if (table !== undefined) await clients[0]?.query(`analyze ${table}`)
}

/** Every client takes the next of the items when it has finished one. */
async function inTurns<T>(clients: readonly pg.Client[], items: readonly T[], work: (client: pg.Client, item: T) => Promise<unknown>): Promise<void> {
  const left = [...items]
  await Promise.all(clients.map(async (client) => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) await work(client, item)
  }))
}

async function timed(say: (line: string) => void, name: string, work: () => Promise<unknown>): Promise<void> {
  const begun = performance.now()
  await work()
  const seconds = (performance.now() - begun) / 1000
  if (seconds > 5) say(`  ${name}: ${seconds.toFixed(0)} s`)
}

function statements(count: number): string[] {
  const parts = narrativeParts()
  const filled = readFileSync(join(import.meta.dirname, 'population.sql'), 'utf8')
    .replaceAll(':partCount', () => String(parts.length))
    .replaceAll(':parts', () => pg.escapeLiteral(JSON.stringify(parts)))
    .replaceAll(':count', () => String(count))
  return filled.replaceAll(/^--.*\n/gm, '').split(/;\n/).map((statement) => statement.trim()).filter((statement) => statement !== '')
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
