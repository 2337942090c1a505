import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startProgram } from '#test/world/program.ts'
import { median } from './measure.ts'
import type { Row } from './readings.ts'

const starts = 5

/** From the start of the process until /readyz says so: with an empty data folder once, then again and again. */
export async function timeStarts(say: (line: string) => void): Promise<Row[]> {
  const dataDir = await mkdtemp(join(tmpdir(), 'ses-bench-'))
  try {
    const first = await startProgram({ dataDir })
    await first.stop()
    say(`First start: ${(first.readyAfter / 1000).toFixed(2)} s`)
    const times: number[] = []
    for (let start = 0; start < starts; start += 1) {
      const program = await startProgram({ dataDir })
      times.push(program.readyAfter)
      await program.stop()
    }
    const killed = await startProgram({ dataDir })
    await killed.kill9()
    const recovered = await startProgram({ dataDir })
    await recovered.stop()
    return [
      { work: 'first start', name: 'empty data folder, training world', figure: { value: first.readyAfter / 1000, unit: 's' } },
      { work: 'start', name: 'existing data folder', figure: { value: median(times) / 1000, unit: 's' }, remark: `median of ${String(starts)}` },
      { work: 'recovery', name: 'start after kill -9 of everything', figure: { value: recovered.readyAfter / 1000, unit: 's' } },
    ]
  } finally {
    await rm(dataDir, { recursive: true, force: true })
  }
}
