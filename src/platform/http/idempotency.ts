import { AsyncLocalStorage } from 'node:async_hooks'
import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { AppError, invalid } from '../../kernel/errors.ts'
import type { Deps, Tx } from '../ports.ts'
import { sessionCookie, type App } from './app.ts'
import { readableRecord } from './readable-record.ts'

/**
 * Idempotency-Key: a request that is sent twice is carried out once. Its key is claimed in the very transaction of
 * its command, so the two stand or fall together, and a second request at the same moment waits at the claim. The
 * answer, which only the presenter knows, is stored beside the key before it is sent. Where the process died in
 * between, a repetition is told that the work was done.
 */
type Claim = { userId: string; key: string; path: string; bodyHash: string; state: 'open' | 'claiming' | 'kept' | 'lost' }

declare module 'fastify' {
  interface FastifyRequest {
    claim: Claim | null
  }
}

const remembered = 24 * 3_600_000
// The status of a claim whose answer is not stored yet.
const unanswered = 0
const requests = new AsyncLocalStorage<Claim>()

class AlreadyClaimed extends Error {}

/** A request's first transaction as its own actor also claims the request's key. */
export function claimingTransactions(transaction: Deps['transaction']): Deps['transaction'] {
  return async (actor, work) => {
    const claim = requests.getStore()
    if (claim?.state !== 'open' || !('userId' in actor) || actor.userId !== claim.userId) return transaction(actor, work)
    claim.state = 'claiming'
    let outcome: Claim['state'] = 'open'
    try {
      const result = await transaction(actor, async (tx) => {
        await insertClaim(tx, claim)
        return work(tx)
      })
      outcome = 'kept'
      return result
    } catch (error) {
      // An earlier request has the key; what is still read to repeat its answer claims nothing.
      if (error instanceof AlreadyClaimed) outcome = 'lost'
      throw error
    } finally {
      claim.state = outcome
    }
  }
}

async function insertClaim(tx: Tx, claim: Claim): Promise<void> {
  await tx.db.deleteFrom('idempotency_key').where('user_id', '=', claim.userId).where('created_at', '<', new Date(tx.now.getTime() - remembered)).execute()
  const { numInsertedOrUpdatedRows } = await tx.db
    .insertInto('idempotency_key')
    .values({ ...primaryKey(claim), body_hash: claim.bodyHash, status: unanswered, response: null, created_at: tx.now })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  if (numInsertedOrUpdatedRows !== 1n) throw new AlreadyClaimed('Claimed by an earlier request.')
}

function primaryKey(claim: Claim) {
  return { user_id: claim.userId, path: claim.path, key: claim.key }
}

export type Repetitions = {
  /** Answers as the earlier request was answered, when `error` says that there was one. */
  answered(error: unknown, request: FastifyRequest, reply: FastifyReply): Promise<boolean>
}

/** @param transaction the plain one, that claims nothing */
export function recogniseRepetitions(app: App, { transaction }: Pick<Deps, 'transaction'>): Repetitions {
  app.decorateRequest('claim', null)

  app.addHook('preHandler', (request, _reply, done) => {
    const claim = claimOf(request)
    if (claim === null) {
      done()
      return
    }
    request.claim = claim
    find(request, claim).then(
      (stored) => (stored === undefined ? requests.run(claim, done) : done(new AlreadyClaimed('Stored by an earlier request.'))),
      (error: unknown) => done(error instanceof Error ? error : new Error('The key could not be looked up.')),
    )
  })

  app.addHook('onSend', async (request, reply, payload) => {
    const { claim } = request
    if (claim?.state !== 'kept') return
    const isJson = typeof payload === 'string' && String(reply.getHeader('content-type')).includes('json')
    await transaction(request.actor, async (tx) => {
      await tx.db.deleteFrom('idempotency_key').where('user_id', '=', claim.userId).where('path', '=', claim.path).where('key', '=', claim.key).execute()
      await tx.db
        .insertInto('idempotency_key')
        .values({ ...primaryKey(claim), body_hash: claim.bodyHash, status: reply.statusCode, response: isJson ? payload : null, created_at: tx.now })
        .execute()
    })
  })

  const find = (request: FastifyRequest, claim: Claim) =>
    transaction(request.actor, (tx) =>
      tx.db
        .selectFrom('idempotency_key')
        .select(['status', 'response', 'body_hash'])
        .where('user_id', '=', claim.userId)
        .where('path', '=', claim.path)
        .where('key', '=', claim.key)
        .where('created_at', '>=', new Date(tx.now.getTime() - remembered))
        .executeTakeFirst(),
    )

  /** The first request may still be at its presenter: its answer is waited for. */
  async function storedAnswer(request: FastifyRequest, claim: Claim): Promise<{ status: number; response: unknown }> {
    for (let attempt = 0; attempt < 100; attempt += 1) {
      const stored = await find(request, claim)
      if (stored !== undefined && stored.body_hash !== claim.bodyHash) throw invalid({ 'Idempotency-Key': 'This key was used already, with another request. Use a new key.' })
      if (stored !== undefined && stored.status !== unanswered) return stored
      await sleep(50)
    }
    throw new AppError('conflict', 'This request was carried out already. Read the record to see the result.')
  }

  return {
    async answered(error, request, reply) {
      if (!(error instanceof AlreadyClaimed) || request.claim === null) return false
      const stored = await storedAnswer(request, request.claim)
      const record = readableRecord(app, request, stored.response)
      const response = record === null ? stored.response : asReadToday(request, stored.response, await mustRead(app, request, record))
      reply.code(stored.status).header('idempotency-replayed', 'true')
      if (response !== null) reply.type(stored.status < 400 ? 'application/json; charset=utf-8' : 'application/problem+json')
      await reply.send(response === null ? undefined : JSON.stringify(response))
      return true
    },
  }
}

/** An answer is not repeated to somebody who could no longer read its record. @returns the record as it is read now */
async function mustRead(app: App, request: FastifyRequest, url: string): Promise<unknown> {
  const { authorization } = request.headers
  const asWho = request.bearer !== null && authorization !== undefined ? { headers: { authorization } } : { headers: { 'x-ses-background': '1' }, cookies: { [sessionCookie]: request.cookies[sessionCookie] ?? '' } }
  const response = await app.inject({ method: 'GET', url, ...asWho })
  if (response.statusCode >= 400) throw new AppError('not_found', 'This record was not found.')
  return response.json()
}

/**
 * The answer with what its reader may see of it today: the agency may have restricted the complainant since, or the
 * company named another Company POC. What a company could read then and cannot be found now is not repeated.
 */
function asReadToday(request: FastifyRequest, stored: unknown, record: unknown): unknown {
  const id = idOf(stored)
  const today = id === null ? undefined : findById(record, id)
  if (today !== undefined) return today
  if ((request.actor.kind === 'company' && id !== null) || isBasicOnly(record)) throw new AppError('conflict', 'This request was carried out already. Read the record to see the result.')
  return stored
}

/** A complaint whose detail is another agency's by now: what its former owner wrote or read is not repeated either. */
function isBasicOnly(record: unknown): boolean {
  return typeof record === 'object' && record !== null && 'detail' in record && record.detail === null
}

function idOf(value: unknown): string | null {
  return typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'string' ? value.id : null
}

/** The object with this ID, wherever it stands in the record. */
function findById(value: unknown, id: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined
  if (idOf(value) === id) return value
  for (const inner of Object.values(value)) {
    const found = findById(inner, id)
    if (found !== undefined) return found
  }
  return undefined
}

/** What reads only (searches, lookups, previews, exports) keeps nothing; of a secret not even the hash, by which it could be guessed. */
function claimOf(request: FastifyRequest): Claim | null {
  const key = request.headers['idempotency-key']
  const by = request.signedIn ?? request.bearer
  if (key === undefined || request.method !== 'POST' || by === null || request.routeOptions.config.secret === true) return null
  const path = request.url.split('?', 1)[0] ?? ''
  if (/(searches|lookups|previews|exports)$/.test(path)) return null
  if (typeof key !== 'string' || !/^[\x21-\x7e]{1,200}$/.test(key)) throw invalid({ 'Idempotency-Key': 'Use 1 to 200 visible characters without spaces.' })
  // A file is handed on as it comes, and cannot be compared before.
  if (request.body instanceof Readable) return null
  const bodyHash = createHash('sha256').update(JSON.stringify([request.query, request.body ?? null])).digest('hex')
  // A token's keys are its own: what another token or the session was answered may be more than this one may read.
  return { userId: by.actor.userId, key, path: request.bearer === null ? path : `${path} by ${request.bearer.token.id}`, bodyHash, state: 'open' }
}
