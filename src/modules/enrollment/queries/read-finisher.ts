import type { Actor } from '../../../access/actor.ts'
import { notFound } from '../../../kernel/errors.ts'
import type { Deps } from '../../../platform/ports.ts'
import type { EnrollmentFinisher } from '../contract.ts'
import { endedEnrollments } from '../domain/enrollment-steps.ts'

/** Whom a colleague may ask who came before the set-up was complete: a name, and nothing of the enrollment itself. */
export async function readFinisher(deps: Pick<Deps, 'transaction'>, actor: Actor): Promise<EnrollmentFinisher> {
  if (actor.kind !== 'company') throw notFound('enrollment')
  return deps.transaction(actor, async (tx) => {
    const finisher = await tx.db
      .selectFrom('enrollment as e')
      .innerJoin('person as p', 'p.id', 'e.first_user_id')
      .select(['p.name'])
      .where('e.company_id', '=', actor.companyId)
      .where('e.state', 'not in', endedEnrollments)
      .executeTakeFirst()
    if (finisher === undefined) throw notFound('enrollment')
    return finisher
  })
}
