import type { Facts } from '#src/modules/notifications/domain/facts.ts'
import type { OrganisationFacts } from '#src/modules/notifications/domain/organisation-facts.ts'
import { planOrganisation } from '#src/modules/notifications/domain/organisation-plan.ts'
import { plan } from '#src/modules/notifications/domain/plan.ts'
import { mentionMark, mentionsIn, type Mention } from '#src/modules/discussion/domain/markup.ts'
import { notify, type Setting } from './carrying-out.ts'
import { record } from './context.ts'
import { Dice } from './dice.ts'
import { agencyFacts, factsOf } from './facts.ts'
import { addDocument } from './filing.ts'
import { Moments } from './moments.ts'
import type { Agency, AgencyPerson } from './people.ts'
import { instant, type Row, type Rows } from './rows.ts'
import { sampleFiles, type SampleFile } from './sample-files.ts'
import { agencyOf, complaintFact, handlerOf, type Shared } from './sharing.ts'
import { text, type ToldComplaint } from './told.ts'

/** A complaint's board, with the agencies that read it; or an entity's, which all agencies read. */
type Board = { complaint: ToldComplaint; readers: readonly Agency[] } | { entity: Row; keeper: Agency }
type Post = { by: AgencyPerson; daysAgo: number; text: string; before?: string; isDeleted?: boolean; file?: SampleFile }
type Talking = Setting & { agencies: readonly Agency[] }

const person = ({ id }: AgencyPerson): string => mentionMark({ kind: 'user', id })
const all = ({ id }: Agency): string => mentionMark({ kind: 'agency', id })
const everybody = mentionMark({ kind: 'everybody' })

/** What agencies say to each other about complaints of which they share the detail, and about Non-NMLS entities. */
export function addDiscussions(rows: Rows, shared: readonly Shared[], { agencies, now, seed }: { agencies: readonly Agency[]; now: number; seed: number }): void {
  const talking: Talking = { dice: new Dice(seed), rows, now, agencies }
  const [ohio, illinois, texas, pennsylvania, florida] = ['OH-FRD', 'IL-CCO', 'TX-SML', 'PA-CCB', 'FL-OCF'].map((code) => agencyOf(agencies, code))
  if (ohio === undefined || illinois === undefined || texas === undefined || pennsylvania === undefined || florida === undefined) return
  const [dana, renee, tess, paul, flora] = [ohio, illinois, texas, pennsylvania, florida].map((agency) => handlerOf(agency, 'supervisor'))
  const [luis, ira, tom, , fred] = [ohio, illinois, texas, pennsylvania, florida].map((agency) => handlerOf(agency, 'manager'))
  if (!dana || !renee || !tess || !paul || !flora || !luis || !ira || !tom || !fred) return
  const ours = shared.find(({ complaint, asker }) => complaint.agency === ohio && asker === illinois)
  if (ours !== undefined) {
    converse(talking, { complaint: ours.complaint, readers: [ohio, illinois] }, ours.since, [
      { by: renee, daysAgo: 7, text: `Thank you for the access, ${person(dana)}. Two consumers here were transferred by Brightwater on the **same day in June**. In both cases the first two payments were posted late.` },
      { by: luis, daysAgo: 6, text: `This is the history that we have so far, ${person(ira)}:\n\n- transfer on the 3rd, first payment posted on the 19th\n- late fee on the 16th, taken back in October\n- no notice of the transfer in the file`, before: `This is the history that we have so far, ${person(ira)}:\n\n- transfer on the 3rd, first payment posted on the 18th\n- late fee on the 16th`, file: sampleFiles.history },
      { by: ira, daysAgo: 5, text: 'Wrong board, sorry.', isDeleted: true },
      { by: ira, daysAgo: 2, text: 'The same office answered us: servicing operations in Columbus. We ask for the transfer notices of all loans moved that day.' },
      { by: renee, daysAgo: 1, text: `${all(ohio)}, shall we send the request together? If you extend yours by a week, both fall due on the same day.` },
    ])
  }
  const theirs = shared.find(({ complaint, asker }) => complaint.agency === texas && asker === ohio)
  if (theirs !== undefined) {
    converse(talking, { complaint: theirs.complaint, readers: [texas, ohio] }, theirs.since, [
      { by: tess, daysAgo: 4, text: `${all(ohio)}: please look at the second answer. The address on the letterhead is in your state.` },
      { by: luis, daysAgo: 3, text: `It is a mail drop, ${person(tom)}; three of our complaints name it as well.` },
      { by: tom, daysAgo: 1, text: `${person(luis)}, could you write down the numbers of these three here? I will relate them.` },
    ])
  }
  const entities = new Map(rows.of('entity').map((entity) => [text(entity['name']), entity]))
  const [summit, quick] = [entities.get('Summit Ridge Debt Relief'), entities.get('QuickBridge Advance')]
  if (summit !== undefined) {
    converse(talking, { entity: summit, keeper: ohio }, now - 30 * 86_400_000, [
      { by: luis, daysAgo: 20, text: `${everybody}: does anybody have a license, a registration or a bank account of this firm? Its letters come from Lima, the calls from a number in Nevada.` },
      { by: paul, daysAgo: 18, text: `${person(luis)}, our record “Summit Ridge Relief Group” may be the same: the same fee of $795, the same wording. We ask for the contract.` },
      { by: dana, daysAgo: 3, text: `${all(pennsylvania)}: the bank account is the same. If you agree, we merge the two records next week.` },
      { by: paul, daysAgo: 1, text: `Agreed, ${person(dana)}. Please keep both phone numbers.` },
    ])
  }
  if (quick !== undefined) {
    converse(talking, { entity: quick, keeper: texas }, now - 30 * 86_400_000, [
      { by: tess, daysAgo: 9, text: `${all(florida)}, the gift cards that consumers sent were redeemed in Tampa. Did you get to the shop?` },
      { by: fred, daysAgo: 8, text: 'Yes: it keeps no pictures beyond thirty days. Our attorney general has the serial numbers.' },
    ])
  }
}

function converse(talking: Talking, board: Board, since: number, posts: readonly Post[]): void {
  let last = since
  const moments = 'complaint' in board ? board.complaint.moments : new Moments(board.keeper, talking.now, talking.dice)
  for (const post of posts) {
    // Never before what it answers: weekends push days together.
    const wanted = moments.before(post.daysAgo)
    last = wanted > last ? wanted : moments.after(last, 0.02, 0.1)
    write(talking, board, post, last)
  }
}

function write(talking: Talking, board: Board, { by, text: said, before, isDeleted = false, file }: Post, at: number): void {
  const { dice, rows, now } = talking
  const id = dice.id(at)
  const on = 'complaint' in board ? { complaint_id: board.complaint.id, owner_agency_id: board.complaint.agency.id, entity_id: null } : { complaint_id: null, owner_agency_id: null, entity_id: text(board.entity['id']) }
  const changedAt = before === undefined && !isDeleted ? null : Math.min(now, at + 6 * 60_000)
  const changed = changedAt === null ? null : instant(changedAt)
  rows.add('discussion_post', {
    id, ...on, agency_id: by.agencyId, author_id: by.id, text: isDeleted ? '' : said, created_at: instant(at), edited_at: isDeleted ? null : changed, deleted_at: isDeleted ? changed : null, version: changed === null ? 1 : 2,
  })
  if (changed !== null) rows.add('discussion_former_text', { post_id: id, version: 1, ...on, agency_id: by.agencyId, text: before ?? said, written_at: instant(at), replaced_at: changed, withdrawn: isDeleted })
  const mentions = isDeleted ? [] : mentionsIn(said)
  const eventId = dice.id(at)
  rows.add('discussion_mention', ...mentions.map((mention) => ({
    post_id: id, ...on, author_id: by.id, user_id: mention.kind === 'user' ? mention.id : null, agency_id: mention.kind === 'agency' ? mention.id : null, everybody: mention.kind === 'everybody', event_id: eventId,
  })))
  audit(talking, board, { id, by, at, action: 'discussion.posted', details: { post: id, named: mentions.length } })
  if (changedAt !== null) audit(talking, board, { id, by, at: changedAt, action: isDeleted ? 'discussion.deleted' : 'discussion.edited', details: { post: id, ...(isDeleted ? { documents: 0 } : { named: 0 }) } })
  if (file !== undefined && 'complaint' in board) addDocument(rows, dice, board.complaint, file, { purpose: 'discussion', by, at: Math.min(now, at + 60_000), postId: id })
  if (mentions.length > 0) notify(talking, tellingsOf(talking, board, { id, by, mentions }), { eventId, at })
}

type Deed = { id: string; by: AgencyPerson; at: number; action: string; details: Record<string, string | number> }

function audit({ dice, rows }: Talking, board: Board, { id, by, at, action, details }: Deed): void {
  if ('complaint' in board) {
    record({ dice, rows, agency: board.complaint.agency, company: null }, board.complaint, at, { action, audience: 'agency', by, about: { kind: 'discussion_post', id }, details })
    return
  }
  rows.add('audit_entry', {
    id: dice.id(at), at: instant(at), organisation_id: by.agencyId, action, actor_id: by.id, actor_kind: 'agency', actor_organisation_id: by.agencyId,
    agency_id: by.agencyId, company_id: null, complaint_id: null, about_kind: 'entity', about_id: text(board.entity['id']), audience: 'agency', details,
  })
}

/** By the rules of the notify jobs. */
function tellingsOf({ agencies }: Talking, board: Board, { id, by, mentions }: { id: string; by: AgencyPerson; mentions: readonly Mention[] }) {
  const authorAgency = agencies.find(({ id }) => id === by.agencyId)?.name ?? ''
  const users = mentions.flatMap((mention) => (mention.kind === 'user' ? [mention.id] : []))
  const named = mentions.flatMap((mention) => (mention.kind === 'agency' ? [mention.id] : []))
  const isAll = mentions.some(({ kind }) => kind === 'everybody')
  if ('complaint' in board) {
    const { complaint, readers } = board
    const post: Facts['post'] = { id, authorAgency, named: { users, agencies: named, everybody: isAll }, readers: readers.map(agencyFacts) }
    return plan(factsOf({ event: 'discussion_tagged', by: by.id, complaint: complaintFact(complaint), agency: agencyFacts(complaint.agency), post })).tell
  }
  const asTold = (agency: Agency) => {
    const { people, ...facts } = agencyFacts(agency)
    return { ...facts, kind: 'agency' as const, people: people.map((one) => ({ ...one, standing: 'active' as const })) }
  }
  const told = agencies.map(asTold)
  const tagged = { postId: id, authorAgency, users: told.flatMap(({ people }) => people.filter((one) => users.includes(one.id))), agencies: told.filter((one) => isAll || named.includes(one.id)), agencyIds: [] }
  const entity = { id: text(board.entity['id']), number: Number(board.entity['number']), createdBy: text(board.entity['created_by']) }
  return planOrganisation({ ...nothing, event: 'entity_discussion_tagged', by: by.id, entity, tagged }).tell
}

const nothing: Omit<OrganisationFacts, 'event'> = {
  by: null, at: '', device: null, placeholder: null, user: null, formerAddress: null, home: null, initiator: null, enrollment: null, unassigned: [], verification: null, accountRequest: null, platformPeople: [],
  entity: null, entityChange: null, assigned: 0, deputy: null, document: null, tagged: null, importRun: null,
}
