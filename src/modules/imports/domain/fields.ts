/** What a column of a file can become (docs/imports.md), with the names under which it is met. */
export const fieldKeys = [
  'cfpbId', 'receivedOn', 'receivedVia', 'company', 'nmlsId', 'sesId', 'etn', 'product', 'subProduct', 'issue', 'subIssue', 'narrative', 'desiredOutcome',
  'amount', 'transactionDate', 'transactionCity', 'transactionState', 'firstName', 'lastName', 'street', 'city', 'state', 'zip', 'phone', 'email', 'language', 'tags',
] as const
export type FieldKey = (typeof fieldKeys)[number]

type Field = {
  /** As the pages name it. */
  label: string
  group: 'Complaint' | 'Subject' | 'Categories' | 'Transaction' | 'Complainant'
  /** Headers that mean it, beside its label. The first is the CFPB's own where it has one. */
  names: readonly string[]
}

export const fields: Record<FieldKey, Field> = {
  cfpbId: { label: 'CFPB ID', group: 'Complaint', names: ['Complaint ID', 'CFPB complaint ID', 'CFPB number', 'CFPB complaint number', 'CFPB case number'] },
  receivedOn: { label: 'Date received', group: 'Complaint', names: ['Date received', 'Received', 'Received on', 'Received date', 'Date of receipt', 'Date of complaint', 'Complaint date'] },
  receivedVia: { label: 'How received', group: 'Complaint', names: ['Submitted via', 'Received via', 'Via', 'Received by', 'Channel', 'Method', 'Method received', 'Source'] },
  company: { label: 'Company', group: 'Subject', names: ['Company', 'Subject', 'Subject name', 'Company name', 'Respondent', 'Respondent name', 'Business name', 'Licensee', 'Institution', 'Entity name'] },
  nmlsId: { label: 'NMLS ID', group: 'Subject', names: ['NMLS', 'NMLS number', 'NMLS no', 'Company NMLS ID', 'NMLS company ID', 'NMLS unique identifier'] },
  sesId: { label: 'SES ID', group: 'Subject', names: ['SES', 'SES number', 'SES company ID', 'Company SES ID'] },
  etn: { label: 'Non-NMLS entity ID', group: 'Subject', names: ['ETN', 'Entity Tracking Number', 'Entity ID', 'ETN number', 'Subject ETN'] },
  product: { label: 'Product', group: 'Categories', names: ['Product', 'Product type', 'Type of product', 'Product category', 'Complaint type'] },
  subProduct: { label: 'Sub-product', group: 'Categories', names: ['Sub-product', 'Subproduct', 'Sub product type'] },
  issue: { label: 'Issue', group: 'Categories', names: ['Issue', 'Issue type', 'Type of issue', 'Complaint issue', 'Nature of complaint'] },
  subIssue: { label: 'Sub-issue', group: 'Categories', names: ['Sub-issue', 'Subissue'] },
  narrative: { label: 'Consumer’s description', group: 'Complaint', names: ['Consumer complaint narrative', 'Narrative', 'Description', 'Complaint description', 'Consumer description', 'Details', 'Complaint', 'What happened'] },
  desiredOutcome: { label: 'Desired outcome', group: 'Complaint', names: ['Desired outcome', 'Desired resolution', 'Resolution sought', 'Requested resolution', 'Relief sought'] },
  amount: { label: 'Amount', group: 'Transaction', names: ['Amount', 'Transaction amount', 'Amount in dispute', 'Disputed amount', 'Dollar amount'] },
  transactionDate: { label: 'Transaction date', group: 'Transaction', names: ['Transaction date', 'Date of transaction', 'Date of incident', 'Incident date'] },
  transactionCity: { label: 'Transaction city', group: 'Transaction', names: ['Transaction city', 'City of transaction'] },
  transactionState: { label: 'Transaction state', group: 'Transaction', names: ['Transaction state', 'State of transaction'] },
  firstName: { label: 'Complainant’s first name', group: 'Complainant', names: ['First name', 'Complainant first name', 'Consumer first name', 'First', 'Given name'] },
  lastName: { label: 'Complainant’s last name', group: 'Complainant', names: ['Last name', 'Complainant last name', 'Consumer last name', 'Last', 'Surname', 'Family name'] },
  street: { label: 'Street', group: 'Complainant', names: ['Street', 'Address', 'Street address', 'Address 1', 'Address line 1', 'Mailing address', 'Complainant street', 'Complainant address', 'Consumer address'] },
  city: { label: 'City', group: 'Complainant', names: ['City', 'Complainant city', 'Consumer city', 'Town'] },
  state: { label: 'State', group: 'Complainant', names: ['State', 'Complainant state', 'Consumer state'] },
  zip: { label: 'ZIP code', group: 'Complainant', names: ['ZIP code', 'ZIP', 'Postal code', 'Complainant ZIP', 'Complainant ZIP code', 'Consumer ZIP'] },
  phone: { label: 'Phone', group: 'Complainant', names: ['Phone', 'Phone number', 'Telephone', 'Daytime phone', 'Complainant phone', 'Consumer phone'] },
  email: { label: 'E-mail', group: 'Complainant', names: ['Email', 'E-mail address', 'Email address', 'Complainant email', 'Consumer email'] },
  language: { label: 'Preferred language', group: 'Complainant', names: ['Language', 'Preferred language'] },
  tags: { label: 'Tags', group: 'Complainant', names: ['Tags', 'Consumer tags', 'Special populations'] },
}

/** The CFPB's columns that become part of a complaint. A file that has them all is the CFPB's export. */
export const cfpbNames: Partial<Record<FieldKey, string>> = {
  receivedOn: 'Date received', product: 'Product', subProduct: 'Sub-product', issue: 'Issue', subIssue: 'Sub-issue', narrative: 'Consumer complaint narrative',
  company: 'Company', state: 'State', zip: 'ZIP code', tags: 'Tags', receivedVia: 'Submitted via', cfpbId: 'Complaint ID',
}

/** Names of columns are compared without case and punctuation. */
export function columnKey(name: string): string {
  return name.normalize('NFKD').toLowerCase().replace(/['’]/g, '').replace(/[^a-z0-9]+/g, ' ').trim()
}
