import type { Readable } from 'node:stream'
import type { Actor } from '../../../access/actor.ts'
import { permit } from '../../../access/permissions.ts'
import type { Deps } from '../../../platform/ports.ts'
import type { ExportMarket, MarketBy, MarketView } from '../market-contract.ts'
import { chartRows, marketColors } from '../domain/chart-parts.ts'
import { dayWords, reportFile, type ReportCell, type ReportChart, type ReportSheet } from '../report-file.ts'
import { marketReader, marketView } from './read-market.ts'

const heads: Record<MarketBy, string> = { company: 'Company or entity', product: 'Product', issue: 'Issue', state: 'State', agency: 'Agency', month: 'Month of receipt' }

/** The market's table with all its rows as CSV, Excel or PDF. That it was taken out stands in the agency's history. */
export async function exportMarket(deps: Deps, actor: Actor, input: ExportMarket, environment: { training: boolean }): Promise<Readable> {
  permit(actor, 'complaint.export')
  const reader = marketReader(actor)
  const { format, ...asked } = input
  const sheet = await deps.transaction(reader, async (tx): Promise<ReportSheet> => {
    const view = await marketView(tx, reader, asked, Infinity)
    const [self, agency] = [
      await tx.db.selectFrom('person').select('name').where('id', '=', reader.userId).executeTakeFirst(),
      await tx.db.selectFrom('agency').select('name').where('id', '=', reader.agencyId).executeTakeFirst(),
    ]
    const at = `${new Intl.DateTimeFormat('en-US', { dateStyle: 'medium', timeStyle: 'short', timeZone: reader.timeZone }).format(tx.now)} (${reader.timeZone})`
    await tx.audit({ action: 'report.exported', audience: 'agency', agencyId: reader.agencyId, details: { report: 'market', by: input.by, format, from: view.period.from, to: view.period.to, rows: view.rows.length } })
    return {
      title: `Complaints of all agencies by ${input.by === 'agency' ? 'agency' : heads[input.by].toLowerCase()}`,
      about: aboutOf(view, asked),
      columns: columnsOf(input.by),
      rows: [...view.rows.map((row) => cellsOf(input.by, { ...row, name: row.name ?? 'Not stated' }, view.total)), cellsOf(input.by, { name: 'All', under: null, count: view.total, open: view.open, before: view.totalBefore }, view.total)],
      chart: chartOf(input.by, view),
      madeAt: tx.now,
      madeBy: `Made by ${self?.name ?? ''}, ${agency?.name ?? ''}, ${at}`,
      training: environment.training,
    }
  })
  return reportFile(sheet, format)
}

const statusWords = { open: 'Open', closed: 'Closed' } as const
const daysWords = ({ firstDay, lastDay }: MarketView['period'] | MarketView['before']) => `${dayWords(firstDay)} to ${dayWords(lastDay)}`

function aboutOf(view: MarketView, asked: Pick<ExportMarket, 'state' | 'status'>): { label: string; value: string }[] {
  const chosen: [string, string | null | undefined][] = [
    ['Agency', view.chosen.agency],
    ['Company or entity', view.chosen.company],
    ['Product', view.chosen.product],
    ['Issue', view.chosen.issue],
    ['State of the transaction', asked.state],
    ['Status now', asked.status && statusWords[asked.status]],
  ]
  return [
    { label: 'Received', value: `${daysWords(view.period)}${view.period.isRunning ? ' (the last month is not over)' : ''}` },
    ...chosen.flatMap(([label, value]) => (value === null || value === undefined ? [] : [{ label, value }])),
    { label: 'Complaints', value: `${view.total.toLocaleString('en-US')}, of them ${view.open.toLocaleString('en-US')} open. Drafts and canceled ones are left out.` },
    { label: 'Before', value: `${daysWords(view.before)}: ${view.totalBefore.toLocaleString('en-US')}` },
  ]
}

/** As the page draws it. */
function chartOf(by: MarketBy, view: MarketView): ReportChart | undefined {
  if (view.total === 0) return undefined
  return {
    alt: `Chart of complaints by ${heads[by].toLowerCase()}, open and closed. The table below has every number.`,
    parts: [{ name: 'Open now', color: marketColors.open }, { name: 'Closed', color: marketColors.closed }],
    rows: chartRows(by, view.rows).map((row) => ({ label: row.name ?? 'Not stated', values: [row.open, row.count - row.open] })),
  }
}

function columnsOf(by: MarketBy): ReportSheet['columns'] {
  const under = by === 'issue' ? [{ head: 'Product', width: 32 }] : by === 'company' ? [{ head: 'ETN', width: 12 }] : []
  return [{ head: heads[by], width: 44 }, ...under, { head: 'Complaints', width: 12 }, { head: 'Open now', width: 12 }, { head: 'Closed', width: 12 }, { head: 'Share in %', width: 12 }, { head: 'Before', width: 12 }]
}

function cellsOf(by: MarketBy, row: { name: string; under: string | null; count: number; open: number; before: number }, total: number): ReportCell[] {
  const under = by === 'issue' || by === 'company' ? [row.under] : []
  return [row.name, ...under, row.count, row.open, row.count - row.open, total === 0 ? null : Math.round((1000 * row.count) / total) / 10, row.before]
}
