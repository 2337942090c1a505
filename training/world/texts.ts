import type { Family } from './companies.ts'

/** Everything in the training world that people wrote, but for the consumers' own descriptions. */
export type RequestText = { title: string; description: string; answer: string }

const always: RequestText[] = [
  {
    title: 'Response to the consumer’s complaint',
    description: 'Please respond to each point of the consumer’s complaint. Say what happened, when, and what your company has done or will do about it.',
    answer: 'We reviewed the account and every contact with the customer. Our findings are set out below in the order of the complaint.\n\n1. The customer’s account was opened as described.\n2. Our notes show three calls. In two of them the customer was given a date that we then did not keep. We regret this.\n3. The matter was passed to a senior specialist, who wrote to the customer and gave a direct telephone number.\n\nWe consider the complaint justified as far as the delay is concerned.',
  },
  {
    title: 'Account notes and call recordings',
    description: 'Please provide all account notes since the account was opened, and recordings or transcripts of calls with the consumer in the last twelve months.',
    answer: 'The account notes are complete from the opening of the account. Calls are kept for nine months; transcripts of the four calls within this time were made. Earlier calls are described in the notes only.',
  },
  {
    title: 'Written policies in force at the time',
    description: 'Please provide the written policies and procedures that applied to this transaction, with the dates on which they took effect.',
    answer: 'The procedure in force was version 4.2, effective January 2. It was replaced by version 4.3, which shortened the time for an answer from ten working days to five. The change was made after a review of complaints like this one.',
  },
]

const byFamily: Record<Family, RequestText[]> = {
  mortgage: [
    { title: 'Payment and escrow history', description: 'Please provide the full payment and escrow history since the loan was transferred to you, with each disbursement for taxes and insurance.', answer: 'The payment history shows all payments as received on time. The escrow account paid the first half of the taxes in February. The second half was held because the county’s bill went to the former servicer. It has now been paid, with the penalty at our cost.' },
    { title: 'Explanation of the escrow analysis', description: 'Please explain how the new monthly payment was computed and what made up the shortage.', answer: 'The shortage of $1,214.08 arose from a rise in the insurance premium and from the penalty. The penalty has been taken out. The corrected payment is lower by $101.17 a month from the next due date on.' },
    { title: 'Status of the loan modification request', description: 'Please say when the application was complete, who decided on it, and on which grounds.', answer: 'The application was complete on the 14th. It was denied because the income documents were read as expired. That was an error: they were valid for two more weeks. The application has been taken up again and no foreclosure step will be taken meanwhile.' },
    { title: 'Payoff statement and lien release', description: 'Please provide the payoff statement that was sent to the consumer and proof that the release was recorded.', answer: 'The payoff was received and applied. The release was sent to the county recorder and was returned for a missing page. It was sent again and recorded this week.' },
  ],
  debt: [
    { title: 'Validation of the debt', description: 'Please provide the documents that show the debt, its amount, the original creditor and the chain of assignment.', answer: 'The account was placed with us by the original creditor. Its last statement and the agreement show the balance. We found that the consumer’s letter of dispute reached us in time, and stopped collection until validation was mailed.' },
    { title: 'Log of calls and letters', description: 'Please provide a log of every attempt to reach the consumer, with date, time and telephone number.', answer: 'There were eleven attempts in six weeks, none before 9 a.m. or after 8 p.m. local time. One was made to the consumer’s place of work before we had been told not to call there. The number is removed.' },
    { title: 'Reports made to credit bureaus', description: 'Please say whether this debt was reported, when and to whom, and whether it was marked as disputed.', answer: 'The account was reported in two months. After the dispute it was marked as disputed, and a request for deletion was sent last Friday.' },
  ],
  credit_reporting: [
    { title: 'Records of the reinvestigation', description: 'Please provide the dispute as received, what was sent to the furnisher, its answer, and what was changed.', answer: 'Two disputes were received. The first was closed as verified by the furnisher’s automatic answer. On the second one a specialist asked for documents; the furnisher could not provide them and the item was deleted.' },
    { title: 'Source of the disputed items', description: 'Please name the source of each disputed item and the date on which it was first reported.', answer: 'Three of the items came from one furnisher and belong to another consumer with a similar name. The files have been separated and a corrected report was mailed.' },
  ],
  bank: [
    { title: 'Statements and dispute file', description: 'Please provide statements for the period in question and the complete file on the consumer’s dispute.', answer: 'The dispute was received within sixty days. A provisional credit was given on the fourth day. The merchant’s evidence did not show that the customer had agreed, so the credit was made permanent.' },
    { title: 'Reason for closing the account', description: 'Please state why the account was closed or restricted, what notice was given, and where the balance is.', answer: 'The account was restricted after two deposits were returned. The balance was mailed as a check to the address on file, which was out of date. A new check has been issued to the present address.' },
  ],
  student: [
    { title: 'Payment count and plan history', description: 'Please provide the history of repayment plans, qualifying payments and forbearances, with the requests for each.', answer: 'Nineteen payments were left out when the loan came to us from the former servicer. They have been counted, and the plan was corrected from the first month on.' },
    { title: 'Handling of the forbearance request', description: 'Please say when the request arrived, how it was decided and what the consumer was told.', answer: 'The request arrived before the due date and was entered eleven days later. The late fee was refunded and the credit bureaus were asked to correct the month.' },
  ],
  auto: [
    { title: 'Payoff and title release', description: 'Please provide the payoff letter, proof of payment and the date on which the title was released.', answer: 'The payoff was two days of interest short. We have written off the $8.12 and released the title electronically.' },
    { title: 'Repossession notice and sale', description: 'Please provide the notices sent before and after repossession and the account of the sale.', answer: 'Notice was sent to the address on the contract. The vehicle was returned to the customer after payment of the arrears; the towing fee was waived.' },
  ],
  loan: [
    { title: 'Loan agreement and fees', description: 'Please provide the signed agreement, the disclosure of its cost, and an account of all fees charged.', answer: 'The agreement and disclosure are as signed. One rollover fee was charged twice; it was refunded on the day on which we saw it.' },
    { title: 'License for this activity', description: 'Please state the license under which this loan was made and the branch that made it.', answer: 'The loan was made by our branch under our consumer lending license, which was in force on that date.' },
  ],
  money: [
    { title: 'Trace of the transfer', description: 'Please trace the transfer from receipt to payout, with times, places and the identification shown.', answer: 'The transfer was paid out in another city against an identification that was accepted wrongly. We have refunded the amount and the fee.' },
    { title: 'Measures against fraud', description: 'Please describe the warnings that were shown to the consumer and the checks that were made.', answer: 'Two warnings were shown before the transfer was confirmed. The receiver’s name was on our watch list the next day; the amount could not be recalled.' },
  ],
}

export function requestTexts(family: Family): readonly RequestText[] {
  return [...byFamily[family], ...always]
}

export const drafts = [
  'Draft: we have found the account and are collecting the statements.',
  'We are sorry for the time this has taken. To be completed with the figures from accounting.',
  'The customer’s account was reviewed by our team on the day on which your request arrived. ',
]

export const commentaries = ['', '', 'Please answer each point separately.', 'The consumer is under time pressure; an early answer is welcome.', 'Please name one person whom we may call with questions.']

export const desiredOutcomes = [
  'I want the fees back and a letter that says that the account is correct.', 'Correct my credit report.', 'Stop calling me.', 'A refund of what I paid too much.',
  'Please make them answer.', 'I want to keep my home and have the application decided.', 'Remove the account that is not mine.', '', '',
]

/** For consumers who did not agree to have their description published: the agency has its own intake. */
export function intakeNote(product: string, issue: string, channel: string): string {
  return `Taken down by the agency from the consumer’s ${channel}. The consumer complains about ${lowerFirst(product)}: ${lowerFirst(issue)}. They contacted the company at least twice and did not get an answer that solved the matter.`
}

export const closingComments = [
  'Thank you for your complete answers. We consider the matter settled.', 'Please keep the records of this complaint as your retention schedule requires.',
  'We ask that the corrected letter be mailed within five working days.', '',
]
export const closingNotes = [
  'Consumer confirmed by phone that the matter is settled.', 'Company answered in full; no sign of a pattern.', 'Third complaint of this kind this quarter: mention at the next examination.', 'Consumer was told of the outcome by letter.', '',
]
export const cancelReasons = ['The company’s first answer covers this.', 'Sent twice by mistake.', 'The consumer provided the document.']
export const accessComments = ['We hold two complaints about the same practice.', 'The consumer moved to our state and complained here as well.', 'We are preparing an examination of this company.']

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1)
}

export const reviewNotes = ['Is this ours, or the bank regulator’s?', 'Second complaint of this consumer. Please look whether it repeats the first one.', 'Please check the subject: two licenses have this name.', '']
export const reviewComments = ['Ours. Ask for the account history first.', 'Licensed with us since the spring. Proceed.', 'No repeat: other loan, other branch.', '']
export const referralComments = [
  'The loan was made and serviced in your state; the consumer moved here last year. No request was sent.', 'The firm holds no license with us, and one with you. The consumer agrees that we pass it on.',
  'You have open complaints about the same branch. Please take this one over.',
]
/** Why a referral was sent, and what was said to end it. */
export const referralDecisions = {
  accepted: { asked: 'The branch is in your state, and so is the consumer by now. We entered the complaint and did nothing else.', said: 'We have two more about this branch and will treat them together.' },
  rejected: { asked: 'The consumer lives in your state since the summer.', said: 'The loan was made under an Ohio license, and the branch is in Ohio. Please keep it.' },
  withdrawn: { asked: 'The firm holds no license with us, and one with you.', said: '' },
} as const
export const accessDecisions = {
  accepted: ['Please write on the discussion board what you find.', 'Gladly. The answer to our second request explains most of it.', ''],
  rejected: ['Please ask for the single complaints that you need; we gave no general access so far.', 'Counsel asks us not to share this one while the litigation lasts.'],
} as const
export const accessRevocations = ['Your examination is over, as you wrote.', 'The matter went to our enforcement division.', '']
export const cancellationReasons = ['Entered twice by mistake; the other record is worked on.', 'The consumer withdrew the complaint before anything was sent.', 'A test entry of a new colleague.', 'The consumer meant another company and will write again.']
export const reopeningReasons = ['The consumer sent documents that contradict the company’s answer.', 'The refund that the company announced has not arrived.', 'The company corrected its answer after we had closed.']
export const holdReason = 'Litigation between the consumer and the company; counsel asked for the whole file.'

export type Note = { kind: 'research' | 'communication'; channel?: string; party?: string; withWhom?: string; text: string }

export const communications: readonly Note[] = [
  { kind: 'communication', channel: 'phone', party: 'consumer', withWhom: 'the consumer', text: 'Called to confirm the account and the dates. The consumer will mail copies of two letters.' },
  { kind: 'communication', channel: 'phone', party: 'consumer', withWhom: 'the consumer', text: 'Asked how the matter stands. Said that the company has until the end of the month, and that we then write.' },
  { kind: 'communication', channel: 'mail', party: 'consumer', withWhom: 'the consumer', text: 'Copies of the letters arrived. They name the same amount as the complaint.' },
  { kind: 'communication', channel: 'email', party: 'subject', withWhom: 'the company’s compliance desk', text: 'Asked outside of a request which office keeps the file. It is kept at the head office.' },
  { kind: 'communication', channel: 'email', party: 'other', withWhom: 'a housing counselor', text: 'The counselor helps the consumer with the application and may be called about it. The consumer’s consent is on file.' },
]
export const findings: readonly Note[] = [
  { kind: 'research', text: 'License in force at the time of the transaction; no order against the company in the last three years.' },
  { kind: 'research', text: 'Two more complaints about the same fee in the last six months, both closed with relief.' },
  { kind: 'research', text: 'County records show the release as filed four weeks after the payoff.' },
]

/** By business type: the code of a shipped citation, and what is alleged. */
export const allegations: Partial<Record<string, readonly (readonly [string, string])[]>> = {
  'Mortgage Servicing': [
    ['12 CFR 1024.35', 'The consumer’s notice of error was acknowledged but not answered within thirty business days.'],
    ['12 CFR 1024.17', 'Property taxes were not paid out of the escrow account when they were due.'],
    ['12 CFR 1024.41', 'A complete application for loss mitigation was denied for documents that were still valid.'],
  ],
  'Mortgage Origination': [['12 CFR 1026.19(e)', 'No revised loan estimate was given when the rate changed.']],
  Debt: [
    ['15 USC 1692g', 'Collection went on after the consumer’s dispute and before validation of the debt was mailed.'],
    ['12 CFR 1006.14', 'Calls to the place of work, after the consumer had said that the employer forbids them.'],
  ],
  'Consumer Finance': [
    ['12 CFR 1026.18', 'The finance charge that was disclosed leaves out a fee that was charged.'],
    ['15 USC 1681s-2', 'A disputed account was reported without being marked as disputed.'],
  ],
  'Technology Service Provider': [['15 USC 1681i', 'The dispute was closed as verified without looking at the documents that came with it.']],
  'Money Service Business': [['12 CFR 1005.33', 'The error was reported in time and was not investigated within ninety days.']],
  'Credit Union': [['12 CFR 1005.11', 'No provisional credit was given within ten business days of the notice of error.']],
}
