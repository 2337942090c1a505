// npm run bench: what the program's work costs, beside the budgets (budgets.ts) and beside the bare database.
import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus, loadavg, totalmem } from 'node:os'
import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { castClerks } from './cast.ts'
import { concurrency, openGround, openServer, type Ground } from './ground.ts'
import { timeImport } from './imports.ts'
import { countReading, listReadings, pagingReading, searchReadings } from './lists.ts'
import { marketReadings } from './market.ts'
import { explainReading, planTable, type PlanRow } from './plans.ts'
import { timeEntering, timeRecord, timeSubmitting } from './records.ts'
import { timeReading, type Effort, type Row } from './readings.ts'
import { judge, table } from './report.ts'
import { reportReadings } from './reports.ts'
import { boxReadings, duplicateReading } from './searches.ts'
import { timeStarts } from './starts.ts'
import { timeUpload } from './upload.ts'
import { timeBucket } from './bucket.ts'
import { weighFirstPage } from './web.ts'

const parts = ['list', 'counts', 'search', 'market', 'report', 'record', 'enter', 'submit', 'import', 'page', 'start', 'upload', 'bucket'] as const
type Part = (typeof parts)[number]

const { values } = parseArgs({
  options: {
    sizes: { type: 'string', default: '10000,100000' },
    only: { type: 'string', default: parts.join(',') },
    json: { type: 'string' },
    rounds: { type: 'string', default: '3' },
    samples: { type: 'string', default: '160' },
    ground: { type: 'string' },
    rebuild: { type: 'boolean', default: false },
    'as-is': { type: 'boolean', default: false },
    rows: { type: 'string' },
    plans: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})
// Ten for each connection: a statement is planned for its values five times before its plan is kept, and a server that has
// run for a minute is past that.
const warmUp = 80
const say = (line: string) => console.error(line)

async function main(): Promise<void> {
  if (values.help) {
    console.log(`npm run bench -- [--sizes 10000,100000] [--only ${parts.join(',')}] [--rounds 3] [--samples 160] [--rows words] [--plans] [--json file] [--ground folder [--rebuild | --as-is]]`)
    return
  }
  const chosen = chosenParts(values.only)
  const sizes = values.sizes.split(',').map(Number).sort((a, b) => a - b)
  if (sizes.some((size) => !Number.isInteger(size) || size < 1000)) throw new Error('--sizes are whole numbers of at least 1000, such as 10000,100000.')
  const effort: Effort = { rounds: Number(values.rounds), samples: Number(values.samples), warmUp }
  const rows: Row[] = []
  const add = (row: Row) => {
    rows.push(row)
    say(`${row.work}: ${row.name}${row.timing === undefined ? '' : `, p95 ${row.timing.p95.toFixed(1)} ms, processor ${(row.processor ?? 0).toFixed(1)} ms`}`)
  }
  let server = 'none'
  if (chosen.has('page')) add(weighFirstPage())
  if (['list', 'counts', 'search', 'market', 'report', 'record', 'enter', 'submit', 'import'].some((part) => parts.some((known) => known === part && chosen.has(known)))) {
    const opened = await openServer(values.ground)
    server = opened.what
    say(`Database: ${server}`)
    try {
      for (const size of sizes) {
        const ground = await openGround(opened, size, { ground: values.ground, rebuild: values.rebuild, asIs: values['as-is'] }, say)
        try {
          await timeDatabase(ground, chosen, effort, add)
        } finally {
          await ground.close()
        }
      }
    } finally {
      await opened.stop()
    }
  }
  if (chosen.has('start')) for (const row of await timeStarts(say)) add(row)
  if (chosen.has('upload')) for (const row of await timeUpload(say)) add(row)
  if (chosen.has('bucket')) for (const row of await timeBucket(say)) add(row)
  conclude(rows, server, effort)
}

async function timeDatabase(ground: Ground, chosen: ReadonlySet<Part>, effort: Effort, add: (row: Row) => void): Promise<void> {
  const clerks = await castClerks(ground)
  const readings = [
    ...(chosen.has('list') ? [...listReadings(ground, clerks), await pagingReading(ground, clerks)] : []),
    ...(chosen.has('counts') ? [countReading(ground, clerks)] : []),
    ...(chosen.has('search') ? [...searchReadings(ground, clerks), ...boxReadings(ground, clerks), await duplicateReading(ground, clerks)] : []),
    ...(chosen.has('report') ? reportReadings(ground, clerks) : []),
    ...(chosen.has('market') ? await marketReadings(ground, clerks) : []),
  ]
  const wanted = values.rows === undefined ? null : new RegExp(values.rows)
  if (values.plans) {
    const explained: PlanRow[] = []
    for (const reading of readings) if (wanted?.test(reading.name) !== false) explained.push(await explainReading(ground, reading))
    console.log(planTable(explained))
    return
  }
  for (const reading of readings) if (wanted?.test(reading.name) !== false) add(await timeReading(ground, reading, effort))
  if (chosen.has('record')) add(await timeRecord(ground, clerks, effort))
  if (chosen.has('submit')) add(await timeSubmitting(ground, effort))
  if (chosen.has('enter')) add(await timeEntering(ground, clerks, effort))
  if (chosen.has('import')) for (const row of await timeImport(ground, clerks)) add(row)
}

function chosenParts(text: string): ReadonlySet<Part> {
  const names = text.split(',').map((name) => name.trim())
  const unknown = names.filter((name) => !parts.some((part) => part === name))
  if (unknown.length > 0) throw new Error(`--only knows ${parts.join(', ')}; not ${unknown.join(', ')}.`)
  return new Set(parts.filter((part) => names.includes(part)))
}

function conclude(rows: readonly Row[], server: string, effort: Effort): void {
  const verdicts = judge(rows)
  const missed = verdicts.filter(({ misses }) => misses.length > 0).length
  const load = loadavg()[2] ?? 0
  const machine = `${String(cpus().length)} cores (load ${load.toFixed(1)} over 15 minutes), ${(totalmem() / 2 ** 30).toFixed(0)} GB; ${server}; ${String(concurrency)} connections; median of ${String(effort.rounds)} rounds of ${String(effort.samples)}`
  console.log(`${table(verdicts)}\n\n${machine}. ${String(verdicts.length)} rows, ${String(missed)} missed.`)
  const file = values.json ?? join(import.meta.dirname, '../../bench-results', `${new Date().toISOString().replaceAll(':', '-').slice(0, 19)}.json`)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, `${JSON.stringify({ at: new Date().toISOString(), machine, rows: verdicts.map(({ row, misses, growth }) => ({ ...row, growth, misses })) }, null, 2)}\n`)
  say(`Written to ${file}`)
}

await main()
