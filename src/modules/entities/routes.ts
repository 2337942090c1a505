import { z } from 'zod'
import { ById, Id, Paging } from '../../kernel/shapes.ts'
import type { App } from '../../platform/http/app.ts'
import type { Deps } from '../../platform/ports.ts'
import { createEntity } from './commands/create-entity.ts'
import { decideChange } from './commands/decide-change.ts'
import { mergeEntity, turnEntity } from './commands/move-entity.ts'
import { requestChange } from './commands/request-change.ts'
import { updateEntity } from './commands/update-entity.ts'
import { ByChange, CreateEntity, DecideChange, EntityHistory, EntityPage, EntityRecord, MergeEntity, RequestChange, SearchEntities, TurnEntity, UpdateEntity } from './contract.ts'
import { readEntityHistory } from './queries/read-entity-history.ts'
import { readEntity } from './queries/read-entity.ts'
import { searchEntities } from './queries/search-entities.ts'

const tags = ['Non-NMLS entities']

/** Non-NMLS entities: unknown or unlicensed firms that agencies track together. */
export function entityRoutes(app: App, deps: Deps): void {
  app.post('/entity-searches', {
    config: { permission: 'entity.view' },
    schema: { tags, summary: 'Find Non-NMLS entities', description: 'By ETN, name, phone or website, best first; without words all of them by name. Words come in the body, so that no log holds them.', body: SearchEntities, response: { 200: EntityPage } },
  }, (request) => searchEntities(deps, request.actor, request.body))

  app.post('/entities', {
    config: { permission: 'entity.create' },
    schema: { tags, summary: 'Create a Non-NMLS entity', description: 'For a firm that no search finds. Every agency sees it; the agency that created it keeps its record.', body: CreateEntity, response: { 201: EntityRecord } },
  }, async (request, reply) => {
    const id = await createEntity(deps, request.actor, request.body)
    return reply.code(201).send(await readEntity(deps, request.actor, id))
  })

  app.get('/entities/:id', {
    config: { permission: 'entity.view' },
    schema: { tags, summary: 'A Non-NMLS entity', description: 'A record that was merged, or became a company, says where it went.', params: ById, response: { 200: EntityRecord } },
  }, (request) => readEntity(deps, request.actor, request.params.id))

  app.put('/entities/:id', {
    config: { permission: 'entity.update' },
    schema: { tags, summary: 'Change what is known of an entity', description: 'By the agency that created it.', params: ById, body: UpdateEntity, response: { 200: EntityRecord } },
  }, async (request) => {
    await updateEntity(deps, request.actor, request.params.id, request.body)
    return readEntity(deps, request.actor, request.params.id)
  })

  app.get('/entities/:id/history', {
    config: { permission: 'entity.view' },
    schema: { tags, summary: "What happened to an entity's record", params: ById, querystring: z.object({ ...Paging }), response: { 200: EntityHistory } },
  }, (request) => readEntityHistory(deps, request.actor, request.params.id, request.query))

  changeRoutes(app, deps)
  moveRoutes(app, deps)
}

function changeRoutes(app: App, deps: Deps): void {
  app.post('/entities/:id/change-requests', {
    config: { permission: 'entity.request-change' },
    schema: { tags, summary: 'Request Info Change', description: 'Another agency asks the one that keeps the record to change it; that agency is told.', params: ById, body: RequestChange, response: { 201: EntityRecord } },
  }, async (request, reply) => {
    await requestChange(deps, request.actor, request.params.id, request.body)
    return reply.code(201).send(await readEntity(deps, request.actor, request.params.id))
  })

  app.post('/entities/:id/change-requests/:changeId/decisions', {
    config: { permission: 'entity.update' },
    schema: { tags, summary: 'Answer a Request Info Change', description: 'Done or declined, with words; the agency that asked is told.', params: ByChange, body: DecideChange, response: { 201: EntityRecord } },
  }, async (request, reply) => {
    await decideChange(deps, request.actor, request.params.id, request.params.changeId, request.body)
    return reply.code(201).send(await readEntity(deps, request.actor, request.params.id))
  })
}

function moveRoutes(app: App, deps: Deps): void {
  app.post('/entities/:id/merges', {
    config: { permission: 'entity.update' },
    schema: { tags, summary: 'Merge a duplicate into another entity', description: 'The complaints of all agencies go along; the old ETN leads to the record that stays, which is answered.', params: ById, body: MergeEntity, response: { 201: EntityRecord } },
  }, async (request, reply) => {
    const stays = await mergeEntity(deps, request.actor, request.params.id, request.body)
    return reply.code(201).send(await readEntity(deps, request.actor, stays))
  })

  app.post('/entities/:id/companies', {
    config: { permission: 'entity.update' },
    schema: { tags, summary: 'Turn an entity into a company', description: 'The complaints of all agencies go to the company and can then take information requests.', params: ById, body: TurnEntity, response: { 201: z.object({ companyId: Id }) } },
  }, async (request, reply) => reply.code(201).send({ companyId: await turnEntity(deps, request.actor, request.params.id, request.body) }))
}
