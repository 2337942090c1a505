import { sql } from 'kysely'
import { daysUntilReached } from '../mail-reach.ts'
import { newId } from '../new-id.ts'
import type { Tx } from '../ports.ts'

type Refusal = {
  address: string
  userId: string | null
  /** Such as 550; null: a report did not say. */
  code: number | null
  /** Enhanced status code, where a report said it. */
  status?: string | null
  /** It came back as an e-mail, after the own mail server had taken it. */
  byReport?: boolean
}

/**
 * Remembers that an address cannot be reached, for the Account Administrators of whose it is, who are told once until it
 * works again. Nobody is told of an address that is nobody's any more.
 */
export async function addressRefused(tx: Tx, { address, userId, code, status = null, byReport = false }: Refusal): Promise<void> {
  const key = address.toLowerCase()
  const owner = await ownerOf(tx, address, userId)
  if (owner === null) return
  const values = { address, user_id: owner.user_id, agency_id: owner.agency_id, company_id: owner.company_id, smtp_code: code, status, by_report: byReport, refused_at: tx.now }
  // Of two reports at once the second waits here for the first, and finds what it wrote.
  const added = await tx.db.insertInto('refused_address').values({ address_key: key, ...values }).onConflict((conflict) => conflict.column('address_key').doNothing()).returning('address_key').executeTakeFirst()
  if (added === undefined) {
    const known = await tx.db.selectFrom('refused_address').select(['by_report', 'tried_at']).where('address_key', '=', key).forUpdate().executeTakeFirstOrThrow()
    await tx.db.updateTable('refused_address').set({ ...values, tried_at: null }).where('address_key', '=', key).execute()
    if (!wasReached(tx, known)) return
  }
  const whose = owner.user_id === null ? {} : { userId: owner.user_id }
  const home = owner.agency_id === null ? { companyId: owner.company_id ?? '' } : { agencyId: owner.agency_id }
  await tx.enqueue('notify-organisation', { eventId: newId(), event: 'address_refused', ...whose, ...home, by: null })
}

/** The own mail server took an e-mail for it. If that once came back as a report, only days without another show that it arrived. */
export async function addressTookIt(tx: Tx, address: string): Promise<void> {
  const key = address.toLowerCase()
  const known = await tx.db.selectFrom('refused_address').select(['by_report', 'tried_at']).where('address_key', '=', key).forUpdate().executeTakeFirst()
  if (known === undefined) return
  if (!known.by_report || wasReached(tx, known)) await addressWorks(tx, address)
  else if (known.tried_at === null) await tx.db.updateTable('refused_address').set({ tried_at: tx.now }).where('address_key', '=', key).execute()
}

/** An e-mail arrived there. */
export async function addressWorks(tx: Tx, address: string): Promise<void> {
  await tx.db.deleteFrom('refused_address').where('address_key', '=', address.toLowerCase()).execute()
}

function wasReached(tx: Tx, { by_report: byReport, tried_at: triedAt }: { by_report: boolean; tried_at: Date | null }): boolean {
  return byReport && triedAt !== null && triedAt.getTime() < tx.now.getTime() - daysUntilReached * 86_400_000
}

type Owner = { user_id: string | null; agency_id: string | null; company_id: string | null }

/** Of e-mails that go to an address alone (invitations, links) the user is known by that; else it is an extra address. */
async function ownerOf(tx: Tx, address: string, userId: string | null): Promise<Owner | null> {
  const { rows: accounts } = await sql<Owner & { gone: boolean }>`
    select user_id, agency_id, company_id, standing = 'removed' or num_nonnulls(agency_id, company_id) = 0 or coalesce(${userId}::uuid <> user_id, false) as gone from account where email_key = ${address.toLowerCase()}`.execute(tx.db)
  const [account] = accounts
  if (account !== undefined) return account.gone ? null : account
  if (userId !== null) return null
  const { rows } = await sql<Owner>`
    select null::uuid as user_id, id as agency_id, null::uuid as company_id from agency where ${address} = any(extra_addresses)
    union all select null, null, company_id from company_contacts where ${address} = any(extra_addresses) limit 1`.execute(tx.db)
  return rows[0] ?? null
}
