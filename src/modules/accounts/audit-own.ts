import type { Actor } from '../../access/actor.ts'
import type { Tx } from '../../platform/ports.ts'

/** The audit entry of what somebody does to their own account. */
export function auditOwn(tx: Tx, actor: Actor, action: string, details: Record<string, string | number | string[]> = {}): Promise<void> {
  return tx.audit({
    action,
    audience: 'platform',
    agencyId: actor.kind === 'agency' ? actor.agencyId : null,
    companyId: actor.kind === 'company' ? actor.companyId : null,
    about: { kind: 'account', id: actor.userId },
    details,
  })
}
