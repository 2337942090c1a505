import { sql } from 'kysely'
import type { Actor } from '../../../access/actor.ts'
import { permit } from '../../../access/permissions.ts'
import { AppError, notFound } from '../../../kernel/errors.ts'
import { nameKey } from '../../../kernel/text.ts'
import { newId } from '../../../platform/new-id.ts'
import type { Deps, Tx } from '../../../platform/ports.ts'
import type { DecideAccountRequest } from '../account-requests-contract.ts'
import { readAccountRequestIn } from '../queries/read-account-request.ts'

/** A platform administrator approves, which makes the company with its SES ID, or rejects with a note. The agency is told. */
export async function decideCompanyAccount(deps: Pick<Deps, 'transaction'>, actor: Actor, id: string, input: DecideAccountRequest): Promise<void> {
  if (actor.kind !== 'platform') throw notFound('request')
  await deps.transaction(actor, async (tx) => {
    const found = await tx.db.selectFrom('company_account_request').select(['id', 'agency_id', 'name', 'status', 'version']).where('id', '=', id).forUpdate().executeTakeFirst()
    if (found === undefined) throw notFound('request')
    permit(actor, 'platform.decide-company-accounts')
    if (found.version !== input.version) {
      throw new AppError('stale_version', 'Somebody else changed this request since you opened it. Look at what is there now.', { current: await readAccountRequestIn(tx, actor, id) })
    }
    if (found.status !== 'pending') throw new AppError('conflict', `This request was ${found.status} already.`)
    const companyId = input.decision === 'approved' ? await makeCompany(tx, found) : null
    const note = input.note.trim()
    await tx.db
      .updateTable('company_account_request')
      .set({ status: input.decision, decided_by: actor.userId, decided_at: tx.now, decision_note: note === '' ? null : note, company_id: companyId, version: found.version + 1 })
      .where('id', '=', id)
      .execute()
    await tx.audit({
      action: `company_account.${input.decision}`,
      audience: 'platform',
      agencyId: found.agency_id,
      companyId,
      about: { kind: 'company_account_request', id },
    })
    await tx.enqueue('notify-organisation', { eventId: newId(), event: 'company_account_decided', agencyId: found.agency_id, requestId: id, by: actor.userId })
  })
}

async function makeCompany(tx: Tx, request: { id: string; name: string }): Promise<string> {
  const companyId = newId()
  const { rows } = await sql<{ made: boolean }>`select approve_company_account(${request.id}, ${companyId}, ${nameKey(request.name)}, ${tx.now}) as made`.execute(tx.db)
  if (rows[0]?.made !== true) throw new AppError('conflict', 'This request was decided already.')
  return companyId
}
