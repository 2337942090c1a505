import type { AccessEventFacts, Facts, PostFacts } from './facts.ts'
import type { Message, MessageKind } from './messages.ts'
import { links } from './messages.ts'
import { tell, tellAddresses } from './once-each.ts'
import type { Plan, Telling } from './planned.ts'
import { handlersOf, ofAgency, supervisors } from './recipients.ts'
import { ids, nothing, say, tellSupervisors } from './telling-sides.ts'

/** Asked: the owner's Supervisors decide, and have one task until nothing waits. */
export function accessRequested(facts: Facts): Plan {
  const { access } = facts
  if (access?.state !== 'requested') return nothing
  const message = sayOf(facts, access, 'access_requested')
  return {
    open: [{ kind: 'decide_access', side: 'agency', holders: ids(supervisors(facts)), items: [{ requestId: null, dueOn: null }] }],
    finish: [],
    tell: tellSupervisors(facts, message),
  }
}

/** Decided, to whoever asked; where they left, to the Supervisors of their agency. Withdrawn, to those who need not decide any more. */
export function accessDecided(facts: Facts): Plan {
  const { access } = facts
  if (access === null) return nothing
  const finish: Plan['finish'] = access.othersWait ? [] : [{ kind: 'decide_access', requestIds: null }]
  switch (access.state) {
    case 'accepted':
      return { open: [], finish, tell: [...toAsker(access, sayOf(facts, access, 'access_accepted')), ...tellSupervisors(facts, sayOf(facts, access, 'access_accepted_agency'))] }
    case 'rejected':
      return { open: [], finish, tell: [...toAsker(access, sayOf(facts, access, 'access_rejected')), ...tellSupervisors(facts, sayOf(facts, access, 'access_rejected_agency'))] }
    case 'withdrawn':
      return { open: [], finish, tell: tellSupervisors(facts, sayOf(facts, access, 'access_withdrawn')) }
    default:
      // Revoked or ended meanwhile, which is told as such.
      return { open: [], finish, tell: [] }
  }
}

/** To the Supervisors of the agency that had it; again given meanwhile, to nobody. */
export function accessRevoked(facts: Facts): Plan {
  const { access } = facts
  if (access?.state !== 'revoked') return nothing
  return { ...nothing, tell: [...toSupervisorsOf(access, sayOf(facts, access, 'access_revoked')), ...tellSupervisors(facts, sayOf(facts, access, 'access_revoked_agency'))] }
}

/** What an accepted referral ended: access, to the Supervisors who had it; a request, to whoever asked as well. */
export function accessEndedByReferral(facts: Facts): Telling[] {
  return facts.accessEnded.flatMap((ended) => {
    const words = sayOf(facts, ended, 'access_ended_by_referral')
    return [...tell(ofAgency(ended, [ended.requestedBy]), words), ...toSupervisorsOf(ended, words)]
  })
}

/**
 * Those whom the post names, as far as they may see the board now: users with a role that works on complaints; of an agency,
 * and of all agencies, the Supervisors alone. The owner's Supervisors hear of everything about their complaints.
 */
export function discussionTagged(facts: Facts): Plan {
  const { post } = facts
  if (post === null) return nothing
  const { users, agencies } = readersOf(post)
  const words = (kind: MessageKind): Message => ({ ...say(facts, kind, [], links.post(facts.complaint.id, post.id)), agency: post.authorAgency })
  return {
    ...nothing,
    tell: [
      ...tell(users, words('discussion_tagged_you')),
      ...agencies.flatMap((agency) => [...tell(supervisors({ agency }), words('discussion_tagged_agency')), ...tellAddresses(agency.extraAddresses, words('discussion_tagged_agency'))]),
      ...tellSupervisors(facts, words('discussion_told')),
    ],
  }
}

function readersOf({ named, readers }: PostFacts) {
  const handlers = readers.flatMap(handlersOf)
  return { users: handlers.filter(({ id }) => named.users.includes(id)), agencies: readers.filter(({ id }) => named.everybody || named.agencies.includes(id)) }
}

function toAsker(access: AccessEventFacts, message: Message): Telling[] {
  const asker = ofAgency(access, [access.requestedBy])
  return asker.length > 0 ? tell(asker, message) : toSupervisorsOf(access, message)
}

function toSupervisorsOf({ agency }: Pick<AccessEventFacts, 'agency'>, message: Message): Telling[] {
  return [...tell(supervisors({ agency }), message), ...tellAddresses(agency.extraAddresses, message)]
}

/** `agency`: the owner; `otherAgency`: who asked. */
function sayOf(facts: Facts, { agency }: Pick<AccessEventFacts, 'agency'>, kind: MessageKind): Message {
  const asked = kind === 'access_requested' || kind.endsWith('_agency') || kind === 'access_withdrawn'
  return { ...say(facts, kind, [], asked ? links.access(facts.complaint.id) : links.complaint(facts.complaint.id)), otherAgency: agency.name }
}
