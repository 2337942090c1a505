import { spawn } from 'node:child_process'
import { createWriteStream, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { parse } from 'csv-parse/sync'
import { stringify } from 'csv-stringify/sync'
import { z } from 'zod'
import type { Clerk } from './cast.ts'
import type { Ground } from './ground.ts'
import { peakMemory } from './memory.ts'
import type { Row } from './readings.ts'

const root = join(import.meta.dirname, '../..')
const source = join(root, 'training/data/cfpb-complaints.csv')
const Summary = z.object({ rowsImported: z.number(), rowsRejected: z.number(), seconds: z.number() })
const smallFile = 5_000
const largeFile = 25_000

/** The operator's command in a process of its own: how fast, and whether five times the rows need more memory. */
export async function timeImport(ground: Ground, clerks: readonly Clerk[]): Promise<Row[]> {
  const folder = await mkdtemp(join(tmpdir(), 'ses-bench-import-'))
  const agency = await agencyCode(ground, clerks)
  try {
    const small = await runImport(ground, folder, agency, smallFile, 50_000_000)
    const large = await runImport(ground, folder, agency, largeFile, 60_000_000)
    return [
      { work: 'import rate', name: `${largeFile.toLocaleString('en-US')} rows, a second`, size: ground.size, figure: { value: large.rowsImported / large.seconds, unit: 'rows/s' }, remark: `${large.rowsImported.toLocaleString('en-US')} imported, ${String(large.rowsRejected)} rejected` },
      ...(small.memory === null || large.memory === null
        ? []
        : [{ work: 'import memory growth' as const, name: `${smallFile.toLocaleString('en-US')} to ${largeFile.toLocaleString('en-US')} rows`, size: ground.size, figure: { value: large.memory - small.memory, unit: 'MB' }, remark: `peak ${large.memory.toFixed(0)} MB` }]),
    ]
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function agencyCode(ground: Ground, clerks: readonly Clerk[]): Promise<string> {
  const { rows } = await ground.admin.query<{ code: string }>('select code from agency where id = $1', [clerks[0]?.actor.agencyId])
  return rows[0]?.code ?? ''
}

async function runImport(ground: Ground, folder: string, agency: string, count: number, firstId: number) {
  const file = join(folder, `${String(count)}.csv`)
  await pipeline(lines(count, firstId), createWriteStream(file))
  const child = spawn(process.execPath, [join(root, 'src/cli/main.ts'), 'import', file, '--agency', agency, '--json'], {
    cwd: root,
    env: { ...process.env, DATABASE_URL: ground.appUrl, MIGRATION_DATABASE_URL: ground.adminUrl, SES_DATA_DIR: join(folder, 'data'), SES_ENV: 'training' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const memory = peakMemory(child.pid)
  const output: string[] = []
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => output.push(chunk))
  await new Promise((resolve) => child.once('close', resolve))
  return { ...Summary.parse(JSON.parse(output.join(''))), memory: memory.stop() }
}

/** The training data over and over, each row with a CFPB ID of its own. */
function* lines(count: number, firstId: number): Generator<string> {
  const rows = z.array(z.record(z.string(), z.string())).parse(parse(readFileSync(source), { columns: true, bom: true }))
  yield stringify([Object.keys(rows[0] ?? {})])
  for (let at = 0; at < count; at += 1) yield stringify([Object.values({ ...rows[at % rows.length], 'Complaint ID': String(firstId + at) })])
}
