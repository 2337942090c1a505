import { Client } from 'pg'
import { inject } from 'vitest'
import { systemClock } from '#src/kernel/clock.ts'
import { createSecretBox } from '#src/platform/secret-box.ts'
import { seedTrainingWorld } from '#training/seed.ts'
import { ensureWebBuild } from '../../scripts/prepare.mjs'
import { startProgram, type Program, type ProgramOptions } from './program.ts'
import { cloneOf, dropDatabase } from './test-database.ts'

/** The program, its web as the sources stand, on a training world of its own that ends with it. */
export async function startTrainingProgram(options: Omit<ProgramOptions, 'database'>): Promise<Program> {
  // Whoever runs tests by hand may have an older build.
  await ensureWebBuild()
  const { database, env, drop } = await trainingDatabase()
  const program = await startProgram({ ...options, database, env: { ...env, ...options.env } })
  return {
    ...program,
    stop: async (signal) => {
      const code = await program.stop(signal)
      await drop()
      return code
    },
  }
}

/** A training world for programs that one test starts one after another: where it is, and what they need to read it. */
export async function trainingDatabase(): Promise<{ database: { appUrl: string; adminUrl: string }; env: Record<string, string>; drop: () => Promise<void> }> {
  const { name, adminUrl, appUrl } = await cloneOf(await trainingTemplate())
  return { database: { appUrl, adminUrl }, env: { SECRETS_KEY: inject('secretsKey') }, drop: () => dropDatabase(name) }
}

/**
 * A database with the training world, made once in a run by the first that asks: seeding is most of what a first start
 * takes. The second factors in it are encrypted under the run's `secretsKey`.
 */
async function trainingTemplate(): Promise<string> {
  // The name begins with the template's: whoever drops that and its clones drops this too.
  const name = `${inject('template')}_training`
  const client = new Client({ connectionString: inject('adminUrl') })
  await client.connect()
  try {
    await client.query('select pg_advisory_lock(hashtext($1))', [name])
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [name])
    if (rowCount !== 0) return name
    const made = await cloneOf(inject('template'))
    await seedTrainingWorld({ adminUrl: made.adminUrl, secrets: createSecretBox(Buffer.from(inject('secretsKey'), 'base64')), clock: systemClock, log: () => undefined })
    // Complete or not there at all.
    await client.query(`alter database ${made.name} rename to ${name}`)
    return name
  } finally {
    await client.end()
  }
}
