import type { RawBuilder } from 'kysely'
import type { ReportDefinition } from '../domain/report.ts'

/** What SQL needs of the asker: the day, and the zone whose midnights part the days. */
export type Where = { today: string; timeZone: string }

/**
 * The columns of a report in SQL, one for each of its definition: aggregates over `b`, the rows that the report is about
 * (group-complaints.ts, group-requests.ts say which columns these have).
 */
export type MeasuresOf<Definition> = Definition extends ReportDefinition<infer Key> ? (where: Where) => Readonly<Record<Key, RawBuilder<unknown>>> : never
export type AnyMeasures = (where: Where) => Readonly<Record<string, RawBuilder<unknown>>>
