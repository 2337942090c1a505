import type { AgencyFacts, Facts, ReferralFacts } from './facts.ts'
import type { Message, MessageKind } from './messages.ts'
import { tell, tellAddresses } from './once-each.ts'
import type { Telling } from './once-each.ts'
import type { Plan } from './planned.ts'
import { handlersOf, ofAgency, supervisors } from './recipients.ts'

/** A referral is told to the people of both agencies; whoever may decide holds a task until it is decided or withdrawn. */
export function planReferral(facts: Facts, referral: ReferralFacts, say: (kind: MessageKind) => Message): Plan {
  const { from, to } = referral
  const words = (kind: MessageKind): Message => ({ ...say(kind), agency: from.name, otherAgency: to.name })
  const finish: Plan['finish'] = [{ kind: 'decide_referral', requestIds: null }]
  switch (referral.state) {
    case 'pending':
      return {
        open: [{ kind: 'decide_referral', side: 'agency', agencyId: to.id, holders: handlersOf(to).map(({ id }) => id), items: [{ requestId: null, dueOn: null }] }],
        finish: [],
        tell: [...toHandlers(to, words('referral_received')), ...toSupervisors(from, words('referral_sent'))],
      }
    case 'accepted':
      return {
        open: [],
        finish,
        tell: [
          ...toSender(referral, words('referral_accepted')),
          ...tell(ofAgency({ agency: to }, [facts.complaint.agencyPocId]), words('you_are_agency_poc')),
          ...toSupervisors(to, words('referral_taken_over')),
        ],
      }
    case 'rejected':
      return { open: [], finish, tell: [...toSender(referral, words('referral_rejected')), ...tell(ofAgency({ agency: from }, [facts.complaint.agencyPocId]), words('referral_rejected'))] }
    case 'withdrawn':
      return { open: [], finish, tell: [...toHandlers(to, words('referral_withdrawn')), ...toSupervisors(from, words('referral_withdrawn_agency'))] }
    default:
      // Canceled with the complaint, which is told as such.
      return { open: [], finish, tell: [] }
  }
}

function toHandlers(agency: AgencyFacts, message: Message): Telling<Message>[] {
  return [...tell(handlersOf(agency), message), ...tellAddresses(agency.extraAddresses, message)]
}

function toSupervisors(agency: AgencyFacts, message: Message): Telling<Message>[] {
  return [...tell(supervisors({ agency }), message), ...tellAddresses(agency.extraAddresses, message)]
}

/** Whoever referred it, and the Supervisors of their agency. */
function toSender({ from, sentBy }: ReferralFacts, message: Message): Telling<Message>[] {
  return [...tell(ofAgency({ agency: from }, [sentBy]), message), ...toSupervisors(from, message)]
}
