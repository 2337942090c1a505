import { Command, CommanderError } from 'commander'
import packageJson from '../../package.json' with { type: 'json' }
import { AppError } from '../kernel/errors.ts'
import { StartError } from '../platform/start-error.ts'
import { cliContext } from './context.ts'
import { register as registerCreateAgency } from './create-agency.ts'
import { register as registerCreateUser } from './create-user.ts'
import { register as registerImport } from './import.ts'
import { register as registerImportDirectory } from './import-directory.ts'
import { register as registerJobs } from './jobs.ts'
import { register as registerMigrate } from './migrate.ts'
import { register as registerResetTraining } from './reset-training.ts'
import { register as registerVerifyAudit } from './verify-audit.ts'

/** The operators' commands. Exit codes: 0 done, 1 something to look after, 2 it could not be done. */
async function run(args: readonly string[]): Promise<void> {
  const context = cliContext(process.env)
  const program = new Command('npm run ses --')
    .description('Commands for operators of the State Examination System. They use the same settings as the program (.env.example).')
    .version(packageJson.version)
    .showHelpAfterError('(--help shows how)')
    .exitOverride()
  for (const register of [registerMigrate, registerCreateAgency, registerCreateUser, registerImport, registerImportDirectory, registerVerifyAudit, registerJobs, registerResetTraining]) register(program, context)
  await program.parseAsync(args, { from: 'user' })
}

/** A sentence for what people can mend; the whole fault for what they must report. */
function explain(error: unknown): void {
  // Commander has said it already.
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2
  else {
    const expected = error instanceof StartError || error instanceof AppError
    const sentences = error instanceof AppError && error.extras.fields !== undefined ? Object.values(error.extras.fields).join('\n') : undefined
    process.stderr.write(`${sentences ?? (expected ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error))}\n`)
    if (error instanceof Error && 'code' in error && (error.code === '42P01' || error.code === '42501' || error.code === '22023')) {
      process.stderr.write('Is the database up to date? Run: npm run ses -- migrate\n')
    }
    process.exitCode = 2
  }
}

await run(process.argv.slice(2)).catch(explain)
