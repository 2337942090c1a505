import { z } from 'zod'
import { ById, pageOf, Paging } from '../../kernel/shapes.ts'
import type { App } from '../../platform/http/app.ts'
import type { Deps } from '../../platform/ports.ts'
import { changeSubject } from './commands/change-subject.ts'
import { ComplaintItem, ComplaintRecord } from './contract.ts'
import { lookUpSubject } from './queries/find-subject-by-id.ts'
import { findSubjectComplaints } from './queries/find-subject-complaints.ts'
import { findSubjectsGuided } from './queries/find-subjects-guided.ts'
import { readComplaint } from './queries/read-complaint.ts'
import { ChangeSubject, FoundSubjects, LookUpSubject, SearchSubjects } from './subject-contract.ts'

const tags = ['Complaints']

/** Finding the subject of a complaint, and changing it. */
export function subjectRoutes(app: App, deps: Deps): void {
  app.post('/subject-lookups', {
    config: { permission: 'complaint.view' },
    schema: { tags, summary: 'Whom an ID belongs to', description: 'A company by SES ID, NMLS ID, Entity Tracking Number or state license number; a branch by NMLS ID; an individual by NMLS ID or name. What belongs to nobody is refused, with what to do instead.', body: LookUpSubject, response: { 200: FoundSubjects } },
  }, (request) => lookUpSubject(deps, request.actor, request.body))

  app.post('/guided-subject-searches', {
    config: { permission: 'complaint.view' },
    schema: { tags, summary: 'Find whom a complaint is about by all that is known', description: 'Companies, branches, individuals and Non-NMLS entities, best first, each with why it matches. `words` takes any ID or a name.', body: SearchSubjects, response: { 200: FoundSubjects } },
  }, (request) => findSubjectsGuided(deps, request.actor, request.body))

  app.post('/complaints/:id/subjects', {
    config: { permission: 'complaint.update' },
    schema: { tags, summary: 'Update the subject', description: 'Only while the complaint is open and before any request was sent.', params: ById, body: ChangeSubject, response: { 201: ComplaintRecord } },
  }, async (request, reply) => {
    await changeSubject(deps, request.actor, request.params.id, request.body)
    return reply.code(201).send(await readComplaint(deps, request.actor, request.params.id))
  })

  app.get('/entities/:id/complaints', {
    config: { permission: 'entity.view' },
    schema: { tags, summary: 'Complaints of all agencies about a Non-NMLS entity', description: 'Basic information, newest first; drafts are left out.', params: ById, querystring: z.object({ ...Paging }), response: { 200: pageOf(ComplaintItem) } },
  }, (request) => findSubjectComplaints(deps, request.actor, request.params.id, request.query))
}
