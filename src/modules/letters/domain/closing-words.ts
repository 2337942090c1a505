import type { CloseReason } from '../../complaints/domain/closing.ts'

/** The closing reasons as a consumer reads them, at eighth-grade level. */
export const closingExplanations: Record<CloseReason, string> = {
  cancelled_by_complainant: 'You told us that you no longer want to go on with your complaint.',
  closed_with_explanation: 'The company explained what happened. We reviewed its answer and did not find that we can require it to do more.',
  closed_with_monetary_relief: 'The company gave you money back.',
  closed_with_non_monetary_relief: 'The company took steps to correct the problem.',
  complainant_ceased_communication: 'We tried to reach you and did not hear back.',
  duplicate: 'We already have a complaint from you about the same matter. We go on with that one.',
  invalid: 'What you described is not something that our agency can act on.',
  referred_to_federal_agency: 'A federal agency is in charge of this matter. We sent your complaint to it.',
  referred_to_investigation: 'We passed what you told us on to our investigators.',
  referred_to_other_state_agency: 'Another state agency is in charge of this matter. We sent your complaint to it.',
  referred_to_state_attorney_general: 'We sent your complaint to the state Attorney General.',
}
