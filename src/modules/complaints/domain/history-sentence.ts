import { closeReasons, closeReasonWords } from './closing.ts'

type Details = Record<string, unknown>

/** What an entry of the audit says to people. An action without words here is shown by its name, never hidden. */
export function historySentence(action: string, details: Details): string {
  const say = sentences[action]
  const said = say === undefined ? action : say(details)
  return details['tokenId'] === undefined ? said : `${said}, by a program with an API token`
}

const sentences: Record<string, (details: Details) => string> = {
  'complaint.started': () => 'Draft started',
  'complaint.submitted': (details) => (details['review'] === 'bypass' ? 'Complaint entered; preliminary review bypassed' : 'Complaint entered'),
  'complaint.reviewed': () => 'Preliminary review completed; proceeds to processing',
  'complaint.imported': () => 'Complaint imported',
  'complaint.updated': (details) => `Updated: ${fieldNames(details['fields'])}`,
  'complaint.discarded': () => 'Draft discarded',
  'complaint.read': () => 'Record read',
  'complaint.found': () => 'Passage read in a search',
  'complaint.closed': (details) => `Closed: ${reasonWords(details['reason'])}`,
  'complaint.closed_for_company': () => 'The agency closed the complaint',
  'complaint.review_wanted': () => 'Sent for preliminary review',
  'complaint.reviewer_replaced': () => 'Another preliminary reviewer chosen',
  'complaint.canceled': () => 'Complaint canceled',
  'complaint.reopened': () => 'Complaint reopened',
  'complaint.subject_changed': () => 'Subject changed',
  'complaint.related': (details) => `Related records changed: ${text(details['what'], 'one')}`,
  'complaint.referred': () => 'Referred to another agency',
  'complaint.referral_accepted': () => 'Referral accepted; the complaint has a new owner',
  'complaint.referral_rejected': () => 'Referral rejected',
  'complaint.referral_withdrawn': () => 'Referral withdrawn',
  'complaint.referral_canceled': () => 'Referral canceled with the complaint',
  'access.requested': () => 'Another agency asked for access',
  'access.accepted': () => 'Access given to another agency',
  'access.rejected': () => 'Request for access rejected',
  'access.withdrawn': () => 'Request for access withdrawn',
  'access.revoked': () => 'Access of another agency removed',
  'complaint.package_made': () => 'Referral package made for an agency outside the system',
  'complaint.package_taken': () => 'Referral package downloaded',
  'complaint.hold_set': () => 'Legal hold set',
  'complaint.hold_lifted': () => 'Legal hold lifted',
  'complaint.exported': (details) => (details['what'] === 'documents' ? 'All documents downloaded' : 'Record printed as PDF'),
  'complaint.viewed_as_company': () => 'Looked at as the company sees it',
  'complaint.moved_to_entity': () => 'Subject merged into another Non-NMLS entity',
  'complaint.moved_to_company': () => 'Subject became a company',
  'research.added': (details) => (details['kind'] === 'communication' ? 'Communication noted' : 'Research noted'),
  'research.updated': (details) => (details['kind'] === 'communication' ? 'Note of a communication changed' : 'Note of research changed'),
  'research.removed': () => 'Note removed',
  'research.read': () => 'Research and communication read',
  'violation.added': () => 'Alleged violation added',
  'violation.updated': (details) => `Alleged violation changed: ${text(details['standing'], '').replaceAll('_', ' ') || 'its text'}`,
  'violation.removed': () => 'Alleged violation removed',
  'violation.read': () => 'Alleged violations read',
  'discussion.posted': (details) => `Posted on the discussion board${details['named'] === 0 ? '' : '; somebody was named'}`,
  'discussion.edited': () => 'Post on the discussion board edited',
  'discussion.deleted': () => 'Post on the discussion board deleted by its author',
  'discussion.read': () => 'Discussion board read',
  'history.read': () => 'History read',
  'history.exported': () => 'History downloaded as CSV',
  'letter.drafted': (details) => `Letter to the ${text(details['to'], 'complainant')} drafted`,
  'letter.updated': () => 'Draft of a letter changed',
  'letter.discarded': () => 'Draft of a letter discarded',
  'letter.issued': (details) => `Letter to the ${text(details['to'], 'complainant')} issued`,
  'letter.approval_asked': () => 'Approval of a letter to the company asked for',
  'letter.approved': () => 'Letter to the company approved',
  'letter.approval_ended': () => 'Approved letter changed; it needs approval anew',
  'letter.returned': () => 'Letter to the company made a draft again',
  'letter.received': () => 'Letter received from the agency',
  'letter.extended': (details) => `Letter to the company: acknowledgment due ${text(details['dueOn'], 'on another date')} now`,
  'letter.acknowledged': () => 'Letter acknowledged by the company',
  'letter.withdrawn': () => 'Letter to the company withdrawn',
  'letter.reminded_by_system': (details) => (details['kind'] === 'overdue' ? 'Company told that the acknowledgment of a letter is overdue' : 'Company reminded to acknowledge a letter'),
  'letter.read': () => 'Letter read',
  'agency_poc.changed': () => 'Agency POC changed',
  'company_poc.assigned': () => 'Company POC assigned',
  'information_request.added': (details) => `${text(details['number'], 'Request')} written`,
  'information_request.updated': (details) => `${text(details['number'], 'Request')} changed`,
  'information_request.removed': (details) => `${text(details['number'], 'Request')} removed`,
  'information_request.sent': (details) => `${text(details['number'], 'Request')} sent to the company`,
  'information_request.canceled': (details) => `${text(details['number'], 'Request')} canceled`,
  'information_request.quick_look': (details) => `Quick Look of ${text(details['number'], 'the request')} complete`,
  'information_request.quick_look_undone': (details) => `Quick Look of ${text(details['number'], 'the request')} undone`,
  'information_request.reminded': (details) => `Reminder of ${text(details['number'], 'a request')} sent to the company`,
  'information_request.read': () => 'Request read',
  'information_request.extended': (details) => `${text(details['number'], 'Request')}: due date extended`,
  'information_request.sent_back': (details) => `${text(details['number'], 'Request')} sent back to the company`,
  'information_request.reminded_by_system': (details) => `${details['kind'] === 'overdue' ? 'Company told that' : 'Company reminded that'} ${text(details['number'], 'a request')} is ${details['kind'] === 'overdue' ? 'overdue' : 'due soon'}`,
  'information_request.asked': (details) => `Company asked ${details['kind'] === 'more_time' ? 'for more time for' : 'to have sent back'} ${text(details['number'], 'a request')}`,
  'information_request.ask_granted': (details) => `Granted: ${details['kind'] === 'more_time' ? 'more time for' : 'sending back'} ${text(details['number'], 'a request')}`,
  'information_request.ask_declined': (details) => `Declined: ${details['kind'] === 'more_time' ? 'more time for' : 'sending back'} ${text(details['number'], 'a request')}`,
  'information_request.ask_withdrawn': (details) => `Company withdrew what it had asked about ${text(details['number'], 'a request')}`,
  'information_request.exported': () => 'List of requests downloaded',
  'response.handed_over': (details) => `Answer to ${text(details['number'], 'a request')} handed to the Company POC`,
  'response.taken_back': (details) => `Answer to ${text(details['number'], 'a request')} taken back by the drafter`,
  'response.returned': (details) => `Answer to ${text(details['number'], 'a request')} returned to the drafter`,
  'response.drafters_assigned': (details) => `Drafters of ${text(details['number'], 'a request')} assigned`,
  'response.commented': () => 'Internal comment added',
  'response.comment_removed': () => 'Internal comment removed',
  'response.receipt_read': () => 'Receipt of a submission downloaded',
  'company_poc.deputy_took_over': () => 'A deputy acts as Company POC',
  'company_poc.deputy_ended': () => 'The Company POC acts again',
  'response.drafted': () => 'Draft of an answer begun',
  'response.submitted': (details) => `Answer to ${text(details['number'], 'a request')} submitted`,
  'document.added': (details) => `Document added${details['purpose'] === 'response' ? ' to an answer' : ''}`,
  'document.removed': () => 'Document removed',
  'document.scanned': () => 'Document checked for malware',
  'document.read': () => 'Document opened',
  'document.previewed': () => 'Preview of a document looked at',
  'document.lost': () => 'The file of a document was found gone in the storage',
  'document.found': () => 'The file of a document is in the storage again',
  'document.infected': () => 'Malware found in a document; nobody can open it',
  'document.selection_read': () => 'Chosen documents downloaded as a ZIP',
}

const fieldWords: Record<string, string> = {
  subject: 'subject',
  receivedOn: 'date received',
  receivedVia: 'received via',
  dueOn: 'due date',
  cfpbId: 'CFPB ID',
  businessType: 'business type',
  businessActivities: 'business activities',
  productId: 'product',
  subProductId: 'sub-product',
  issueId: 'issue',
  subIssueId: 'sub-issue',
  transactionDate: 'transaction date',
  transactionCity: 'transaction city',
  transactionState: 'transaction state',
  transactionAmount: 'transaction amount',
  narrative: "consumer's description",
  desiredOutcome: 'desired outcome',
  complainant: 'complainant',
}

function fieldNames(fields: unknown): string {
  if (!Array.isArray(fields)) return 'the complaint'
  return fields.map((field) => fieldWords[String(field)] ?? String(field)).join(', ')
}

function reasonWords(reason: unknown): string {
  const known = closeReasons.find((one) => one === reason)
  return known === undefined ? 'no reason kept' : closeReasonWords[known]
}

function text(value: unknown, otherwise: string): string {
  return typeof value === 'string' ? value : otherwise
}
