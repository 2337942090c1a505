import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startProgram, type Program } from '#test/world/program.ts'
import { Answering } from './answering.ts'
import { lost, untrue, verifyAudit, wrongFiles, wronglyTold } from './checks.ts'
import { sendRequests, signInPair, type Pair } from './exchange.ts'
import { Journal, type Answer } from './journal.ts'

const full = process.env['SES_TEST_FULL'] === '1'
const kills = full ? 60 : 10
const atOnce = 4
/** Everything at once, as when the power fails; Node alone; PostgreSQL alone. */
const victims = ['all', 'node', 'all', 'postgres', 'all'] as const

let dataDir: string
let program: Program
let pair: Pair

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'ses-faults-'))
  program = await startProgram({ dataDir })
  pair = await signInPair(program.url)
})

afterAll(async () => {
  await program.stop()
  await rm(dataDir, { recursive: true, force: true })
})

test(`killed ${String(kills)} times while answers are submitted and files uploaded, it keeps everything acknowledged and leaves nothing half-done`, async () => {
  const journal = new Journal()
  const waiting: string[] = []
  for (let kill = 0; kill < kills; kill += 1) {
    if (waiting.length < 24) waiting.push(...(await sendRequests(pair, 40)))
    const before = journal.acknowledgements
    const resumed = journal.unfinished
    const touched: Answer[] = []
    const answering = new Answering(pair.officer, journal, () => {
      const answer = resumed.pop() ?? nextOf(waiting, journal)
      if (answer !== undefined) touched.push(answer)
      return answer
    })
    const running = answering.run(atOnce)
    await Promise.race([running, untilKilled(answering, () => journal.acknowledgements - before, kill)])
    await program.kill9(victims[kill % victims.length])
    await running
    // PostgreSQL gone, the program ends by itself.
    await program.ended
    expect(journal.acknowledgements, 'the round did something before the kill').toBeGreaterThan(before)

    program = await startProgram({ dataDir })
    pair.supervisor.url = program.url
    pair.officer.url = program.url
    expect(await lost(pair.officer, touched), `after kill ${String(kill + 1)}`).toEqual([])
    expect(await untrue(program, dataDir), `after kill ${String(kill + 1)}`).toEqual([])
  }

  // What was cut off is taken up again and brought to its end.
  const rest = journal.unfinished
  await new Answering(pair.officer, journal, () => rest.pop()).run(atOnce)
  expect(journal.unfinished).toEqual([])
  expect(journal.submitted.length).toBeGreaterThan(kills)
  expect(await lost(pair.officer, [...journal.answers.values()])).toEqual([])
  expect(await wrongFiles(pair.officer, journal)).toEqual([])
  expect(await wronglyTold(program, journal, pair.supervisorId)).toEqual([])
  expect(await untrue(program, dataDir)).toEqual([])
  expect(await verifyAudit(dataDir)).toMatchObject({ code: 0 })
}, kills * 120_000)

function nextOf(waiting: string[], journal: Journal): Answer | undefined {
  const requestId = waiting.shift()
  return requestId === undefined ? undefined : journal.answer(requestId)
}

/**
 * At another moment of the work each time, counted in what was acknowledged: an answer has seven of these, and four are
 * on their way at once. Counted in time, a busy machine would be killed before it did anything.
 */
async function untilKilled(answering: Answering, done: () => number, kill: number): Promise<void> {
  const enough = 1 + ((kill * 17) % 40)
  while (done() < enough) await sleep(5)
  await sleep((kill * 13) % 50)
  answering.stop()
}
