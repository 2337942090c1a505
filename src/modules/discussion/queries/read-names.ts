import type { Tx } from '../../../platform/ports.ts'
import type { Named } from '../contract.ts'
import { mentionsIn } from '../domain/markup.ts'

/** For each text, who is named in it, by the name of today; two queries for all of them. */
export async function namesIn(tx: Tx, texts: readonly string[]): Promise<Named[][]> {
  const mentions = texts.map((text) => mentionsIn(text))
  const idsOf = (kind: 'user' | 'agency') => [...new Set(mentions.flat().flatMap((mention) => (mention.kind === kind ? [mention.id] : [])))]
  const [userIds, agencyIds] = [idsOf('user'), idsOf('agency')]
  const users = userIds.length === 0 ? [] : await tx.db.selectFrom('person as p').innerJoin('agency as a', 'a.id', 'p.agency_id').select(['p.id', 'p.name', 'a.short_name as agency']).where('p.id', 'in', userIds).execute()
  const agencies = agencyIds.length === 0 ? [] : await tx.db.selectFrom('agency').select(['id', 'name', 'short_name as agency']).where('id', 'in', agencyIds).execute()
  const known = new Map<string, Named>([...users.map((row) => ({ kind: 'user' as const, ...row })), ...agencies.map((row) => ({ kind: 'agency' as const, ...row }))].map((one) => [one.id, one]))
  return mentions.map((of) => of.flatMap((mention) => (mention.kind === 'everybody' ? [] : (known.get(mention.id) ?? []))))
}
