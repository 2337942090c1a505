import type { AgencyActor } from '#src/access/actor.ts'
import type { Ground } from './ground.ts'

/** An agency's user with things of that agency to ask for. */
export type Clerk = { actor: AgencyActor; companyId: string; productId: number; issueId: number; cfpbId: string; otherAgencyId: string; pocId: string; words: string; commonWords: string }

/** One clerk of each agency. What they ask for exists at their agency, and is neither the rarest nor the most frequent. */
export async function castClerks(ground: Ground): Promise<Clerk[]> {
  const { rows } = await ground.admin.query<{ user_id: string; agency_id: string; company_id: string; product_id: number; issue_id: number; cfpb_id: string; other_id: string; poc_id: string; narrative: string }>(`
    select u.user_id, a.id as agency_id, c.company_id, c.product_id, c.issue_id, f.cfpb_id, o.id as other_id, c.agency_poc_id as poc_id, d.narrative
    from agency a
    cross join lateral (select user_id from account where agency_id = a.id and complaints_role = 'manager' order by user_id limit 1) u
    cross join lateral (select * from complaint where agency_id = a.id and is_open and agency_poc_id is not null order by md5(id::text) limit 1) c
    cross join lateral (select cfpb_id from complaint where agency_id = a.id and cfpb_id is not null order by md5(id::text) limit 1) f
    cross join lateral (select id from agency where id <> a.id order by md5(id::text || a.id::text) limit 1) o
    join complaint_detail d on d.complaint_id = c.id
    order by a.id`)
  return rows.map((row, index) => ({
    actor: { kind: 'agency', userId: row.user_id, agencyId: row.agency_id, complaintsRole: 'manager', systemRoles: [], timeZone: 'America/New_York' },
    companyId: row.company_id,
    productId: row.product_id,
    issueId: row.issue_id,
    cfpbId: row.cfpb_id,
    otherAgencyId: row.other_id,
    pocId: row.poc_id,
    words: twoWords(row.narrative),
    commonWords: common[index % common.length] ?? '',
  }))
}

const common = ['payment account', 'credit report', 'loan balance', 'escrow payment', 'letter received']

/** Two longer words of a text, as somebody types them who remembers it. */
function twoWords(narrative: string): string {
  const words = [...new Set(narrative.toLowerCase().match(/\b[a-z]{6,14}\b/g) ?? [])].filter((word) => !word.includes('xx'))
  return [words[Math.floor(words.length / 3)] ?? 'payment', words[Math.floor((words.length * 2) / 3)] ?? 'account'].join(' ')
}
