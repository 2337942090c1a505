import fc from 'fast-check'
import type { Actor, AgencyActor, CompanyActor } from '#src/access/actor.ts'
import { cancelComplaint } from '#src/modules/complaints/commands/cancel-complaint.ts'
import { closeComplaint } from '#src/modules/complaints/commands/close-complaint.ts'
import { startComplaint } from '#src/modules/complaints/commands/start-complaint.ts'
import { readComplaint } from '#src/modules/complaints/queries/read-complaint.ts'
import { addPost } from '#src/modules/discussion/commands/write-post.ts'
import { addResearch } from '#src/modules/research/commands/write-research.ts'
import { newId } from '#src/platform/new-id.ts'
import { share } from './attack.ts'
import { answered, assigned, completeFields, entered, sent } from './exchange.ts'
import type { TestAgency, TestCompany, World } from './test-world.ts'

const fates = ['draft', 'open', 'sent', 'answered', 'closed', 'canceled'] as const
type Fate = (typeof fates)[number]
const accesses = ['none', 'none', 'accepted', 'requested', 'rejected', 'revoked'] as const
type Access = (typeof accesses)[number]
type Plan = { owner: number; company: number; fate: Fate; restrictedPerson: boolean; restrictedAnswer: boolean; access: Access[] }

export type Person = { actor: Actor; who: string; at: number }
/** What was planned of a complaint, what came of it, and a word for each text of it that nothing else holds. */
export type Known = Plan & { id: string; number: string; documentId: string | null; words: Record<'narrative' | 'person' | 'note' | 'post' | 'request' | 'answer', string> }
export type Market = { seed: number; agencies: TestAgency[]; companies: TestCompany[]; people: Person[]; complaints: Known[] }

/** Four agencies, three companies, all of their kinds of people, and complaints of every fate, shared and kept at random. */
export async function randomMarket(world: World, count: number, seed: number): Promise<Market> {
  const agencies = await Promise.all([0, 1, 2, 3].map(() => world.agency()))
  const companies = await Promise.all([0, 1, 2].map(() => world.company()))
  const people: Person[] = []
  const heads: AgencyActor[] = []
  const pocs: CompanyActor[] = []
  const contacts: CompanyActor[] = []
  for (const [at, agency] of agencies.entries()) {
    const head = await world.agencyUser(agency, 'supervisor')
    heads.push(head)
    people.push({ actor: head, who: `Supervisor of agency ${String(at)}`, at })
    for (const role of ['manager', 'viewer', null] as const) people.push({ actor: await world.agencyUser(agency, role), who: `${role ?? 'user without a role'} of agency ${String(at)}`, at })
  }
  for (const [at, company] of companies.entries()) {
    const contact = await world.companyUser(company, 'manage', ['account_administrator'], true)
    const poc = await world.companyUser(company, 'manage')
    contacts.push(contact)
    pocs.push(poc)
    people.push({ actor: contact, who: `contact of company ${String(at)}`, at }, { actor: poc, who: `POC of company ${String(at)}`, at })
    people.push({ actor: await world.companyUser(company, 'view'), who: `viewer of company ${String(at)}`, at })
    people.push({ actor: await world.companyUser(company, null), who: `user without access of company ${String(at)}`, at })
  }
  const plans = fc.sample(
    fc.record({ owner: fc.nat(3), company: fc.nat(2), fate: fc.constantFrom(...fates), restrictedPerson: fc.boolean(), restrictedAnswer: fc.boolean(), access: fc.array(fc.constantFrom(...accesses), { minLength: 4, maxLength: 4 }) }),
    { numRuns: count, seed },
  )
  const complaints: Known[] = []
  for (const [index, plan] of plans.entries()) {
    const [agency, company, head, poc, contact] = [agencies[plan.owner], companies[plan.company], heads[plan.owner], pocs[plan.company], contacts[plan.company]]
    if (agency === undefined || company === undefined || head === undefined || poc === undefined || contact === undefined) throw new Error('The plan names nobody.')
    complaints.push(await carryOut(world, plan, index, { agencies, agency, company, head, poc, contact }))
  }
  return { seed, agencies, companies, people, complaints }
}

type Cast = { agencies: TestAgency[]; agency: TestAgency; company: TestCompany; head: AgencyActor; poc: CompanyActor; contact: CompanyActor }

async function carryOut(world: World, plan: Plan, index: number, { agencies, agency, company, head, poc, contact }: Cast): Promise<Known> {
  const { deps } = world
  const words = { narrative: wordOf('nar', index), person: wordOf('per', index), note: wordOf('not', index), post: wordOf('pos', index), request: wordOf('req', index), answer: wordOf('ans', index) }
  const fields = {
    narrative: `They kept ${words.narrative} for months.`,
    complainant: { firstName: 'Yolanda', lastName: words.person, street: '1418 Larkfield Ave', city: 'Toledo', state: 'OH', zip: '43612', restricted: plan.restrictedPerson },
  }
  const numberOf = async (id: string) => (await readComplaint(deps, head, id)).number
  if (plan.fate === 'draft') {
    const id = await startComplaint(deps, head, await completeFields(world, company, fields))
    return { ...plan, access: plan.access.map(() => 'none'), id, number: await numberOf(id), documentId: null, words }
  }
  const id = await entered(world, head, company, fields)
  await addResearch(deps, head, id, { kind: 'research', happenedOn: '2026-11-02', withWhom: '', text: `Seen: ${words.note}.` })
  await addPost(deps, head, { complaintId: id }, { text: `Who knows ${words.post}?` })
  const documentId = newId()
  await world.rows(
    `insert into document (id, purpose, complaint_id, agency_id, side, name, original_name, content_type, size, state, sha256, scan, uploaded_by, created_at)
     values ($1, 'complaint', $2, $3, 'agency', 'letter.pdf', 'letter.pdf', 'application/pdf', 3, 'stored', repeat('a', 64), 'not_scanned', $4, now())`, [documentId, id, agency.id, head.userId])
  if (plan.fate === 'sent' || plan.fate === 'answered') {
    const request = await sent(world, head, id, { title: `About ${words.request}`, shareNarrative: !plan.restrictedPerson })
    await assigned(world, contact, id, poc)
    if (plan.fate === 'answered') await answered(world, poc, request, `It was ${words.answer}.`, { restricted: plan.restrictedAnswer })
  }
  const version = async () => (await readComplaint(deps, head, id)).version
  if (plan.fate === 'closed') await closeComplaint(deps, head, id, { version: await version(), reason: 'invalid', notes: 'Not about this company.', commentsToCompany: '', documentIds: [] })
  if (plan.fate === 'canceled') await cancelComplaint(deps, head, id, { version: await version(), reason: 'Entered twice.' })
  // Canceling ends what waits.
  const access = plan.access.map((state, at) => (at === plan.owner || (plan.fate === 'canceled' && state === 'requested') ? 'none' : state))
  for (const [at, state] of access.entries()) {
    const other = agencies[at]
    if (state !== 'none' && other !== undefined) await share(world, id, agency.id, other.id, state)
  }
  return { ...plan, access, id, number: await numberOf(id), documentId, words }
}

/** Letters alone, so that no word is another's beginning or stem. */
function wordOf(kind: string, index: number): string {
  const letters = Array.from(String(index).padStart(3, '0'), (digit) => 'bcdfghjkmp'[Number(digit)] ?? '').join('o')
  return `${kind}quo${letters}ox`
}

/** What a person may know of a complaint (docs/rules.md 2), told from the plan alone. */
export function knows({ actor, at }: Person, complaint: Known) {
  if (actor.kind === 'agency') {
    const reads = actor.complaintsRole !== null
    const own = at === complaint.owner
    const detail = reads && (own || complaint.access[at] === 'accepted')
    return { basic: reads && (own || complaint.fate !== 'draft'), detail, person: detail && (own || !complaint.restrictedPerson), narrative: detail, note: detail, post: detail, request: detail, answer: detail }
  }
  const isSent = complaint.fate === 'sent' || complaint.fate === 'answered'
  const part = actor.kind === 'company' && actor.complaintsAccess !== null && at === complaint.company && isSent
  // The box finds what the whole company may read, so that nobody learns by its marks what a restricted answer says.
  return { basic: part, detail: part, person: part && !complaint.restrictedPerson, narrative: part && !complaint.restrictedPerson, note: false, post: false, request: part, answer: part && !complaint.restrictedAnswer }
}
