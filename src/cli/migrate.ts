import type { Command } from 'commander'
import { migrate } from '../platform/database/migrate.ts'
import type { CliContext } from './context.ts'

export function register(program: Command, context: CliContext): void {
  program
    .command('migrate')
    .description('bring the database up to date')
    .addHelpText('after', '\nRuns every migration that has not run, each in a transaction of its own, under a lock. Safe to repeat.\nWith DATABASE_URL, MIGRATION_DATABASE_URL names the login that may create roles and tables.')
    .action(() =>
      context.onGround(async ({ adminUrl, config, pool }) => {
        const login = new URL(config.databaseUrl ?? pool.options.connectionString ?? adminUrl).username
        const ran = await migrate(adminUrl, { existing: decodeURIComponent(login) })
        for (const name of ran) context.say(`Ran ${name}`)
        context.say(ran.length === 0 ? 'The database is up to date.' : `The database is up to date: ${String(ran.length)} migrations ran.`)
      }),
    )
}
