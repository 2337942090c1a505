import type { AgencyFacts, CompanyFacts, Facts, PersonFact, RequestFact } from '#src/modules/notifications/domain/facts.ts'
import type { Agency, AgencyPerson, CompanyPerson, StaffedCompany } from './people.ts'

/** The people and organisations of the training world, as the rules of who is told see them. */
export function agencyFacts({ id, name, people }: Agency): AgencyFacts {
  return { id, name, people: people.map(personFact), extraAddresses: [] }
}

/** `poc`: who acts as Company POC; `assigned`: who was named it, where they are away. */
export function companyFacts({ name, people, enrollment }: StaffedCompany, poc: string | null, assigned: string | null = poc): CompanyFacts {
  return {
    name, pocId: poc, assignedPocId: assigned, complaintsContactId: people.find(({ isComplaintsContact }) => isComplaintsContact)?.id ?? null,
    extraAddresses: [], people: people.map(personFact), enrolled: enrollment === 'complete', firstUser: null,
  }
}

export function personFact(person: AgencyPerson | CompanyPerson): PersonFact {
  return { id: person.id, name: person.name, email: person.email, complaintsRole: person.complaintsRole, administers: person.systemRoles.some((role) => role === 'account_administrator') }
}

export function requestFact({ id, status, dueOn, quickLooked }: Pick<RequestFact, 'id' | 'status' | 'dueOn' | 'quickLooked'>): RequestFact {
  return { id, status, dueOn, quickLooked, notifyUserIds: [], drafterIds: [], draftStatus: null, asksWaiting: 0 }
}

type Known = Pick<Facts, 'event' | 'by' | 'complaint' | 'agency'> & Partial<Facts>

/** With nothing of what most events do not name. */
export function factsOf(known: Known): Facts {
  return {
    // The day decides only what is overdue.
    today: '', company: null, requests: [], requestsWithCompany: [], requestsToReview: [], requestsAsked: [], userIds: [], referral: null, ask: null, accessEnded: [], access: null, post: null, letter: null, lettersWaiting: [],
    ...known,
  }
}
