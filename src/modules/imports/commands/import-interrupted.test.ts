import { spawn } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { once } from 'node:events'
import { z } from 'zod'
import { afterAll, beforeAll, expect, test, type World } from '#test/world/test-world.ts'
import type { AgencyActor } from '#src/access/actor.ts'

const Summary = z.object({ rowsRead: z.number(), rowsImported: z.number(), rowsKnown: z.number(), sizes: z.array(z.tuple([z.number(), z.number()])), peak: z.number() })

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ses-import-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const names = 'Date received,Product,Sub-product,Issue,Sub-issue,Consumer complaint narrative,Company,State,ZIP code,Tags,Submitted via,Complaint ID\n'

async function writeRows(name: string, count: number, idOf: (row: number) => number): Promise<string> {
  const path = join(folder, name)
  const stream = createWriteStream(path)
  stream.write(names)
  for (let row = 0; row < count; row += 1) {
    const line = `2026-09-15,Mortgage,FHA mortgage,Settlement process and costs,,"I paid the fee of {$${String(row)}.00} twice.\nNobody answers, and the account is still open after XXXX weeks.",Interrupted Lender ${String(row % 50)} LLC,OH,436XX,,Web,${String(idOf(row))}\n`
    if (!stream.write(line)) await once(stream, 'drain')
  }
  stream.end()
  await once(stream, 'close')
  return path
}

/** A process of its own that imports, so that it can be killed and its memory be measured. */
function importing(world: World, actor: AgencyActor, path: string) {
  const address = (file: string) => JSON.stringify(new URL(file, import.meta.url).href)
  const script = `
    const { openDatabase } = await import(${address('../../../platform/database/database.ts')})
    const { importFile } = await import(${address('../index.ts')})
    const clock = { now: () => new Date('${world.clock.now().toISOString()}') }
    const database = openDatabase(${JSON.stringify(world.db.appUrl)}, clock, { connections: 4, onError: () => process.exit(3) })
    // What is held in truth: the heap after collection, and what lies beside it.
    const held = () => { globalThis.gc(); const memory = process.memoryUsage(); return memory.heapUsed + memory.external }
    const sizes = []
    const summary = await importFile({ clock, transaction: database.transaction }, { path: ${JSON.stringify(path)}, actor: ${JSON.stringify(actor)},
      onProgress: (progress) => { if (progress.rowsRead % 20_000 === 0) sizes.push([progress.rowsRead, held()]); process.stdout.write('.') } })
    await database.close()
    process.stdout.write('\\n' + JSON.stringify({ ...summary, sizes, peak: process.resourceUsage().maxRSS * 1024 }))`
  const child = spawn(process.execPath, ['--input-type=module', '--expose-gc', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString()
  })
  const exited = once(child, 'exit')
  return {
    kill: () => child.kill('SIGKILL'),
    begun: async () => {
      while (!output.includes('.') && child.exitCode === null) await sleep(10)
    },
    exited,
    summary: async () => {
      await exited
      return Summary.parse(JSON.parse(output.split('\n').at(-1) ?? ''))
    },
  }
}

const incomplete = `
  select count(*)::int as n from complaint c
  where c.agency_id = $1 and (not exists (select 1 from complaint_detail d where d.complaint_id = c.id) or not exists (select 1 from complainant p where p.complaint_id = c.id)
     or not exists (select 1 from audit_entry a where a.complaint_id = c.id) or (select count(*) from search_document s where s.complaint_id = c.id) < 2)`

test('an import that is killed ten times leaves nothing half done, and the next run finishes it', { timeout: 600_000 }, async ({ world }) => {
  const actor = await world.agencyUser(await world.agency())
  const path = await writeRows('killed.csv', 8_000, (row) => 100_000 + row)
  const stored = async () => (await world.rows<{ n: number }>('select count(*)::int as n from complaint where agency_id = $1', [actor.agencyId]))[0]?.n ?? 0
  for (let kill = 0; kill < 10; kill += 1) {
    const run = importing(world, actor, path)
    await run.begun()
    await sleep(kill * 25)
    run.kill()
    await run.exited
    expect(await world.rows(incomplete, [actor.agencyId])).toEqual([{ n: 0 }])
    expect((await stored()) % 500).toBe(0)
  }
  const before = await stored()
  const last = await importing(world, actor, path).summary()
  expect(last).toMatchObject({ rowsRead: 8_000, rowsKnown: before, rowsImported: 8_000 - before })
  expect(await stored()).toBe(8_000)
  expect(await world.rows(incomplete, [actor.agencyId])).toEqual([{ n: 0 }])
  const runs = await world.rows<{ finished: boolean }>('select finished_at is not null as finished from import_run where agency_id = $1 order by started_at, id', [actor.agencyId])
  expect(runs.filter((run) => run.finished).length).toBeGreaterThanOrEqual(1)
})

test('memory does not grow with the file: after 200,000 rows no more is held than after 20,000', { timeout: 600_000 }, async ({ world }) => {
  const actor = await world.agencyUser(await world.agency())
  const path = await writeRows('long.csv', 200_000, (row) => 700_000 + (row % 400))
  const { rowsRead, rowsImported, sizes, peak } = await importing(world, actor, path).summary()
  expect({ rowsRead, rowsImported }).toEqual({ rowsRead: 200_000, rowsImported: 400 })
  const megabytes = sizes.map(([, size]) => size / 1e6)
  expect(megabytes.at(-1) ?? Infinity).toBeLessThan((megabytes[0] ?? 0) + 15)
  expect(peak / 1e6).toBeLessThan(450)
})
