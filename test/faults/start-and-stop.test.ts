import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { isAlive } from '#src/platform/process-identity.ts'
import { freePort, ProgramEnded, startProgram as start, type Program, type ProgramOptions } from '#test/world/program.ts'

/** What production needs. It fills nothing: how the program starts and ends is the same, and seeding takes most of a first start. */
const production = {
  SES_ENV: 'production', SECRETS_KEY: Buffer.alloc(32, 7).toString('base64'), PUBLIC_URL: 'https://ses.example.org',
  SMTP_URL: 'smtp://127.0.0.1:9', MAIL_FROM: 'SES <ses@example.org>', SUPPORT_PHONE: '(202) 555-0101', SUPPORT_EMAIL: 'help@example.org',
}

let dataDir: string

function startProgram(options: ProgramOptions): Promise<Program> {
  return start({ ...options, env: production })
}

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'ses-starts-'))
})

afterAll(async () => {
  await rm(dataDir, { recursive: true, force: true })
})

/** What a start that must fail said, and with which exit code. */
async function refusal(options: { dataDir: string; port?: number }): Promise<{ code: number; output: string }> {
  try {
    const program = await startProgram(options)
    await program.stop()
  } catch (error) {
    if (error instanceof ProgramEnded) return { code: error.code, output: error.output }
    throw error
  }
  throw new Error('It started.')
}

test.for(['SIGTERM', 'SIGINT'] as const)('after %s no process is left, and it ends with exit code 0', async (signal) => {
  const program = await startProgram({ dataDir })
  const processes = program.processes()
  expect(processes.length).toBeGreaterThan(2)
  expect(await program.stop(signal)).toBe(0)
  expect(processes.filter(isAlive)).toEqual([])
})

test('a second start on the same data folder is refused with a sentence, and the first goes on', async () => {
  const first = await startProgram({ dataDir })
  const { code, output } = await refusal({ dataDir })
  expect(code).toBe(1)
  expect(output).toMatch(/already running on this data folder .*SES_DATA_DIR/)
  expect(output).not.toMatch(/\n\s+at /)
  expect((await fetch(`${first.url}/readyz`)).status).toBe(200)
  await first.stop()
})

test('a taken port is refused with a sentence, and no process is left', async () => {
  const port = await freePort()
  const other = createServer().listen(port, '127.0.0.1')
  const { code, output } = await refusal({ dataDir, port })
  await new Promise((resolve) => other.close(resolve))
  expect(code).toBe(1)
  expect(output).toContain(`Port ${String(port)} on 127.0.0.1 is taken by another program.`)
  expect(output).not.toMatch(/\n\s+at /)
  // The folder is free again: what was begun was ended.
  await (await startProgram({ dataDir })).stop()
})

test.for(['all', 'node', 'postgres'] as const)('after kill -9 (%s) the next start recovers by itself', async (victim) => {
  const killed = await startProgram({ dataDir })
  const processes = killed.processes()
  await killed.kill9(victim)
  if (victim === 'postgres') expect(await killed.ended, 'without its database it ends, for its supervisor to see').toBe(1)
  const next = await startProgram({ dataDir })
  expect((await fetch(`${next.url}/readyz`)).status).toBe(200)
  expect(await next.stop()).toBe(0)
  expect(processes.filter(isAlive)).toEqual([])
})
