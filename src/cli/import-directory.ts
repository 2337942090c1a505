import type { Command } from 'commander'
import { openSource, runDirectory, type Progress, type RunReport } from '../modules/directory/index.ts'
import type { CliContext, Ground } from './context.ts'

type Options = { json?: true }

export function register(program: Command, context: CliContext): void {
  program
    .command('import-directory')
    .argument('<file|url>', 'CSV (.csv), JSON (.json) or one JSON object a line (.ndjson, .jsonl); https://, http:// or file://')
    .description('import the NMLS directory: companies, licenses, contacts, branches and individuals')
    .option('--json', 'the report as one JSON object')
    .addHelpText(
      'after',
      `
Companies are known by their NMLS ID; what has not changed is not written, and what the file no longer names is marked,
never deleted. A file that cannot be read to its end changes nothing. docs/directory.md describes both formats.

Exit code: 0 everything was taken, 1 some rows were rejected (listed), 2 it could not be done.`,
    )
    .action((place: string, options: Options) => context.onGround((ground) => run(context, ground, place, options)))
}

const shownRejections = 50

async function run(context: CliContext, { deps }: Ground, place: string, options: Options): Promise<void> {
  const started = performance.now()
  const report = await runDirectory(deps, { source: openSource(place), signal: new AbortController().signal, onProgress: progressIn(context) })
  const seconds = (performance.now() - started) / 1000
  if (options.json === true) context.say(JSON.stringify({ runId: report.runId, ...report.counts, seconds: Number(seconds.toFixed(3)) }))
  else for (const line of inWords(report, seconds)) context.say(line)
  if (report.counts.rejected === 0) return
  process.exitCode = 1
  if (options.json === true) return
  const rejected = await deps.transaction({ kind: 'job' }, (tx) =>
    tx.db.selectFrom('directory_change').select('what').where('run_id', '=', report.runId).where('kind', '=', 'rejected').orderBy('position').limit(shownRejections).execute(),
  )
  for (const { what } of rejected) context.say(`    ${what}`)
  if (report.counts.rejected > shownRejections) context.say(`    and ${count(report.counts.rejected - shownRejections)} more`)
}

/** A line every ten seconds, and at the turn from reading to comparing. */
function progressIn(context: CliContext): (progress: Progress) => void {
  let shownAt = performance.now()
  let step = 'reading'
  return (progress) => {
    const turned = progress.step !== step
    if (!turned && performance.now() - shownAt < 10_000) return
    shownAt = performance.now()
    step = progress.step
    context.note(progress.step === 'reading' ? `${count(progress.read)} rows read` : `${count(progress.read)} rows read; ${count(progress.companies)} companies compared`)
  }
}

function inWords({ counts }: RunReport, seconds: number): string[] {
  return [
    `${count(counts.read)} rows in ${seconds.toFixed(1)} s (${count(Math.round(counts.read / Math.max(seconds, 0.001)))} a second)`,
    `  companies added      ${count(counts.added)}`,
    `  companies changed    ${count(counts.changed)}`,
    `  companies unchanged  ${count(counts.unchanged)}`,
    `  companies missing    ${count(counts.missing)}   (named before and not now: marked, never deleted)`,
    `  rows rejected        ${count(counts.rejected)}`,
  ]
}

function count(value: number): string {
  return value.toLocaleString('en-US')
}
