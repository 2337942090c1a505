import { sql } from 'kysely'
import type { Tx } from '../../platform/ports.ts'
import type { LinkLookup } from './link-contract.ts'

/** The narrow functions of migration 0015 that alone reach one-time links. */
export type LinkPurpose = LinkLookup['purpose']

export type OpenLink = {
  user_id: string
  email: string
  name: string
  kind: 'agency' | 'company' | 'platform'
  organisation_name: string | null
  has_second_factor: boolean
  agency_id: string | null
  company_id: string | null
}

/** Whose link it is while it works; reading does not use it up. */
export async function findLink(tx: Tx, linkId: string, purpose: LinkPurpose): Promise<OpenLink | undefined> {
  return (await sql<OpenLink>`select * from open_link(${linkId}, ${purpose}, ${tx.now})`.execute(tx.db)).rows[0]
}

/** False when the account may have none of this purpose. */
export async function makeLink(tx: Tx, link: { id: string; userId: string; purpose: LinkPurpose; endsAt: Date }): Promise<boolean> {
  const { rows } = await sql<{ made: boolean }>`select make_link(${link.id}, ${link.userId}, ${link.purpose}, ${link.endsAt}, ${tx.now}) as made`.execute(tx.db)
  return rows[0]?.made ?? false
}

/** Uses the link up. False when it has ended meanwhile, such as by a request at the same moment. */
export async function setPasswordByLink(tx: Tx, linkId: string, purpose: LinkPurpose, hash: string): Promise<boolean> {
  const { rows } = await sql<{ done: boolean }>`select set_password_by_link(${linkId}, ${purpose}, ${hash}, ${tx.now}) as done`.execute(tx.db)
  return rows[0]?.done ?? false
}
