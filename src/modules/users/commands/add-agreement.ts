import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import type { Actor } from '../../../access/actor.ts'
import { AppError, invalid } from '../../../kernel/errors.ts'
import { newId } from '../../../platform/new-id.ts'
import type { Deps } from '../../../platform/ports.ts'
import type { Scanner } from '../../../platform/scan/scanner.ts'
import { displayName } from '../../documents/domain/file-name.ts'
import { agreementProblems } from '../domain/agreement-file.ts'
import { auditAccount } from '../store.ts'
import { changeUser, requireNotRemoved } from './change-user.ts'
import { refuse } from './create-user.ts'

/** What this module's routes are given: a scanner where one is configured. */
export type UserDeps = Deps & { scanner: Scanner | null }

/** Keeps the confidentiality agreement of a third-party user. Earlier ones stay. Answers its ID. */
export async function addAgreement(deps: UserDeps, actor: Actor, userId: string, file: { name: string; bytes: Buffer }): Promise<string> {
  refuse(agreementProblems(file.name, file.bytes))
  if (deps.scanner !== null && (await deps.scanner.scan(Readable.from([file.bytes]))) === 'infected') throw invalid({ file: 'This file holds malware and was not kept.' })
  return changeUser(deps, actor, userId, undefined, async (tx, user, administrator) => {
    requireNotRemoved(user)
    if (administrator.kind === 'agency' || user.thirdParty === null) throw new AppError('conflict', 'Confidentiality agreements are kept of third-party users.')
    const id = newId()
    await tx.db
      .insertInto('confidentiality_agreement')
      .values({
        id, company_id: administrator.companyId, user_id: userId, name: displayName(file.name), content_type: 'application/octet-stream', size: file.bytes.byteLength,
        sha256: createHash('sha256').update(file.bytes).digest('hex'), content: file.bytes, uploaded_by: administrator.userId, uploaded_at: tx.now,
      })
      .execute()
    await auditAccount(tx, administrator, 'account.agreement_added', userId, { agreementId: id })
    return id
  })
}
