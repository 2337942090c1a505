import { ById } from '../../kernel/shapes.ts'
import type { App } from '../../platform/http/app.ts'
import type { Deps } from '../../platform/ports.ts'
import { CompanyPage, CompanyRecord, FindSubjects, ListedPage, ListedSearch, SearchCompanies, SubjectMatches } from './contract.ts'
import { findSubjects } from './queries/find-subjects.ts'
import { listListed } from './queries/list-listed.ts'
import { readCompany } from './queries/read-company.ts'
import { searchCompanies } from './queries/search-companies.ts'

const tags = ['Companies']

export function companyRoutes(app: App, deps: Deps): void {
  app.post('/subject-searches', {
    config: { permission: 'company.view' },
    schema: { tags, summary: 'Find whom a complaint is about', description: 'By SES ID, NMLS ID or name; names forgive typos. Names come in the body, so that no log holds them.', body: FindSubjects, response: { 200: SubjectMatches } },
  }, (request) => findSubjects(deps, request.actor, request.body))

  app.post('/company-searches', {
    config: { permission: 'company.view' },
    schema: {
      tags,
      summary: 'Find companies',
      description: 'By SES ID, NMLS ID, license number or name (typos forgiven), by state, enrollment and kind; without any of them all companies by name. Words come in the body, so that no log holds them.',
      body: SearchCompanies,
      response: { 200: CompanyPage },
    },
  }, (request) => searchCompanies(deps, request.actor, request.body))

  app.get('/companies/:id', {
    config: { permission: 'company.view' },
    schema: { tags, summary: 'A company', params: ById, response: { 200: CompanyRecord } },
  }, (request) => readCompany(deps, request.actor, request.params.id))

  for (const kind of ['branch', 'individual'] as const) {
    app.post(`/companies/:id/${kind}-searches`, {
      config: { permission: 'company.view' },
      schema: { tags, summary: kind === 'branch' ? "A company's branches" : "A company's individuals", description: 'By name; all of them without words.', params: ById, body: ListedSearch, response: { 200: ListedPage } },
    }, (request) => listListed(deps, request.actor, request.params.id, kind, request.body))
  }
}
