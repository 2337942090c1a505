import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { afterAll, beforeAll, expect, test, type World } from '#test/world/test-world.ts'

const Report = z.object({ counts: z.object({ read: z.number(), added: z.number(), changed: z.number(), unchanged: z.number(), rejected: z.number(), missing: z.number() }), seconds: z.number(), sizes: z.array(z.number()), peak: z.number() })

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ses-directory-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** Companies with two licences, two contacts, a branch and two individuals each: eight rows. */
async function writeDirectory(name: string, count: number): Promise<string> {
  const path = join(folder, name)
  const stream = createWriteStream(path)
  for (let n = 0; n < count; n += 1) {
    const own = (kind: number) => String(kind * 10_000_000 + n)
    const company = {
      nmlsId: own(1), name: `Interrupted Lender ${String(n)} LLC`, businessTypes: ['Consumer Finance'], address: { street: `${String(n)} Main Street`, city: 'Toledo', state: 'OH', zip: '43604' }, phone: '(555) 010-0100',
      licences: [{ state: 'OH', number: `MB.${String(n)}` }, { state: 'KY', number: `SM-${String(n)}` }],
      contacts: { contactPerson: { name: 'Jordan Avery', email: 'a@lender.example' }, complaintsContact: { name: 'Wren Boone' } },
      branches: [{ nmlsId: own(2), name: `Branch ${String(n)}` }],
      individuals: [{ nmlsId: own(3), name: `Grant Yoder ${String(n)}` }, { nmlsId: own(4), name: `Odessa Quill ${String(n)}` }],
    }
    if (!stream.write(`${JSON.stringify(company)}\n`)) await once(stream, 'drain')
  }
  stream.end()
  await once(stream, 'close')
  return path
}

/** A process of its own that imports, so that it can be killed and its memory be measured. */
function importing(world: World, path: string) {
  const address = (file: string) => JSON.stringify(new URL(file, import.meta.url).href)
  const script = `
    const { openDatabase } = await import(${address('../../platform/database/database.ts')})
    const { openSource, runDirectory } = await import(${address('./index.ts')})
    const clock = { now: () => new Date('${world.clock.now().toISOString()}') }
    const database = openDatabase(${JSON.stringify(world.db.appUrl)}, clock, { connections: 4, onError: () => process.exit(3) })
    const held = () => { globalThis.gc(); const memory = process.memoryUsage(); return memory.heapUsed + memory.external }
    const sizes = []
    const begun = performance.now()
    const { counts } = await runDirectory({ clock, transaction: database.transaction }, { source: openSource(${JSON.stringify(path)}), signal: new AbortController().signal,
      onProgress: ({ step, companies }) => { process.stdout.write(step === 'reading' ? '.' : '+'); if (step === 'comparing' && companies % 1000 === 0) sizes.push(held()) } })
    const seconds = (performance.now() - begun) / 1000
    await database.close()
    process.stdout.write('\\n' + JSON.stringify({ counts, seconds, sizes, peak: process.resourceUsage().maxRSS * 1024 }))`
  const child = spawn(process.execPath, ['--input-type=module', '--expose-gc', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString()
  })
  const exited = once(child, 'exit')
  return {
    kill: () => child.kill('SIGKILL'),
    until: async (mark: '.' | '+') => {
      while (!output.includes(mark) && child.exitCode === null) await sleep(5)
    },
    exited,
    report: async () => {
      await exited
      return Report.parse(JSON.parse(output.split('\n').at(-1) ?? ''))
    },
  }
}

const unwhole = `select count(*)::int as n from company c where directory_hash is not null and (
  (select count(*) from company_licence l where l.company_id = c.id) <> 2 or (select count(*) from nmls_contact k where k.company_id = c.id) <> 2 or
  (select count(*) from company_branch b where b.company_id = c.id) <> 1 or (select count(*) from company_individual i where i.company_id = c.id) <> 2)`

test('an import that is killed while it reads or compares leaves whole companies, is marked as failed, and the next one finishes it', { timeout: 600_000 }, async ({ world }) => {
  const path = await writeDirectory('killed.ndjson', 1_500)
  const stored = async () => (await world.rows<{ n: number }>('select count(*)::int as n from company where directory_hash is not null'))[0]?.n ?? 0
  for (const [mark, pause] of [['.', 0], ['.', 60], ['+', 0], ['+', 80]] as const) {
    const before = await stored()
    const run = importing(world, path)
    await run.until(mark)
    await sleep(pause)
    run.kill()
    await run.exited
    expect(await world.rows(unwhole)).toEqual([{ n: 0 }])
    expect((await stored()) % 500).toBe(0)
    expect(await stored()).toBeGreaterThanOrEqual(before)
  }
  const before = await stored()
  expect((await importing(world, path).report()).counts).toEqual({ read: 12_000, added: 1_500 - before, changed: 0, unchanged: before, rejected: 0, missing: 0 })
  expect(await world.rows(unwhole)).toEqual([{ n: 0 }])
  expect(await world.rows(`select state, count(*)::int as n from directory_run group by state order by state`)).toEqual([{ state: 'failed', n: 4 }, { state: 'finished', n: 1 }])
})

test('memory does not grow with the file', { timeout: 600_000 }, async ({ world }) => {
  await world.rows('update company set directory_hash = null')
  const { sizes, peak, counts } = await importing(world, await writeDirectory('long.ndjson', 4_000)).report()
  expect(counts.added + counts.unchanged + counts.changed).toBe(4_000)
  const megabytes = sizes.map((size) => size / 1e6)
  expect(megabytes.at(-1) ?? Infinity).toBeLessThan((megabytes[0] ?? 0) + 15)
  expect(peak / 1e6).toBeLessThan(350)
})
