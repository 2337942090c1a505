import type { App } from '../../platform/http/app.ts'
import type { Deps } from '../../platform/ports.ts'
import { AskMarket, ExportMarket, MarketChoices, MarketFilters, MarketRises, MarketView } from './market-contract.ts'
import { exportMarket } from './queries/export-market.ts'
import { findRises } from './queries/find-rises.ts'
import { listMarketChoices } from './queries/list-market-choices.ts'
import { readMarket } from './queries/read-market.ts'
import { reportTypes } from './report-file.ts'

const tags = ['Reports']
const config = { permission: 'report.view' as const }

/** The market as all agencies see it, in basic information only. */
export function marketRoutes(app: App, deps: Deps, environment: { training: boolean }): void {
  app.get('/reports/market', {
    config,
    schema: { tags, summary: 'Complaints of all agencies, counted', description: 'By company, product, issue, state, agency or month of receipt. Drafts and canceled complaints are left out. The numbers are those of now.', querystring: AskMarket, response: { 200: MarketView } },
  }, (request) => readMarket(deps, request.actor, request.query))

  app.get('/reports/market/rises', {
    config,
    schema: {
      tags,
      summary: 'Companies and issues with unusually many complaints in the last full month',
      description: "Held against the twelve months before and against what all others had in the same months: Fisher's exact test, corrected for months that always vary (docs/rules.md 7) and for how many were looked at (Benjamini and Hochberg, 1 in 100); at least 10 complaints and half as many again as expected.",
      querystring: MarketFilters,
      response: { 200: MarketRises },
    },
  }, (request) => findRises(deps, request.actor, request.query))

  app.get('/reports/market/choices', {
    config,
    schema: { tags, summary: 'By what the market can be filtered', response: { 200: MarketChoices } },
  }, (request) => listMarketChoices(deps, request.actor))

  app.post('/reports/market/exports', {
    config: { permission: 'complaint.export' },
    schema: { tags, summary: 'The market as CSV, Excel or PDF', description: 'The table with all its rows. Cells that a spreadsheet would take for formulas are escaped. Recorded in the audit.', body: ExportMarket, produces: Object.values(reportTypes) },
  }, async (request, reply) => {
    const { format, by } = request.body
    return reply
      .header('content-type', reportTypes[format])
      .header('content-disposition', `attachment; filename="market-by-${by}.${format}"`)
      .header('cache-control', 'no-store')
      .send(await exportMarket(deps, request.actor, request.body, environment))
  })
}
