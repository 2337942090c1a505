import { z } from 'zod'
import type { Action } from '../../access/permissions.ts'
import { ById, SeenVersion } from '../../kernel/shapes.ts'
import type { App } from '../../platform/http/app.ts'
import type { Deps } from '../../platform/ports.ts'
import { addPost, deletePost, editPost } from './commands/write-post.ts'
import { AddPost, Board, Candidates, EditPost, FindCandidates, FormerTexts, ListPosts, Post } from './contract.ts'
import { findCandidates } from './queries/find-candidates.ts'
import { readBoard, readPost } from './queries/read-board.ts'
import { readFormerTexts } from './queries/read-former-texts.ts'
import type { BoardOf } from './store.ts'

const tags = ['Discussion']
const posting = 'Whoever is named in it is told. Documents are uploaded into the post (tus, purpose discussion).'
const naming = 'Words come in the body, so that no log holds them.'

type BoardRoutes = { path: 'complaints' | 'entities'; record: string; readers: string; reading: Action; writing: Action; boardOf: (id: string) => BoardOf }
const boards: readonly BoardRoutes[] = [
  { path: 'complaints', record: 'a complaint', readers: 'The owner and agencies with access, never the company; the reading is recorded.', reading: 'complaint.view-detail', writing: 'discussion.post', boardOf: (complaintId) => ({ complaintId }) },
  { path: 'entities', record: 'a Non-NMLS entity', readers: 'All agencies.', reading: 'entity.view', writing: 'entity-discussion.post', boardOf: (entityId) => ({ entityId }) },
]

/** The boards on which agencies talk about a complaint or a Non-NMLS entity. */
export function discussionRoutes(app: App, deps: Deps): void {
  for (const board of boards) boardRoutes(app, deps, board)
  postRoutes(app, deps)
}

function boardRoutes(app: App, deps: Deps, { path, record, readers, reading, writing, boardOf }: BoardRoutes): void {
  app.get(`/${path}/:id/posts`, {
    config: { permission: reading },
    schema: { tags, summary: `The discussion board of ${record}`, description: `Newest first. ${readers}`, params: ById, querystring: ListPosts, response: { 200: Board } },
  }, (request) => readBoard(deps, request.actor, boardOf(request.params.id), request.query))

  app.post(`/${path}/:id/posts`, {
    config: { permission: writing },
    schema: { tags, summary: `Post on the board of ${record}`, description: posting, params: ById, body: AddPost, response: { 201: Post } },
  }, async (request, reply) => {
    const id = await addPost(deps, request.actor, boardOf(request.params.id), request.body)
    return reply.code(201).send(await readPost(deps, request.actor, id))
  })

  app.post(`/${path}/:id/post-candidates`, {
    config: { permission: writing },
    schema: { tags, summary: `Who can be named on the board of ${record}`, description: naming, params: ById, body: FindCandidates, response: { 200: Candidates } },
  }, (request) => findCandidates(deps, request.actor, boardOf(request.params.id), request.body.words))
}

function postRoutes(app: App, deps: Deps): void {
  app.get('/posts/:id', {
    config: { permission: 'complaint.view' },
    schema: { tags, summary: 'A post', params: ById, response: { 200: Post } },
  }, (request) => readPost(deps, request.actor, request.params.id))

  app.patch('/posts/:id', {
    config: { permission: 'discussion.post' },
    schema: { tags, summary: 'Edit an own post', description: 'Within 30 minutes. That it was edited shows, and what it said before stays readable.', params: ById, body: EditPost, response: { 200: Post } },
  }, async (request) => {
    await editPost(deps, request.actor, request.params.id, request.body)
    return readPost(deps, request.actor, request.params.id)
  })

  app.delete('/posts/:id', {
    config: { permission: 'discussion.post' },
    schema: { tags, summary: 'Delete an own post with its documents', description: 'Within 30 minutes. That it was there shows.', params: ById, querystring: SeenVersion, response: { 204: z.null() } },
  }, async (request, reply) => {
    await deletePost(deps, request.actor, request.params.id, request.query.version)
    return reply.code(204).send(null)
  })

  app.get('/posts/:id/former-texts', {
    config: { permission: 'complaint.view' },
    schema: { tags, summary: 'What a post said before', description: 'Of an edited post for all who read it; of a deleted one for Supervisors of its author’s agency.', params: ById, response: { 200: FormerTexts } },
  }, (request) => readFormerTexts(deps, request.actor, request.params.id))
}
