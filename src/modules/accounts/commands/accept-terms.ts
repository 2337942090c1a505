import { sql } from 'kysely'
import type { Actor } from '../../../access/actor.ts'
import { AppError } from '../../../kernel/errors.ts'
import type { Deps } from '../../../platform/ports.ts'
import { auditOwn } from '../audit-own.ts'
import { termsVersion } from '../domain/terms.ts'

/** The terms of use that hold now, by whoever is signed in. */
export async function acceptTerms(deps: Deps, actor: Actor, version: string): Promise<void> {
  if (version !== termsVersion) throw new AppError('conflict', 'The terms of use have changed since you opened them. Load the page again and read the present ones.')
  await deps.transaction(actor, async (tx) => {
    await sql`select accept_terms(${version}, ${tx.now})`.execute(tx.db)
    await auditOwn(tx, actor, 'account.terms_accepted', { version })
  })
}
