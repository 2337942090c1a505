import { sql } from 'kysely'
import { Gauge, type Registry } from 'prom-client'
import type { DocumentDeps } from './store.ts'

const states = ['unscanned', 'infected', 'lost'] as const

/** A gauge of documents that want somebody's attention, read from the database whenever the metrics are asked for. */
export function collectDocumentMetrics(deps: Pick<DocumentDeps, 'transaction'>, registry: Registry): void {
  registry.removeSingleMetric('ses_documents')
  new Gauge({
    name: 'ses_documents',
    help: 'Documents: unscanned (they wait for the malware scanner), infected (closed), lost (their file is gone or cut: restore it)',
    labelNames: ['state'],
    registers: [registry],
    async collect() {
      // Without the database it is absent, not zero.
      const counts = await count(deps).catch(() => null)
      this.reset()
      if (counts !== null) for (const state of states) this.set({ state }, Number(counts[state]))
    },
  })
}

async function count(deps: Pick<DocumentDeps, 'transaction'>): Promise<Record<(typeof states)[number], string>> {
  const { rows } = await deps.transaction({ kind: 'job' }, (tx) =>
    sql<Record<(typeof states)[number], string>>`
      select (select count(*) from document where scan = 'pending' and state = 'stored' and removed_at is null) as unscanned,
             (select count(*) from document where scan = 'infected' and removed_at is null) as infected,
             (select count(*) from document where lost_at is not null and removed_at is null) as lost`.execute(tx.db))
  return rows[0] ?? { unscanned: '0', infected: '0', lost: '0' }
}
