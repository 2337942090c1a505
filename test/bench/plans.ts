import { z } from 'zod'
import type { Statement } from './bare.ts'
import type { Ground } from './ground.ts'
import type { Reading } from './readings.ts'

type Node = { 'Node Type': string; 'Index Name'?: string; 'Actual Rows': number; 'Actual Loops': number; 'Rows Removed by Filter'?: number; 'Shared Hit Blocks'?: number; 'Shared Read Blocks'?: number; Plans?: Node[] }
const Node: z.ZodType<Node> = z.lazy(() =>
  z.object({
    'Node Type': z.string(), 'Index Name': z.string().optional(), 'Actual Rows': z.number(), 'Actual Loops': z.number(), 'Rows Removed by Filter': z.number().optional(),
    'Shared Hit Blocks': z.number().optional(), 'Shared Read Blocks': z.number().optional(), Plans: z.array(Node).optional(),
  }),
)
const Explained = z.array(z.object({ 'QUERY PLAN': z.array(z.object({ Plan: Node, 'Execution Time': z.number(), 'Planning Time': z.number() })).min(1) })).min(1)

/** How the database does one piece of work: pages touched, rows looked at or sorted in vain, indexes used. */
export type PlanRow = { name: string; pages: number; removed: number; sorted: number; executing: number; planning: number; indexes: string[] }

const asked = 3

/**
 * Explains the statements of a reading, for three agencies: the worst of them. Pages tell what times on a busy machine
 * do not: whether a list reads on along its index or looks at far more than it shows.
 */
export async function explainReading(ground: Ground, reading: Reading): Promise<PlanRow> {
  let worst: PlanRow | null = null
  for (let at = 0; at < asked; at += 1) {
    const input = reading.inputs[Math.floor((at * reading.inputs.length) / asked)]
    if (input === undefined) continue
    const found = await explainOnce(ground, reading.name, await ground.recorder.note(input))
    if (worst === null || found.pages > worst.pages) worst = found
  }
  if (worst === null) throw new Error(`${reading.name} has nothing to ask.`)
  return worst
}

async function explainOnce(ground: Ground, name: string, statements: readonly Statement[]): Promise<PlanRow> {
  const sum: PlanRow = { name, pages: 0, removed: 0, sorted: 0, executing: 0, planning: 0, indexes: [] }
  await ground.bare.using(async (client) => {
    for (const { text, values } of statements) {
      // What was read is in the audit already.
      if (/^\s*insert/i.test(text)) continue
      const explains = /^\s*(select|with)\b/i.test(text) && !/set_config|for update/i.test(text)
      if (!explains) {
        await client.query({ text, values })
        continue
      }
      const { rows } = await client.query({ text: `explain (analyze, buffers, timing off, format json) ${text}`, values })
      for (const { 'QUERY PLAN': [one] } of Explained.parse(rows)) {
        if (one === undefined) continue
        sum.executing += one['Execution Time']
        sum.planning += one['Planning Time']
        sum.pages += (one.Plan['Shared Hit Blocks'] ?? 0) + (one.Plan['Shared Read Blocks'] ?? 0)
        walk(one.Plan, sum)
      }
    }
  })
  return sum
}

function walk(node: Node, into: PlanRow): void {
  into.removed += (node['Rows Removed by Filter'] ?? 0) * node['Actual Loops']
  if (node['Node Type'].includes('Sort')) into.sorted = Math.max(into.sorted, ...(node.Plans ?? []).map((below) => below['Actual Rows'] * below['Actual Loops']))
  const index = node['Index Name'] ?? (node['Node Type'] === 'Seq Scan' ? 'no index' : undefined)
  if (index !== undefined && index.startsWith('complaint') && !into.indexes.includes(index)) into.indexes.push(index)
  for (const below of node.Plans ?? []) walk(below, into)
}

export function planTable(rows: readonly PlanRow[]): string {
  const lines = [...rows].sort((a, b) => b.pages - a.pages).map((row) => `| ${[row.name, row.pages, row.removed, row.sorted, row.executing.toFixed(1), row.planning.toFixed(1), row.indexes.join(', ')].join(' | ')} |`)
  return ['| Work | pages | rows passed over | rows sorted | executing, ms | planning, ms | indexes |', '|---|---|---|---|---|---|---|', ...lines].join('\n')
}
