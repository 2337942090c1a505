import type { Facts, LetterFact, PersonFact } from './facts.ts'
import { links, type Message, type MessageKind } from './messages.ts'
import { tell, tellInApp } from './once-each.ts'
import type { FinishedTasks, Plan, PlannedTasks, Telling } from './planned.ts'
import { agencyHandlers, assigners, companyPoc, complaintsContact, ofAgency, supervisors } from './recipients.ts'
import { ids, nothing, say, tellCompany, tellFirstUser, tellSupervisors } from './telling-sides.ts'

/** Letters to the company: who must do and who must know what (docs/rules.md 9). */

export function letterApprovalAsked(facts: Facts): Plan {
  const { letter } = facts
  if (letter?.status !== 'draft' || !letter.approvalAsked) return nothing
  const open: PlannedTasks[] = [{ kind: 'approve_letter', side: 'agency', holders: ids(supervisors(facts)), items: [{ requestId: null, letterId: letter.id, dueOn: null }] }]
  return { open, finish: [], tell: tellSupervisors(facts, sayLetter(facts, letter, 'letter_to_approve')) }
}

/** Approved, or returned: told to whoever asked and whoever wrote it. */
export function letterDecided(facts: Facts, wanted: 'letter_approved' | 'letter_returned'): Plan {
  const { letter } = facts
  if (letter === null) return nothing
  const finish: FinishedTasks[] = letter.approvalAsked && letter.status === 'draft' ? [] : [{ kind: 'approve_letter', requestIds: null, letterIds: [letter.id] }]
  // Changed again meanwhile: what is told must still be so.
  if ((wanted === 'letter_approved') === (letter.status === 'draft')) return { ...nothing, finish }
  const message = sayLetter(facts, letter, wanted)
  return { open: [], finish, tell: [...tell(ofAgency(facts, facts.userIds), message), ...tellSupervisors(facts, message)] }
}

export function letterIssued(facts: Facts): Plan {
  const letter = atCompany(facts)
  if (letter?.status !== 'issued') return nothing
  const toAgency = tellSupervisors(facts, sayLetter(facts, letter, 'letter_issued_agency'))
  if (facts.company?.enrolled === false) return { open: [], finish: [], tell: [...tellFirstUser(facts, [], 'letter_waits'), ...toAgency] }
  const message = sayReceived(facts, letter, 'letter_to_acknowledge')
  const needsPoc = companyPoc(facts) === null && facts.complaint.status !== 'closed'
  const assign: PlannedTasks[] = needsPoc ? [{ kind: 'assign_point_of_contact', side: 'company', holders: ids(assigners(facts)), items: [{ requestId: null, dueOn: letter.dueOn }] }] : []
  return { open: [...acknowledgeTasks(facts, [letter]), ...assign], finish: [], tell: [...tellCompany(facts, message), ...(needsPoc ? tellInApp(assigners(facts), message) : []), ...toAgency] }
}

/** The task shows the letter's own date. */
export function letterExtended(facts: Facts): Plan {
  const letter = atCompany(facts)
  if (letter?.status !== 'issued') return nothing
  return { ...nothing, tell: [...tellCompany(facts, sayReceived(facts, letter, 'letter_extended')), ...tellSupervisors(facts, sayLetter(facts, letter, 'letter_extended_agency'))] }
}

export function letterWithdrawn(facts: Facts): Plan {
  const { letter } = facts
  if (letter?.status !== 'withdrawn') return nothing
  const toCompany = letter.delivered ? tellCompany(facts, sayReceived(facts, letter, 'letter_withdrawn')) : []
  return { open: [], finish: [{ kind: null, requestIds: null, letterIds: [letter.id] }], tell: [...toCompany, ...tellSupervisors(facts, sayLetter(facts, letter, 'letter_withdrawn_agency'))] }
}

export function letterAcknowledged(facts: Facts): Plan {
  const letter = atCompany(facts)
  if (letter === null || letter.status === 'issued') return nothing
  const message = sayLetter(facts, letter, 'letter_acknowledged')
  return { open: [], finish: [{ kind: null, requestIds: null, letterIds: [letter.id] }], tell: letter.status === 'acknowledged' ? [...tell(agencyHandlers(facts), message), ...tellSupervisors(facts, message)] : [] }
}

/** Opens the task too: a company may have been enrolling when the letter came. */
export function letterDueSoon(facts: Facts): Plan {
  const letter = atCompany(facts)
  if (letter?.status !== 'issued') return nothing
  return { open: openIfEnrolled(facts, letter), finish: [], tell: [...remindCompany(facts, letter, 'letter_due_soon'), ...tellSupervisors(facts, sayLetter(facts, letter, 'letter_due_soon_agency'))] }
}

export function letterOverdue(facts: Facts): Plan {
  const letter = atCompany(facts)
  if (letter?.status !== 'issued' || letter.dueOn === null || letter.dueOn >= facts.today) return nothing
  const message = sayLetter(facts, letter, 'letter_overdue_agency')
  return { open: openIfEnrolled(facts, letter), finish: [], tell: [...remindCompany(facts, letter, 'letter_overdue'), ...tell(agencyHandlers(facts), message), ...tellSupervisors(facts, message)] }
}

/** One task for each letter: of the Company POC, else the Complaints Contact, else of all with Manage. */
export function acknowledgeTasks(facts: Facts, letters: readonly LetterFact[]): PlannedTasks[] {
  const holders = ids(acknowledgers(facts))
  return letters.length === 0 || holders.length === 0
    ? []
    : [{ kind: 'acknowledge_letter', side: 'company', holders, items: letters.map(({ id, dueOn }) => ({ requestId: null, letterId: id, dueOn })) }]
}

function acknowledgers(facts: Facts): PersonFact[] {
  const one = companyPoc(facts) ?? complaintsContact(facts)
  return one !== null ? [one] : (facts.company?.people.filter((person) => person.complaintsRole === 'manage') ?? [])
}

function openIfEnrolled(facts: Facts, letter: LetterFact): PlannedTasks[] {
  return facts.company?.enrolled === false ? [] : acknowledgeTasks(facts, [letter])
}

function remindCompany(facts: Facts, letter: LetterFact, kind: MessageKind): Telling[] {
  return facts.company?.enrolled === false ? tellFirstUser(facts, [], 'letter_waits') : tellCompany(facts, sayReceived(facts, letter, kind))
}

/** The letter if the company has it. */
function atCompany(facts: Facts): LetterFact | null {
  return facts.letter?.delivered === true ? facts.letter : null
}

function sayLetter(facts: Facts, letter: LetterFact, kind: MessageKind): Message {
  return { ...say(facts, kind, [], links.letter(facts.complaint.id, letter.id)), dueOn: letter.dueOn }
}

function sayReceived(facts: Facts, letter: LetterFact, kind: MessageKind): Message {
  return { ...say(facts, kind, [], links.receivedLetter(facts.complaint.id, letter.id)), dueOn: letter.dueOn }
}
