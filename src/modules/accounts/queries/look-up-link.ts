import type { Deps } from '../../../platform/ports.ts'
import type { LinkLookup, LinkOwner } from '../link-contract.ts'
import { openLink } from '../open-link.ts'

/** Who a link is for. Opening its page does not use it up: mail programs open links too. */
export async function lookUpLink(deps: Deps, { token, purpose }: LinkLookup, address: string): Promise<LinkOwner> {
  const { owner } = await openLink(deps, token, purpose, address)
  return { email: owner.email, name: owner.name, organisation: owner.organisation_name, kind: owner.kind, hasSecondFactor: owner.has_second_factor }
}
