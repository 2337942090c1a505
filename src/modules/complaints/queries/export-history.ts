import type { Readable } from 'node:stream'
import type { Actor, AgencyActor } from '../../../access/actor.ts'
import { permit } from '../../../access/permissions.ts'
import { displayId } from '../../../kernel/ids.ts'
import { csvSheet } from '../../../platform/csv-sheet.ts'
import type { Deps } from '../../../platform/ports.ts'
import type { ExportHistory, HistoryEntry } from '../history-contract.ts'
import { agencyOf } from '../store.ts'
import { historyPage, requireVisible } from './read-history.ts'

const header = ['When (agency’s time)', 'When (UTC)', 'Kind', 'What happened', 'About', 'Who', 'Organization', 'Side', 'Entry']
const pageSize = 200

/** The history as CSV with the same filters and order, streamed page by page. That it was taken out is itself an entry. */
export async function exportHistory(deps: Deps, actor: Actor, complaintId: string, input: ExportHistory): Promise<{ name: string; sheet: Readable }> {
  permit(actor, 'complaint.view-detail')
  const exporter = agencyOf(actor)
  const number = await deps.transaction(exporter, async (tx) => {
    const scope = await requireVisible(tx, complaintId)
    await tx.audit({ action: 'history.exported', audience: 'agency', agencyId: scope.agencyId, complaintId, details: { kinds: input.kind ?? [] } })
    return scope.number
  })
  return { name: `${displayId('complaint', number)} history.csv`, sheet: csvSheet(header, lines(deps, exporter, complaintId, input)) }
}

async function* lines(deps: Deps, exporter: AgencyActor, complaintId: string, input: ExportHistory): AsyncGenerator<string[][]> {
  const local = new Intl.DateTimeFormat('sv-SE', { timeZone: exporter.timeZone, dateStyle: 'short', timeStyle: 'medium' })
  let cursor: string | undefined
  do {
    const at = cursor
    const page = await deps.transaction(exporter, async (tx) => {
      // Access that was taken away meanwhile ends the file with an error.
      await requireVisible(tx, complaintId)
      return historyPage(deps, tx, exporter, complaintId, { ...input, limit: pageSize, ...(at !== undefined && { cursor: at }) })
    })
    yield page.items.map((item) => line(item, local))
    cursor = page.next ?? undefined
  } while (cursor !== undefined)
}

function line(item: HistoryEntry, local: Intl.DateTimeFormat): string[] {
  return [local.format(new Date(item.at)), item.at, item.kind, item.sentence, item.what ?? '', item.by, item.organisation ?? '', item.side, item.id]
}
