import type { PlatformActor } from '../access/actor.ts'
import type { Deps } from '../platform/ports.ts'

/** Who works at the command line: a person with a name that the audit can show, and without an account. */
const operator: PlatformActor = { kind: 'platform', userId: '00000000-0000-7000-8000-000000000001', timeZone: 'UTC' }

export async function asOperator(deps: Deps): Promise<PlatformActor> {
  await deps.transaction(operator, (tx) =>
    tx.db
      .insertInto('person')
      .values({ id: operator.userId, kind: 'platform', name: 'Operator (command line)' })
      .onConflict((conflict) => conflict.doNothing())
      .execute(),
  )
  return operator
}
