import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { isAlive } from '../process-identity.ts'
import { startEmbeddedPostgres } from './embedded-postgres.ts'
import type { EmbeddedPostgres } from './embedded-postgres.ts'

const asRoot = process.getuid?.() === 0
let parent: string
let folder: string
let said: string[]
let started: EmbeddedPostgres[]

beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'ses-embedded-'))
  if (asRoot) chmodSync(parent, 0o755)
  folder = join(parent, 'postgres')
  said = []
  started = []
})
afterEach(async () => {
  for (const server of started) await server.stop()
  rmSync(parent, { recursive: true, force: true })
})

async function start(options: { onExit?: (reason: string) => void } = {}) {
  const server = await startEmbeddedPostgres({ folder, log: (line) => said.push(line), ...options })
  started.push(server)
  return server
}

async function ask(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows
  } finally {
    await client.end()
  }
}

/** A program of its own that starts the server on the folder and stays; to be killed with -9. */
async function otherProgram() {
  const module = JSON.stringify(join(import.meta.dirname, 'embedded-postgres.ts'))
  const source = `import { startEmbeddedPostgres } from ${module}
    const server = await startEmbeddedPostgres({ folder: ${JSON.stringify(folder)}, log: () => {} })
    console.log(JSON.stringify({ pid: server.pid, url: server.adminUrl })); setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--input-type=module', '--eval', source], { stdio: ['ignore', 'pipe', 'inherit'] })
  const line = await new Promise((resolve) => child.stdout.once('data', resolve))
  const { pid, url } = z.object({ pid: z.number(), url: z.string() }).parse(JSON.parse(String(line)))
  return { child, pid, url }
}

test('what was written is there after a stop and a start, on the same port and with the same password', async () => {
  const first = await start()
  await ask(first.adminUrl, `create table note as select 'kept' as text`)
  await first.stop()
  expect(isAlive(first.pid)).toBe(false)
  const second = await start()
  expect(second.adminUrl).toBe(first.adminUrl)
  expect(await ask(second.adminUrl, 'select text from note')).toEqual([{ text: 'kept' }])
})

test('the server is durable, in UTF-8, sorts by code point and demands its password', async () => {
  const server = await start()
  const [row] = await ask(
    server.adminUrl,
    `select current_setting('fsync') as fsync, current_setting('server_encoding') as encoding, 'Z' < 'a' as by_code_point, lower('ÄÖ') as lower`,
  )
  expect(row).toEqual({ fsync: 'on', encoding: 'UTF8', by_code_point: true, lower: 'äö' })
  await expect(ask(server.adminUrl.replace(/:[0-9a-f]+@/, ':wrong@'), 'select 1')).rejects.toThrow('password')
  expect(statSync(join(folder, 'password')).mode & 0o777).toBe(0o600)
})

test('after kill -9 of the program the next start stops the server left behind and goes on with its data', async () => {
  const { child, pid, url } = await otherProgram()
  await ask(url, `create table note as select 'kept' as text`)
  child.kill('SIGKILL')
  await once(child, 'exit')
  expect(isAlive(pid)).toBe(true)
  const server = await start()
  expect(isAlive(pid)).toBe(false)
  expect(said.join()).toContain(String(pid))
  expect(await ask(server.adminUrl, 'select text from note')).toEqual([{ text: 'kept' }])
})

test('after kill -9 of the server while it works, its end is told and the next start recovers the data', async () => {
  const told = Promise.withResolvers<string>()
  const server = await start({ onExit: told.resolve })
  await ask(server.adminUrl, `create table note as select 'kept' as text`)
  const busy = ask(server.adminUrl, 'select count(*) from generate_series(1, 1000000000)').catch(() => 'cut off')
  process.kill(server.pid, 'SIGKILL')
  expect(await told.promise).toContain('SIGKILL')
  const next = await start()
  expect(await busy).toBe('cut off')
  expect(await ask(next.adminUrl, 'select text from note')).toEqual([{ text: 'kept' }])
})

test('a server that is stopped in good order is not reported as ended by itself', async () => {
  const reasons: string[] = []
  const server = await start({ onExit: (reason) => reasons.push(reason) })
  await Promise.all([server.stop(), server.stop()])
  expect(reasons).toEqual([])
})

test('a cluster that was half made when killed is made anew', async () => {
  mkdirSync(join(folder, 'cluster.new', 'data', 'base'), { recursive: true })
  await start()
  expect(existsSync(join(folder, 'cluster.new'))).toBe(false)
})

test('a folder that no other user can reach serves too, and starts empty when it was deleted', async () => {
  chmodSync(parent, 0o700)
  const first = await start()
  await ask(first.adminUrl, 'create table note ()')
  await first.stop()
  expect(existsSync(join(folder, asRoot ? 'elsewhere' : 'cluster'))).toBe(true)
  await ask((await start()).adminUrl, 'select from note')
  await started.at(-1)?.stop()
  const [before] = asRoot ? [clusterFolder()] : []
  rmSync(folder, { recursive: true })
  const anew = await start()
  await expect(ask(anew.adminUrl, 'select from note')).rejects.toThrow('does not exist')
  if (before !== undefined) {
    expect(existsSync(before)).toBe(false)
    await anew.stop()
    rmSync(clusterFolder(), { recursive: true })
  }
})

function clusterFolder(): string {
  return join('/var/lib/ses-postgres', `cluster-${readFileSync(join(folder, 'elsewhere'), 'utf8')}`)
}
