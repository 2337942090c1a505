import { ById } from '../../kernel/shapes.ts'
import type { App } from '../../platform/http/app.ts'
import type { Deps } from '../../platform/ports.ts'
import { OnTimeRecord } from './on-time-contract.ts'
import { readOnTimeRecord, readOwnOnTimeRecord } from './queries/read-on-time-record.ts'

/** How punctually companies answer. */
export function onTimeRoutes(app: App, deps: Deps): void {
  app.get('/companies/:id/on-time-record', {
    config: { permission: 'company.view' },
    schema: { tags: ['Companies'], summary: "A company's on-time record", description: 'On the asking agency’s own complaints, and at all agencies in numbers only. Over the last 12 months and of all time.', params: ById, response: { 200: OnTimeRecord } },
  }, (request) => readOnTimeRecord(deps, request.actor, request.params.id))

  app.get('/on-time-record', {
    config: { permission: 'received.view' },
    schema: { tags: ['Received complaints'], summary: "The company's own on-time record", description: 'At all agencies.', response: { 200: OnTimeRecord } },
  }, (request) => readOwnOnTimeRecord(deps, request.actor))
}
