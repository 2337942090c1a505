import { Readable } from 'node:stream'
import type { Actor } from '../../access/actor.ts'
import { notFound } from '../../kernel/errors.ts'
import type { Deps, Tx } from '../../platform/ports.ts'

/** After so many bytes, or so many milliseconds, it is asked again whether the reader may go on. */
const bytesBetween = 8 * 1024 * 1024
const timeBetween = 1_000

/**
 * Bytes that go on only as long as their reader may have them: asked before the first, and while they are read. Whoever
 * lost the access, the role or the account meanwhile gets no more, and the stream ends with an error, so that what was cut
 * off does not look complete.
 */
export function watchedRead(deps: Pick<Deps, 'clock'>, open: () => Readable, mayGoOn: () => Promise<boolean>): Readable {
  const bytes = async function* () {
    if (!(await mayGoOn())) throw notFound('file')
    let [given, askedAt] = [0, deps.clock.now().getTime()]
    for await (const chunk of open()) {
      if (!(chunk instanceof Uint8Array)) continue
      const now = deps.clock.now().getTime()
      if (given >= bytesBetween || now - askedAt >= timeBetween) {
        if (!(await mayGoOn())) throw notFound('file')
        given = 0
        askedAt = now
      }
      given += chunk.length
      yield chunk
    }
  }
  return Readable.from(bytes(), { objectMode: false })
}

/** May the actor read this document still, and has the account its standing? */
export function stillReadsDocument(deps: Deps, actor: Actor, documentId: string): () => Promise<boolean> {
  return () => deps.transaction(actor, async (tx) => {
    const found = await tx.db.selectFrom('document').select('id').where('id', '=', documentId).where('removed_at', 'is', null).executeTakeFirst()
    return found !== undefined && (await hasStanding(tx, actor))
  })
}

/** May the agency's actor read the detail of this complaint still? */
export function stillReadsDetail(deps: Deps, actor: Actor, complaintId: string): () => Promise<boolean> {
  return () => deps.transaction(actor, async (tx) => {
    const found = await tx.db.selectFrom('complaint_detail').select('complaint_id').where('complaint_id', '=', complaintId).executeTakeFirst()
    return found !== undefined && (await hasStanding(tx, actor))
  })
}

/** The claims are those with which the reading began: a role that was taken away since is seen here. */
async function hasStanding(tx: Tx, actor: Actor): Promise<boolean> {
  const account = await tx.db.selectFrom('account').select(['standing', 'complaints_role']).where('user_id', '=', actor.userId).executeTakeFirst()
  if (account?.standing !== 'active') return false
  const reads = actor.kind === 'agency' ? actor.complaintsRole !== null : actor.kind === 'company' && actor.complaintsAccess !== null
  return !reads || account.complaints_role !== null
}
