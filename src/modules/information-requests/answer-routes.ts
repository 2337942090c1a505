import { z } from 'zod'
import { ById, Id } from '../../kernel/shapes.ts'
import type { App } from '../../platform/http/app.ts'
import type { Deps } from '../../platform/ports.ts'
import { AddComment, AnswerWork, AssignDrafters, ByAsk, ByComment, HandOver, MakeAsk, ReadyAnswers, ReturnDraft, SubmissionList, SubmitResponses, WithdrawAsk } from './answer-contract.ts'
import { makeAsk, withdrawAsk } from './commands/ask.ts'
import { assignDrafters } from './commands/assign-drafters.ts'
import { addComment, removeComment } from './commands/comment.ts'
import { handOverDraft, returnDraft, takeBackDraft } from './commands/hand-over.ts'
import { submitResponses } from './commands/submit-response.ts'
import { readReadyAnswers } from './queries/ready-answers.ts'
import { readAnswerWork } from './queries/read-work.ts'
import { listSubmissions } from './queries/submissions.ts'

const tags = ['Received complaints']
const Submitted = z.object({ submissionId: Id.describe('Its receipt: GET /received-complaints/{id}/receipts/{submissionId}.pdf') })

/** How a company works on its answers: drafters, comments, handing over, submitting several, asking its agency. */
export function answerRoutes(app: App, deps: Deps): void {
  app.get('/received-requests/:id/work', {
    config: { permission: 'received.view' },
    schema: { tags, summary: 'What goes on around an answer', description: 'Who drafts, comments, handing over, what was asked of the agency. Never visible to an agency but for what was asked of it.', params: ById, response: { 200: AnswerWork } },
  }, (request) => readAnswerWork(deps, request.actor, request.params.id))

  app.post('/received-requests/:id/hand-overs', {
    config: { permission: 'response.hand-over' },
    schema: { tags, summary: 'Hand the draft to the Company POC', description: 'From then on the Company POC alone changes it.', params: ById, body: HandOver, response: { 201: AnswerWork } },
  }, async (request, reply) => {
    await handOverDraft(deps, request.actor, request.params.id, request.body)
    return reply.code(201).send(await readAnswerWork(deps, request.actor, request.params.id))
  })

  app.post('/received-requests/:id/take-backs', {
    config: { permission: 'response.hand-over' },
    schema: { tags, summary: 'Take back what one handed over', description: 'As long as the Company POC has not changed it.', params: ById, body: HandOver, response: { 201: AnswerWork } },
  }, async (request, reply) => {
    await takeBackDraft(deps, request.actor, request.params.id, request.body)
    return reply.code(201).send(await readAnswerWork(deps, request.actor, request.params.id))
  })

  app.post('/received-requests/:id/returns', {
    config: { permission: 'response.return' },
    schema: { tags, summary: 'Return the draft to whoever handed it over', params: ById, body: ReturnDraft, response: { 201: AnswerWork } },
  }, async (request, reply) => {
    await returnDraft(deps, request.actor, request.params.id, request.body)
    return reply.code(201).send(await readAnswerWork(deps, request.actor, request.params.id))
  })

  app.post('/received-requests/:id/comments', {
    config: { permission: 'response.comment' },
    schema: { tags, summary: 'Comment on the answer, within the company', params: ById, body: AddComment, response: { 201: AnswerWork } },
  }, async (request, reply) => {
    await addComment(deps, request.actor, request.params.id, request.body)
    return reply.code(201).send(await readAnswerWork(deps, request.actor, request.params.id))
  })

  app.delete('/received-requests/:id/comments/:commentId', {
    config: { permission: 'response.comment' },
    schema: { tags, summary: "Remove one's own comment", params: ByComment, response: { 200: AnswerWork } },
  }, async (request) => {
    await removeComment(deps, request.actor, request.params.id, request.params.commentId)
    return readAnswerWork(deps, request.actor, request.params.id)
  })

  app.put('/received-requests/:id/drafters', {
    config: { permission: 'response.assign-drafters' },
    schema: { tags, summary: 'Say who shall draft the answer', params: ById, body: AssignDrafters, response: { 200: AnswerWork } },
  }, async (request) => {
    await assignDrafters(deps, request.actor, request.params.id, request.body)
    return readAnswerWork(deps, request.actor, request.params.id)
  })

  app.post('/received-requests/:id/asks', {
    config: { permission: 'response.ask' },
    schema: { tags, summary: 'Ask the agency to send a request back, or for more time', params: ById, body: MakeAsk, response: { 201: AnswerWork } },
  }, async (request, reply) => {
    await makeAsk(deps, request.actor, request.params.id, request.body)
    return reply.code(201).send(await readAnswerWork(deps, request.actor, request.params.id))
  })

  app.post('/received-requests/:id/asks/:askId/withdrawals', {
    config: { permission: 'response.ask' },
    schema: { tags, summary: 'Withdraw what was asked', params: ByAsk, body: WithdrawAsk, response: { 201: AnswerWork } },
  }, async (request, reply) => {
    await withdrawAsk(deps, request.actor, request.params.id, request.params.askId, request.body)
    return reply.code(201).send(await readAnswerWork(deps, request.actor, request.params.id))
  })

  app.get('/received-complaints/:id/answers', {
    config: { permission: 'received.view' },
    schema: { tags, summary: 'Answers that wait to be submitted, and what is missing', params: ById, response: { 200: ReadyAnswers } },
  }, (request) => readReadyAnswers(deps, request.actor, request.params.id))

  app.post('/received-complaints/:id/submissions', {
    config: { permission: 'response.submit' },
    schema: { tags, summary: 'Submit one answer, several or all', description: 'The Company POC only. All or nothing: a refusal names its requests in `current`.', params: ById, body: SubmitResponses, response: { 201: Submitted } },
  }, async (request, reply) => reply.code(201).send({ submissionId: await submitResponses(deps, request.actor, request.params.id, request.body) }))

  app.get('/received-complaints/:id/submissions', {
    config: { permission: 'received.view' },
    schema: { tags, summary: 'What was submitted, each with its receipt', params: ById, response: { 200: SubmissionList } },
  }, (request) => listSubmissions(deps, request.actor, request.params.id))
}
