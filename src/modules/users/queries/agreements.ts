import type { Actor } from '../../../access/actor.ts'
import { notFound } from '../../../kernel/errors.ts'
import type { Deps } from '../../../platform/ports.ts'
import { safeName } from '../../documents/domain/file-name.ts'
import type { Agreement } from '../contract.ts'
import { administratorOf, auditAccount, findUser } from '../store.ts'

/** Confidentiality agreements of a third-party user, newest first. */
export async function listAgreements(deps: Deps, actor: Actor, userId: string): Promise<Agreement[]> {
  const administrator = administratorOf(actor)
  return deps.transaction(administrator, async (tx) => {
    await findUser(tx, administrator, userId)
    if (administrator.kind === 'agency') return []
    const rows = await tx.db
      .selectFrom('confidentiality_agreement as c')
      .innerJoin('person as p', 'p.id', 'c.uploaded_by')
      .select(['c.id', 'c.name', 'c.size', 'c.sha256', 'c.uploaded_at', 'p.name as by'])
      .where('c.user_id', '=', userId)
      .orderBy('c.uploaded_at', 'desc')
      .execute()
    return rows.map((row) => ({ id: row.id, name: row.name, size: row.size, sha256: row.sha256, uploadedBy: row.by, uploadedAt: row.uploaded_at.toISOString() }))
  })
}

/** One of them, to be downloaded. The reading is recorded. */
export async function openAgreement(deps: Deps, actor: Actor, userId: string, agreementId: string): Promise<{ name: string; content: Buffer }> {
  const administrator = administratorOf(actor)
  return deps.transaction(administrator, async (tx) => {
    await findUser(tx, administrator, userId)
    if (administrator.kind === 'agency') throw notFound('agreement')
    const row = await tx.db.selectFrom('confidentiality_agreement').select(['name', 'content']).where('id', '=', agreementId).where('user_id', '=', userId).executeTakeFirst()
    if (row === undefined) throw notFound('agreement')
    await auditAccount(tx, administrator, 'account.agreement_read', userId, { agreementId })
    return { name: safeName(row.name), content: row.content }
  })
}
