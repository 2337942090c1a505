import { about, type Statement } from './bare.ts'
import type { Work } from './budgets.ts'
import type { Ground } from './ground.ts'
import { concurrency } from './ground.ts'
import { measure, median, middle, type Timing } from './measure.ts'
import { processorTime } from './processor.ts'

/** Something that changes nothing, asked in several ways in turn. */
export type Reading = { work: Work; name: string; inputs: (() => Promise<unknown>)[] }

/** One line of the table. `processor`: milliseconds of processor time for one, the program's and the database's together. */
export type Row = { work: Work; name: string; size?: number; timing?: Timing; processor?: number; share?: number; figure?: { value: number; unit: string }; remark?: string }

export type Effort = { rounds: number; samples: number; warmUp: number }

/** The program beside a bare client that sends the same statements, in alternating rounds. */
export async function timeReading(ground: Ground, reading: Reading, effort: Effort): Promise<Row> {
  const since = Date.now()
  const recordings: Statement[][] = []
  for (const input of reading.inputs) recordings.push(await ground.recorder.note(input))
  const at = <T>(items: readonly T[], index: number): T => {
    const item = items[index % items.length]
    if (item === undefined) throw new Error(`${reading.name} has nothing to ask.`)
    return item
  }
  return sideBySide(reading, ground, effort, (index) => at(reading.inputs, index)(), (index) => ground.bare.repeat(anew(at(recordings, index), since)))
}

/** What is written into the audit is another entry each time. */
function anew(recording: readonly Statement[], since: number): readonly Statement[] {
  return recording.some(({ text }) => /^\s*insert/i.test(text)) ? about(recording, new Map(), since) : recording
}

export async function sideBySide(
  of: { work: Work; name: string },
  ground: Pick<Ground, 'size' | 'backends'>,
  effort: Effort,
  program: (index: number, round: number) => Promise<unknown>,
  bare: (index: number, round: number) => Promise<unknown>,
): Promise<Row> {
  const load = { concurrency, samples: effort.samples, warmUp: effort.warmUp }
  const rounds: { program: Timing; bare: Timing; processor: number | null }[] = []
  for (let round = 0; round < effort.rounds; round += 1) {
    const used: { before: number | null } = { before: null }
    const ours = await measure(load, (index) => program(index, round), async () => {
      used.before = processorTime(await ground.backends())
    })
    const after = processorTime(await ground.backends())
    const processor = used.before === null || after === null ? null : (after - used.before) / effort.samples
    rounds.push({ program: ours, bare: await measure(load, (index) => bare(index, round)), processor })
  }
  const processors = rounds.flatMap(({ processor }) => (processor === null ? [] : [processor]))
  return {
    work: of.work,
    name: of.name,
    size: ground.size,
    timing: middle(rounds.map((round) => round.program)),
    processor: processors.length === 0 ? undefined : median(processors),
    share: median(rounds.map((round) => round.program.perSecond / round.bare.perSecond)),
  }
}
