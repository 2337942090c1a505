import { createHash } from 'node:crypto'
import { AppError } from '../../../kernel/errors.ts'
import { networkOf } from '../../../platform/http/network-of.ts'
import type { Deps } from '../../../platform/ports.ts'
import type { Provisioner } from '../provisioner.ts'
import { countWrongToken, findClient, type ClientOwner } from '../store.ts'

export function hashOfToken(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}

const nobody = { kind: 'nobody' } as const
// Wrong tokens of an address before it has to wait, ever longer.
const free = 20

/**
 * Whose token it is. It works as long as whoever made it is an active Account Administrator. Wrong ones are counted by
 * address; a right one is never held up by them, as a directory's service shares its addresses with strangers.
 * @throws unauthenticated, too_many_attempts
 */
export async function authenticate(deps: Deps, authorization: string | undefined, address: string): Promise<Provisioner> {
  const token = /^Bearer +(ses_scim_[\w-]{43})$/i.exec(authorization ?? '')?.[1]
  if (authorization === undefined) throw new AppError('unauthenticated', 'Send the token of this organisation as Authorization: Bearer.')
  const { owner, wait } = await deps.transaction(nobody, async (tx) => {
    const owner = token === undefined ? undefined : await findClient(tx, hashOfToken(token))
    const wait = owner === undefined ? await countWrongToken(tx, createHash('sha256').update(`scim ${networkOf(address)}`).digest(), free) : 0
    return { owner, wait }
  })
  if (wait > 0) throw new AppError('too_many_attempts', `Too many wrong tokens from this address. Try again in ${String(wait)} seconds.`, { retryAfterSeconds: wait })
  const by = owner === undefined ? null : provisionerOf(owner)
  if (by === null) throw new AppError('unauthenticated', 'This token does not work. Make a new one in the profile of your organization.')
  return by
}

function provisionerOf(owner: ClientOwner): Provisioner | null {
  if (owner.standing !== 'active' || !owner.system_roles.includes('account_administrator')) return null
  const common = { userId: owner.user_id, timeZone: owner.time_zone }
  if (owner.agency_id !== null) return { clientId: owner.client_id, actor: { kind: 'agency', ...common, agencyId: owner.agency_id, systemRoles: ['account_administrator'], complaintsRole: null } }
  if (owner.company_id === null) return null
  return {
    clientId: owner.client_id,
    actor: { kind: 'company', ...common, companyId: owner.company_id, systemRoles: ['account_administrator'], complaintsAccess: null, isComplaintsContact: false, enrolled: owner.enrollment === 'complete' },
  }
}
