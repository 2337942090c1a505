import type { AgencyActor } from '../../../access/actor.ts'
import { dateIn } from '../../../kernel/clock.ts'
import type { Deps } from '../../../platform/ports.ts'
import type { Layout } from '../domain/mapping.ts'
import type { RowRange } from '../domain/row-ranges.ts'
import type { BatchCounts } from '../run-store.ts'
import { batches, eachSideBySide } from '../source/batches.ts'
import type { Source } from '../source/records.ts'
import { importBatch } from './import-batch.ts'

export type ImportRecords = {
  runId: string
  actor: AgencyActor
  source: Source
  layout: Layout
  /** Rows that an interrupted attempt has stored. */
  done?: readonly RowRange[]
  onBatch?: (counts: BatchCounts, share: number) => void
  signal?: AbortSignal | undefined
}

// While the database stores these, further rows are read.
const sideBySide = 2

/**
 * The core of every import: rows are read one by one and stored in batches, each one transaction, so that a run that was
 * cut off has done whole batches. The run itself is begun and ended by whoever calls this.
 */
export async function importRecords(deps: Pick<Deps, 'transaction' | 'clock'>, input: ImportRecords): Promise<void> {
  const { actor, source } = input
  const today = dateIn(actor.timeZone, deps.clock.now())
  await eachSideBySide(
    batches(source.records, input.layout, today, input.done),
    async (batch) => {
      input.signal?.throwIfAborted()
      const share = source.share()
      const counts = await importBatch(deps, actor, input.runId, batch, share)
      input.onBatch?.(counts, share)
    },
    sideBySide,
  )
}
