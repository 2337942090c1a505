import { sql } from 'kysely'
import type { Tx } from '../ports.ts'

/** Remembers that a mail server refused an address for good, for the Account Administrators of whose it is. */
export async function addressRefused(tx: Tx, { address, userId, code }: { address: string; userId: string | null; code: number }): Promise<void> {
  const key = address.toLowerCase()
  const owner =
    userId === null
      ? sql`select null::uuid as user_id, id as agency_id, null::uuid as company_id from agency where ${address} = any(extra_addresses)
            union all select null, null, company_id from company_contacts where ${address} = any(extra_addresses) limit 1`
      : sql`select user_id, agency_id, company_id from account where user_id = ${userId} and (agency_id is not null or company_id is not null)`
  await sql`
    insert into refused_address (address_key, address, user_id, agency_id, company_id, smtp_code, refused_at)
    select ${key}, ${address}, o.user_id, o.agency_id, o.company_id, ${code}::integer, ${tx.now}::timestamptz from (${owner}) o
    on conflict (address_key) do update set smtp_code = excluded.smtp_code, refused_at = excluded.refused_at`.execute(tx.db)
}

/** An e-mail arrived there: it works again. */
export async function addressTookIt(tx: Tx, address: string): Promise<void> {
  await tx.db.deleteFrom('refused_address').where('address_key', '=', address.toLowerCase()).execute()
}
