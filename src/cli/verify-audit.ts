import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { InvalidArgumentError } from 'commander'
import type { Command } from 'commander'
import { readHeads, recordedHeads } from '../platform/audit/heads.ts'
import type { ChainHead } from '../platform/audit/heads.ts'
import { sealEntries } from '../platform/audit/seal.ts'
import { verifyAudit } from '../platform/audit/verify.ts'
import type { Finding, Verification } from '../platform/audit/verify.ts'
import { StartError } from '../platform/start-error.ts'
import type { CliContext, Ground } from './context.ts'

type Options = { heads: string[]; unsealedAfter: number; json?: true; printHeads?: true }

export function register(program: Command, context: CliContext): void {
  program
    .command('verify-audit')
    .description('check the audit for changed, removed, inserted or unsealed entries')
    .option('--heads <file>', 'recorded lengths and heads of the chains: a copy of audit-heads.jsonl, or the log of the program (repeatable)', (file: string, files: string[]) => [...files, file], [])
    .option('--unsealed-after <minutes>', 'an entry that waits longer for its seal is reported', minutes, 10)
    .option('--json', 'one JSON object a line, instead of sentences')
    .option('--print-heads', 'only print the present lengths and heads, to be kept elsewhere')
    .addHelpText(
      'after',
      `
Each organisation's entries form a chain of hashes. A changed, removed or inserted entry breaks it. Who can write
every table could still cut the end off a chain or compute it anew: that shows only against heads which were
recorded before. The worker records them daily in its log and in audit-heads.jsonl in the data folder, which is
always compared; keep copies where the database's administrators cannot write, and name them with --heads.

Exit code: 0 nothing found, 1 something found, 2 the check could not be made.`,
    )
    .action((options: Options) => context.onGround((ground) => (options.printHeads === true ? printHeads(context, ground) : check(context, ground, options))))
}

async function check(context: CliContext, ground: Ground, options: Options): Promise<void> {
  const heads = await headsToCompare(ground.config.dataDir, options.heads)
  const names = await organisationNames(ground)
  // What the last worker left when it stopped; where a program runs, its worker does it, and late seals are findings.
  if (ground.alone) while ((await sealEntries(ground.deps)) > 0);
  const reporter = options.json === true ? { one: (finding: Finding) => context.say(JSON.stringify(finding)), end: () => undefined } : inSentences(context, names)
  const result = await verifyAudit(ground.deps, { heads, unsealedAfterMinutes: options.unsealedAfter, onFinding: reporter.one, onProgress: progress(context) })
  reporter.end()
  if (options.json === true) context.say(JSON.stringify(result))
  else for (const line of summary(result, heads.length)) context.say(line)
  if (result.findings > 0) process.exitCode = 1
}

async function printHeads(context: CliContext, { deps }: Ground): Promise<void> {
  context.say(JSON.stringify({ at: deps.clock.now().toISOString(), heads: await readHeads(deps) }))
}

async function headsToCompare(dataDir: string, files: string[]): Promise<ChainHead[]> {
  const own = join(dataDir, 'audit-heads.jsonl')
  const heads: ChainHead[] = []
  for (const file of existsSync(own) ? [own, ...files] : files) {
    const recorded = await recordedHeads(file).catch((error: unknown) => {
      throw new StartError(`The file ${file} cannot be read (${error instanceof Error ? error.message : String(error)}).`)
    })
    if (recorded.length === 0 && file !== own) throw new StartError(`The file ${file} holds no recorded heads.`)
    heads.push(...recorded)
  }
  return heads
}

async function organisationNames({ deps }: Ground): Promise<Map<string, string>> {
  const rows = await deps.transaction({ kind: 'job' }, async ({ db }) => [
    ...(await db.selectFrom('agency').select(['id', 'name']).execute()),
    ...(await db.selectFrom('company').select(['id', 'name']).execute()),
  ])
  return new Map(rows.map((row) => [row.id, row.name]))
}

/** The first of each kind; a forgotten worker alone could fill the screen for hours. */
function inSentences(context: CliContext, names: Map<string, string>): { one: (finding: Finding) => void; end: () => void } {
  const most = 100
  const counts = new Map<Finding['what'], number>()
  return {
    one: (finding) => {
      const count = (counts.get(finding.what) ?? 0) + 1
      counts.set(finding.what, count)
      if (count <= most) context.say(inWords(finding, names))
    },
    end: () => {
      for (const [what, count] of counts) if (count > most) context.say(`… and ${(count - most).toLocaleString('en-US')} more ${what.replaceAll('_', ' ')} (all of them with --json).`)
    },
  }
}

function inWords(finding: Finding, names: Map<string, string>): string {
  const place = [
    names.get(finding.organisationId) ?? (/^[0-]*$/.test(finding.organisationId) ? 'The system' : finding.organisationId),
    finding.sequence === null ? null : `no. ${finding.sequence}`,
    finding.entryId === null ? null : `entry ${finding.entryId}`,
  ].filter((part) => part !== null)
  return `${finding.what.replaceAll('_', ' ').toUpperCase()}  ${place.join(', ')}: ${finding.sentence}`
}

function summary({ entries, chains, waiting, findings }: Verification, heads: number): string[] {
  const counted = `${entries.toLocaleString('en-US')} sealed entries in ${chains.toLocaleString('en-US')} chains were checked against ${heads.toLocaleString('en-US')} recorded heads; ${waiting.toLocaleString('en-US')} wait for their seal.`
  return [counted, findings === 0 ? 'The audit is whole.' : `${findings.toLocaleString('en-US')} findings. The audit is not as the program wrote it.`]
}

function progress({ note }: CliContext): (entries: number) => void {
  let said = 0
  return (entries) => {
    if (entries - said < 250_000) return
    said = entries
    note(`${entries.toLocaleString('en-US')} entries …`)
  }
}

function minutes(text: string): number {
  const value = Number(text)
  if (!Number.isFinite(value) || value < 0) throw new InvalidArgumentError('Give a number of minutes.')
  return value
}
