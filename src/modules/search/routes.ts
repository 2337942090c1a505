import type { App } from '../../platform/http/app.ts'
import type { Deps } from '../../platform/ports.ts'
import { HitPage, SearchAll, SearchReceived } from './contract.ts'
import { searchComplaints } from './queries/search-complaints.ts'
import { searchReceived } from './queries/search-received.ts'

const tags = ['Search']

/** The one search box: an agency's over complaints of all agencies, a company's over those that it received. */
export function searchRoutes(app: App, deps: Deps): void {
  app.post('/complaint-searches', {
    config: { permission: 'complaint.view' },
    schema: {
      tags,
      summary: 'Search complaints in all that the agency may see',
      description: 'Subject, complainant, description, requests, answers, notes, violations, names of documents, closing. With facets and the passages in which the words stand. At most 300 matches are looked at, the newest, half of the room for those whose detail the agency reads and half for the basic information of other agencies; showing a passage of the detail is recorded as a reading.',
      body: SearchAll,
      response: { 200: HitPage },
    },
  }, (request) => searchComplaints(deps, request.actor, request.body))

  app.post('/received-searches', {
    config: { permission: 'received.view' },
    schema: {
      tags,
      summary: 'Search the complaints that the company received',
      description: 'What the whole company may read: subject, complainant and description where shared, requests, sent answers that are not restricted, names of shared documents.',
      body: SearchReceived,
      response: { 200: HitPage },
    },
  }, (request) => searchReceived(deps, request.actor, request.body))
}
