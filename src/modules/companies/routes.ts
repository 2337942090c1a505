import { ById } from '../../kernel/shapes.ts'
import type { App } from '../../platform/http/app.ts'
import type { Deps } from '../../platform/ports.ts'
import { CompanyRecord, FindSubjects, SubjectMatches } from './contract.ts'
import { findSubjects } from './queries/find-subjects.ts'
import { readCompany } from './queries/read-company.ts'

const tags = ['Companies']

export function companyRoutes(app: App, deps: Deps): void {
  app.post('/subject-searches', {
    config: { permission: 'company.view' },
    schema: { tags, summary: 'Find whom a complaint is about', description: 'By SES ID, NMLS ID or name; names forgive typos. Names come in the body, so that no log holds them.', body: FindSubjects, response: { 200: SubjectMatches } },
  }, (request) => findSubjects(deps, request.actor, request.body))

  app.get('/companies/:id', {
    config: { permission: 'company.view' },
    schema: { tags, summary: 'A company', params: ById, response: { 200: CompanyRecord } },
  }, (request) => readCompany(deps, request.actor, request.params.id))
}
