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
import { watchMemory } from './memory.ts'
import type { Row } from './readings.ts'

const root = join(import.meta.dirname, '../..')
const source = join(root, 'training/data/cfpb-complaints.csv')
const Summary = z.object({ rowsImported: z.number(), rowsRejected: z.number(), seconds: z.number() })
const count = 30_000
// Other ones each time: what a kept database has is not imported again.
const firstId = Date.now() * 100

/** The operator's command in a process of its own: how fast, and whether its memory grows with the rows. */
export async function timeImport(ground: Ground, clerks: readonly Clerk[]): Promise<Row[]> {
  const folder = await mkdtemp(join(tmpdir(), 'ses-bench-import-'))
  try {
    const { rowsImported, rowsRejected, seconds, memory } = await runImport(ground, folder, await agencyCode(ground, clerks))
    return [
      { work: 'import rate', name: `${count.toLocaleString('en-US')} rows`, size: ground.size, figure: { value: rowsImported / seconds, unit: 'rows/s' }, remark: `${String(rowsRejected)} rejected` },
      ...(memory === null
        ? []
        : [{ work: 'import memory growth' as const, name: 'from the first to the second half', size: ground.size, figure: { value: memory.halves[1] - memory.halves[0], unit: 'MB' }, remark: `peak ${memory.peak.toFixed(0)} MB` }]),
    ]
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function agencyCode(ground: Ground, clerks: readonly Clerk[]): Promise<string> {
  const { rows } = await ground.admin.query<{ code: string }>('select code from agency where id = $1', [clerks[0]?.actor.agencyId])
  return rows[0]?.code ?? ''
}

async function runImport(ground: Ground, folder: string, agency: string) {
  const file = join(folder, 'complaints.csv')
  await pipeline(lines(), createWriteStream(file))
  const child = spawn(process.execPath, [join(root, 'src/cli/main.ts'), 'import', file, '--agency', agency, '--json'], {
    cwd: root,
    env: { ...process.env, DATABASE_URL: ground.appUrl, MIGRATION_DATABASE_URL: ground.adminUrl, SES_DATA_DIR: join(folder, 'data'), SES_ENV: 'training' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const memory = watchMemory(child.pid)
  const output: string[] = []
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => output.push(chunk))
  await new Promise((resolve) => child.once('close', resolve))
  return { ...Summary.parse(JSON.parse(output.join(''))), memory: memory.stop() }
}

/** The training data over and over, each row with a CFPB ID of its own. */
function* lines(): Generator<string> {
  const rows = z.array(z.record(z.string(), z.string())).parse(parse(readFileSync(source), { columns: true, bom: true }))
  yield stringify([Object.keys(rows[0] ?? {})])
  for (let at = 0; at < count; at += 1) yield stringify([Object.values({ ...rows[at % rows.length], 'Complaint ID': String(firstId + at) })])
}
