import { sql } from 'kysely'
import type { Actor, AgencyActor } from '../../../access/actor.ts'
import { permit } from '../../../access/permissions.ts'
import { dateIn } from '../../../kernel/clock.ts'
import { invalid, notFound, type FieldErrors } from '../../../kernel/errors.ts'
import type { Deps, Tx } from '../../../platform/ports.ts'
import { daysOf } from '../domain/period.ts'
import { filterNames, reportKeys, type Asked, type ReportDefinition } from '../domain/report.ts'
import { reports } from '../domain/report-list.ts'
import { inOrder } from '../domain/row-order.ts'
import { sentenceOf } from '../domain/report-sentence.ts'
import type { Report } from '../report-contract.ts'
import { labelsOf, noneWords } from './label-rows.ts'
import { reportMeasures } from './report-measures.ts'
import { reportRows } from './report-rows.ts'

/** Rows that a page shows. */
const mostShown = 200

type Counted = { key: string | null; is_total: number; groups: number } & Record<string, unknown>

/** An agency's report as things stand now (docs/rules.md 7). Viewers read it as Supervisors do. */
export async function readReport(deps: Deps, actor: Actor, key: string, asked: Asked): Promise<Report> {
  const reader = agencyOnly(actor)
  permit(reader, 'report.view')
  return deps.transaction(reader, (tx) => countReport(tx, reader, key, asked, mostShown))
}

/** @param most rows; the total is over all of them nevertheless */
export async function countReport(tx: Tx, reader: AgencyActor, name: string, asked: Asked, most: number): Promise<Report> {
  const report = reportOf(name)
  refuseOthers(report, asked)
  const today = dateIn(reader.timeZone, tx.now)
  const days = daysOf(report, asked, today)
  const by = asked.by ?? report.groupings[0] ?? 'month'
  const measures = reportMeasures[report.key]({ today, timeZone: reader.timeZone })
  const columns = report.measures.map((measure) => sql`(${measures[measure.key]})::double precision as ${sql.id(columnOf(measure.key))}`)
  // Months from the newest, so that the limit leaves those out that are long ago; ages are few; else the largest first.
  const order = by === 'month' ? sql`counted.key desc nulls last` : sql`${sql.id(columnOf(report.measures[0].key))} desc, counted.key nulls last`
  const { rows } = await sql<Counted>`
    with counted as (
      select b.key, grouping(b.key) as is_total, ${sql.join(columns)}
      from (${reportRows({ report, asked, by, days, reader, today })}) b
      group by grouping sets ((b.key), ()))
    select counted.*, counted.key::text as key, (count(*) over ())::int - 1 as groups from counted order by is_total desc, ${order} limit ${most + 1}`.execute(tx.db)
  const [totals, ...groups] = rows
  const total = valuesOf(report, totals, totals)
  const labels = await labelsOf(tx, by, groups.flatMap(({ key }) => key ?? []))
  const counted = groups.map((row) => ({ key: row.key, ...(row.key === null ? { label: noneWords[by], detail: null } : (labels.get(row.key) ?? { label: row.key, detail: null })), values: valuesOf(report, row, totals) }))
  const filled = inOrder(by, counted, days, valuesOf(report, undefined, totals))
  const found = {
    key: report.key,
    title: report.title,
    by,
    countedAt: tx.now.toISOString(),
    today,
    ...days,
    columns: columnsOf(report),
    rows: filled.slice(-most),
    total,
    groups: Math.max(totals?.groups ?? 0, filled.length),
  }
  return { ...found, sentence: sentenceOf(report, found) }
}

/** What is not there is not found, whoever asks. */
function reportOf(name: string): ReportDefinition {
  const key = reportKeys.find((one) => one === name)
  if (key === undefined) throw notFound('report')
  return reports[key]
}

export function agencyOnly(actor: Actor): AgencyActor {
  if (actor.kind !== 'agency') throw notFound('page')
  return actor
}

function refuseOthers(report: ReportDefinition, asked: Asked): void {
  const fields: FieldErrors = {}
  if (asked.by !== undefined && !report.groupings.includes(asked.by)) fields['by'] = `This report has rows by ${report.groupings.join(', ')}.`
  for (const name of filterNames) if (asked[name] !== undefined && !report.filters.includes(name)) fields[name] = 'This report has no such filter.'
  if (asked.from !== undefined && asked.to !== undefined && asked.to < asked.from) fields['to'] = 'The last day lies before the first. Choose a later one.'
  if (Object.keys(fields).length > 0) throw invalid(fields)
}

/** The keys of measures as names in SQL, which knows some of them as words of its own. */
function columnOf(key: string): string {
  return `m_${key}`
}

function columnsOf(report: ReportDefinition): Report['columns'] {
  const columns: Report['columns'] = report.measures.map(({ key, head, unit }) => ({ key, head, unit }))
  if (report.share) columns.splice(1, 0, { key: 'share', head: 'Share', unit: 'share' })
  return columns
}

/** Money to the cent, days to a tenth, shares in hundredths with a tenth. */
function valuesOf(report: ReportDefinition, row: Counted | undefined, totals: Counted | undefined): (number | null)[] {
  const values = report.measures.map(({ key, unit }) => {
    const value = row?.[columnOf(key)]
    if (typeof value !== 'number') return unit === 'count' ? 0 : null
    return unit === 'days' ? Math.round(value * 10) / 10 : unit === 'dollars' ? Math.round(value * 100) / 100 : value
  })
  if (report.share) {
    const all = totals?.[columnOf(report.measures[0].key)]
    values.splice(1, 0, typeof all === 'number' && all > 0 ? Math.round(((values[0] ?? 0) / all) * 1000) / 10 : null)
  }
  return values
}
