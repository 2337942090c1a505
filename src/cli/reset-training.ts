import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline/promises'
import type { Command } from 'commander'
import { writeTrainingFiles } from '#training/files.ts'
import { seedTrainingWorld } from '#training/seed.ts'
import { openDiskStore } from '../platform/files/disk-store.ts'
import { StartError } from '../platform/start-error.ts'
import type { CliContext, Ground } from './context.ts'
import { emptyDatabase } from './empty-database.ts'

export function register(program: Command, context: CliContext): void {
  program
    .command('reset-training')
    .description('throw the training world away and make it anew')
    .option('--yes', 'do not ask')
    .addHelpText('after', '\nIn the training environment only. Everything entered there is lost: complaints, answers, files, e-mails, audit.\nWho is signed in must sign in again. The program may run meanwhile.')
    .action((options: { yes?: true }) => context.onGround((ground) => reset(context, ground, options.yes === true)))
}

async function reset(context: CliContext, ground: Ground, sure: boolean): Promise<void> {
  const { config, deps, adminUrl } = ground
  if (config.env !== 'training') throw new StartError('This is no training environment (SES_ENV). Nothing was changed.')
  if (!sure && !(await confirmed())) {
    context.say('Nothing was changed.')
    return
  }
  await emptyDatabase(adminUrl)
  await emptyFiles(config.dataDir)
  await seedTrainingWorld({ adminUrl, secrets: deps.secrets, clock: deps.clock, log: context.say })
  // Those that lie in a bucket are written by the next start.
  if (config.s3 === undefined) await writeTrainingFiles({ ...deps, files: await openDiskStore(join(config.dataDir, 'files')) })
  context.say('The training world is as new.')
}

async function confirmed(): Promise<boolean> {
  if (!process.stdin.isTTY) throw new StartError('Nobody can be asked here. Say --yes if everything in the training environment may be thrown away.')
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  try {
    return /^y(es)?$/i.test((await terminal.question('Everything in the training environment will be thrown away. Go on? (y/n) ')).trim())
  } finally {
    terminal.close()
  }
}

/** Files of documents, and the recorded heads of audit chains that no longer are. The folders stay: a running program writes there. */
async function emptyFiles(dataDir: string): Promise<void> {
  const entries = await readdir(join(dataDir, 'files'), { recursive: true, withFileTypes: true }).catch(() => [])
  for (const entry of entries) if (!entry.isDirectory()) await rm(join(entry.parentPath, entry.name), { force: true })
  await rm(join(dataDir, 'audit-heads.jsonl'), { force: true })
}
