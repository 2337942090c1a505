import type { Readable } from 'node:stream'
import type { Actor } from '../../../access/actor.ts'
import { permit } from '../../../access/permissions.ts'
import { displayId } from '../../../kernel/ids.ts'
import type { Deps, Tx } from '../../../platform/ports.ts'
import { closeReasonWords, closeReasons } from '../../complaints/domain/closing.ts'
import { requestStandings, standingWords } from '../../information-requests/domain/request-standing.ts'
import { chartParts, chartRows } from '../domain/chart-parts.ts'
import { filterWords, statusFilterWords } from '../domain/filter-words.ts'
import { dateWords, groupingAmid, groupingWords, type Asked } from '../domain/report.ts'
import { reports } from '../domain/report-list.ts'
import { dayWords, numberWidth, reportFile, type ReportChart, type ReportSheet } from '../report-file.ts'
import { reportStatuses, type ExportReport, type Report } from '../report-contract.ts'
import { agencyOnly, countReport } from './read-report.ts'

/** Groups that a file holds; a page shows 200 of them. */
const mostInFile = 10_000

type Fact = { label: string; value: string }

/** The report with all of its rows as CSV, Excel or PDF. That it was taken out stands in the agency's history. */
export async function exportReport(deps: Deps, actor: Actor, key: string, input: ExportReport, environment: { training: boolean }): Promise<Readable> {
  const reader = agencyOnly(actor)
  permit(reader, 'report.view')
  permit(reader, 'complaint.export')
  const { format, ...asked } = input
  const sheet = await deps.transaction(reader, async (tx): Promise<ReportSheet> => {
    const report = await countReport(tx, reader, key, asked, mostInFile)
    const [self, agency] = [
      await tx.db.selectFrom('person').select('name').where('id', '=', reader.userId).executeTakeFirst(),
      await tx.db.selectFrom('agency').select('name').where('id', '=', reader.agencyId).executeTakeFirst(),
    ]
    const at = `${new Intl.DateTimeFormat('en-US', { dateStyle: 'medium', timeStyle: 'short', timeZone: reader.timeZone }).format(tx.now)} (${reader.timeZone})`
    await tx.audit({ action: 'report.exported', audience: 'agency', agencyId: reader.agencyId, details: { report: report.key, by: report.by, format, from: report.from, to: report.to, rows: report.rows.length } })
    return {
      title: `${report.title} by ${groupingAmid(report.by)}`,
      about: [...(await filtersOf(tx, report, asked)), { label: 'In short', value: report.sentence }, ...reports[report.key].rules.map((rule, index) => ({ label: index === 0 ? 'What counts' : '', value: rule }))],
      columns: [{ head: groupingWords[report.by], width: 40 }, ...detailHead(report), ...report.columns.map(({ head, unit }) => ({ head: unit === 'share' ? 'Share in %' : unit === 'dollars' ? `${head} in $` : head, width: numberWidth }))],
      rows: [...report.rows.map((row) => [row.label, ...(detailHead(report).length > 0 ? [row.detail] : []), ...row.values]), ['All', ...(detailHead(report).length > 0 ? [null] : []), ...report.total]],
      chart: chartOf(report),
      madeAt: tx.now,
      madeBy: `Made by ${self?.name ?? ''}, ${agency?.name ?? ''}, ${at}`,
      training: environment.training,
    }
  })
  return reportFile(sheet, format)
}

/** As the page draws it. */
function chartOf(report: Report): ReportChart | undefined {
  const parts = chartParts(reports[report.key]).map((part) => ({ ...part, at: report.columns.findIndex(({ key }) => key === part.key) }))
  if ((report.total[0] ?? 0) === 0) return undefined
  const shown = parts.filter(({ at }) => (report.total[at] ?? 0) > 0)
  return {
    alt: `Chart. ${report.sentence} The table below has every number.`,
    parts: shown.map(({ name, color }) => ({ name, color })),
    rows: chartRows(report.by, report.rows).map(({ label, values }) => ({ label, values: shown.map(({ at }) => values[at] ?? 0) })),
  }
}

function detailHead({ by }: Report): { head: string; width: number }[] {
  if (by === 'company') return [{ head: 'SES ID', width: numberWidth }]
  return by === 'issue' ? [{ head: 'Product', width: 30 }] : []
}

async function filtersOf(tx: Tx, report: Report, asked: Asked): Promise<Fact[]> {
  const poc = asked.pocId === undefined || asked.pocId === 'nobody' ? undefined : await tx.db.selectFrom('person').select('name').where('id', '=', asked.pocId).executeTakeFirst()
  const company = asked.companyId === undefined ? undefined : await tx.db.selectFrom('company').select(['name', 'number']).where('id', '=', asked.companyId).executeTakeFirst()
  const categories = [asked.productId, asked.issueId].flatMap((id) => id ?? [])
  const names = categories.length === 0 ? [] : await tx.db.selectFrom('category').select(['id', 'name']).where('id', 'in', categories).execute()
  const nameOf = (id: number | undefined) => names.find((row) => row.id === id)?.name
  const reason = closeReasons.find((one) => one === asked.closeReason)
  const standing = requestStandings.find((one) => one === asked.standing)
  const status = reportStatuses.find((one) => one === asked.status)
  const given: readonly (readonly [string, string | undefined])[] = [
    [filterWords.status, status && statusFilterWords[status]],
    [filterWords.standing, standing && standingWords[standing]],
    [filterWords.closeReason, reason && closeReasonWords[reason]],
    [filterWords.pocId, asked.pocId === 'nobody' ? 'Not named' : poc?.name],
    [filterWords.companyId, company && `${company.name} (${displayId('company', company.number)})`],
    [filterWords.productId, nameOf(asked.productId)],
    [filterWords.issueId, nameOf(asked.issueId)],
    [filterWords.state, asked.state],
  ]
  return [{ label: dateWords[reports[report.key].dates], value: daysWords(report) }, ...given.flatMap(([label, value]) => (value === undefined ? [] : [{ label, value }]))]
}

function daysWords({ from, to, today }: Report): string {
  const asOf = `as of ${dayWords(today)}`
  if (from === null && to === null) return `All time, ${asOf}`
  return `${from === null ? 'the beginning' : dayWords(from)} to ${dayWords(to ?? today)}, ${asOf}`
}
