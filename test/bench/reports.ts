import { reportKeys, type Asked, type ReportKey } from '#src/modules/reports/domain/report.ts'
import { reports } from '#src/modules/reports/domain/report-list.ts'
import { readReport } from '#src/modules/reports/queries/read-report.ts'
import type { Clerk } from './cast.ts'
import type { Ground } from './ground.ts'
import type { Reading } from './readings.ts'

/** Every report over all time, as it opens and with its dearest rows, and with filters in use; each by a clerk of every agency in turn. */
export function reportReadings(ground: Ground, clerks: readonly Clerk[]): Reading[] {
  const reading = (name: string, key: ReportKey, asked: (clerk: Clerk) => Asked): Reading => ({
    work: 'report',
    name: `report: ${name}`,
    inputs: clerks.map((clerk) => {
      const input = asked(clerk)
      return () => readReport(ground.deps, clerk.actor, key, input)
    }),
  })
  return [
    ...reportKeys.map((key) => reading(reports[key].title, key, () => ({ period: 'all' }))),
    ...reportKeys.map((key) => reading(`${reports[key].title}, by company`, key, () => ({ period: 'all', by: 'company' }))),
    reading('Complaints of a year by issue', 'complaints', () => ({ by: 'issue' })),
    reading('Complaints of a product by state', 'complaints', ({ productId }) => ({ period: 'all', by: 'state', productId })),
    reading("A POC's requests by month", 'request-responses', ({ pocId }) => ({ period: 'all', pocId })),
    reading("A company's outcomes", 'outcomes', ({ companyId }) => ({ period: 'all', companyId })),
  ]
}
