import { SingleBar } from 'cli-progress'
import type { Command } from 'commander'
import { findImporter, importFile, type ImportProgress, type ImportSummary } from '../modules/imports/index.ts'
import type { CliContext, Ground } from './context.ts'

type Options = { agency: string; as?: string; rejected?: string; json?: true }

export function register(program: Command, context: CliContext): void {
  program
    .command('import')
    .argument('<file>', "CSV file of the CFPB's Consumer Complaint Database (UTF-8 or UTF-16)")
    .description("import consumer complaints from the CFPB's CSV")
    .requiredOption('--agency <code>', 'the agency that gets the complaints, such as TX-SML')
    .option('--as <email>', "in whose name: a Complaint Supervisor or Manager of the agency; left out, its first Supervisor's")
    .option('--rejected <file>', 'where rejected rows are written; left out, beside the file')
    .option('--json', 'the summary as one JSON object')
    .addHelpText(
      'after',
      `
Each complaint comes in progress, without an Agency POC. A CFPB ID that the agency has already is passed over, so that
an import may be repeated, and one that was cut off is finished by running it again. Companies are matched by name;
unknown ones are added, to be confirmed. Rows that cannot be imported are written to <file>.rejected.csv with row number
and reason; mended, that file can be imported itself. docs/imports.md says how each column is read.

Exit code: 0 everything imported or known, 1 some rows were rejected, 2 it could not be done.`,
    )
    .action((file: string, options: Options) => context.onGround((ground) => run(context, ground, file, options)))
}

async function run(context: CliContext, { deps }: Ground, file: string, options: Options): Promise<void> {
  const importer = await findImporter(deps, options.agency, options.as)
  context.note(`Importing for ${importer.agencyName}, in the name of ${importer.name}.`)
  const progress = showProgress(context)
  const started = performance.now()
  const summary = await importFile(deps, { path: file, actor: importer.actor, rejectedPath: options.rejected, onProgress: progress.show }).finally(progress.stop)
  const seconds = (performance.now() - started) / 1000
  if (options.json === true) context.say(JSON.stringify({ ...summary, seconds: Number(seconds.toFixed(3)) }))
  else for (const line of inWords(summary, seconds)) context.say(line)
  if (summary.rowsRejected > 0) process.exitCode = 1
}

/** A bar on a terminal; elsewhere, as in a log, a line every ten seconds. */
function showProgress(context: CliContext): { show: (progress: ImportProgress) => void; stop: () => void } {
  if (process.stderr.isTTY) {
    const bar = new SingleBar({ format: '{bar} {percentage}% | {rows} rows | {imported} imported, {known} known, {rejected} rejected', stream: process.stderr, hideCursor: true })
    let isStarted = false
    return {
      show: (progress) => {
        const figures = { rows: count(progress.rowsRead), imported: count(progress.rowsImported), known: count(progress.rowsKnown), rejected: count(progress.rowsRejected) }
        if (!isStarted) bar.start(progress.bytes, progress.bytesRead, figures)
        isStarted = true
        bar.update(progress.bytesRead, figures)
      },
      stop: () => {
        bar.stop()
      },
    }
  }
  let shownAt = performance.now()
  return {
    show: (progress) => {
      if (performance.now() - shownAt < 10_000) return
      shownAt = performance.now()
      context.note(`${count(progress.rowsRead)} rows read (${String(Math.floor((100 * progress.bytesRead) / Math.max(1, progress.bytes)))} %)`)
    },
    stop: () => undefined,
  }
}

function inWords(summary: ImportSummary, seconds: number): string[] {
  const lines = [
    `${count(summary.rowsRead)} rows in ${seconds.toFixed(1)} s (${count(Math.round(summary.rowsRead / Math.max(seconds, 0.001)))} a second)`,
    `  imported  ${count(summary.rowsImported)}`,
    `  known     ${count(summary.rowsKnown)}   (passed over: the agency has their CFPB ID, or it came twice in the file)`,
    `  rejected  ${count(summary.rowsRejected)}${summary.rejectedFile === null ? '' : `   (see ${summary.rejectedFile})`}`,
  ]
  if (summary.companiesAdded > 0) lines.push(`  ${count(summary.companiesAdded)} new companies, to be confirmed`)
  if (summary.categoriesAdded > 0) lines.push(`  ${count(summary.categoriesAdded)} unknown labels, kept as retired categories`)
  return lines
}

function count(value: number): string {
  return value.toLocaleString('en-US')
}
