import type { LetterSide } from './letter-lifecycle.ts'

/** The kinds of letters, by to whom they go, and what a template may fill in. The list is fixed: nothing else of a complaint gets into a letter by itself. */
export const letterKinds = ['acknowledgement', 'outcome', 'findings', 'correction', 'caution', 'cease', 'other'] as const
export type LetterKind = (typeof letterKinds)[number]
export const letterKindWords: Record<LetterKind, string> = {
  acknowledgement: 'Acknowledgment',
  outcome: 'Outcome',
  findings: 'Findings',
  correction: 'Request to correct',
  caution: 'Caution',
  cease: 'Stop a practice',
  other: 'Other',
}
const kindsOf: Record<LetterSide, readonly LetterKind[]> = { complainant: ['acknowledgement', 'outcome', 'other'], company: ['findings', 'correction', 'caution', 'cease', 'other'] }
export function letterKindsOf(side: LetterSide): readonly LetterKind[] {
  return kindsOf[side]
}

type MergeField = { /** as a sentence names it: "Still missing: the …" */ label: string; example: string }

export const mergeFields = {
  complainant_name: { label: 'The complainant’s name', example: 'Yolanda Pruitt' },
  complainant_first_name: { label: 'The complainant’s first name', example: 'Yolanda' },
  complainant_last_name: { label: 'The complainant’s last name', example: 'Pruitt' },
  complainant_address: { label: 'The complainant’s address', example: '1418 Larkfield Ave\nToledo, OH 43612' },
  representative_name: { label: 'The representative’s name', example: 'Morgan Ellis' },
  agency_name: { label: 'The agency’s name', example: 'Ohio Financial Regulation Department' },
  agency_phone: { label: 'The agency’s phone number', example: '(614) 555-0100' },
  agency_email: { label: 'The agency’s e-mail address', example: 'complaints@agency.example' },
  agency_poc: { label: 'The Agency POC', example: 'Dana Whitfield' },
  agency_poc_title: { label: 'The title of the Agency POC', example: 'Senior Examiner' },
  agency_poc_phone: { label: 'The phone number of the Agency POC', example: '(614) 555-0121' },
  complaint_id: { label: 'The complaint ID', example: 'C-001234' },
  cfpb_id: { label: 'The CFPB ID', example: '221105-9876543' },
  company_name: { label: 'The company’s name', example: 'Brightwater Home Loans, LLC' },
  company_ses_id: { label: 'The company’s SES ID', example: 'SES-001187' },
  company_nmls_id: { label: 'The company’s NMLS ID', example: '2390417' },
  company_address: { label: 'The company’s address', example: '500 Harbor Blvd\nTampa, FL 33602' },
  company_poc: { label: 'The Company POC', example: 'Priya Raman' },
  created_on: { label: 'The date on which the complaint was entered', example: 'November 3, 2026' },
  transaction_place: { label: 'The place of the transaction', example: 'Toledo, OH' },
  product: { label: 'The product', example: 'Mortgage' },
  issue: { label: 'The issue', example: 'Trouble during payment process' },
  today: { label: 'Today’s date', example: 'November 23, 2026' },
  received_on: { label: 'The date received', example: 'November 2, 2026' },
  transaction_date: { label: 'The date of the transaction', example: 'October 5, 2026' },
  closed_on: { label: 'The closing date', example: 'November 20, 2026' },
  closing_reason: { label: 'The closing reason', example: 'Closed with Monetary Relief' },
  closing_explanation: { label: 'The closing reason in plain words', example: 'The company gave you money back.' },
  relief_amount: { label: 'The relief amount', example: '$412.60' },
  relief_paid_on: { label: 'The date of the relief’s payment', example: 'November 18, 2026' },
  referred_to: { label: 'The agency that it was referred to', example: 'Indiana Department of Financial Institutions' },
} as const satisfies Record<string, MergeField>

export type MergeFieldName = keyof typeof mergeFields
export const mergeFieldNames = Object.keys(mergeFields) as MergeFieldName[]

/** What only letters to the company fill in. */
const ofCompany: readonly MergeFieldName[] = ['company_ses_id', 'company_nmls_id', 'company_address', 'company_poc', 'created_on', 'transaction_place']
/** What the company may see of a complaint (docs/rules.md 2); the complainant's name and address only where they are not restricted. */
const forCompany: readonly MergeFieldName[] = [
  ...ofCompany, 'complainant_name', 'complainant_first_name', 'complainant_last_name', 'complainant_address', 'agency_name', 'agency_phone', 'agency_email',
  'agency_poc', 'agency_poc_title', 'agency_poc_phone', 'complaint_id', 'company_name', 'today', 'transaction_date', 'closed_on',
]
/** What a template of this side may fill in, in the order of the list. */
export function mergeFieldNamesOf(side: LetterSide): readonly MergeFieldName[] {
  return mergeFieldNames.filter((name) => (side === 'company' ? forCompany : mergeFieldNames.filter((one) => !ofCompany.includes(one))).includes(name))
}

/** Null: the complaint does not have it. */
export type MergeValues = Record<MergeFieldName, string | null>

export const sampleValues: MergeValues = Object.fromEntries(mergeFieldNames.map((name) => [name, mergeFields[name].example])) as MergeValues

/** What stands in a letter in the place of something that the complaint lacks. */
export function missingMark(name: MergeFieldName): string {
  return `[Missing: ${mergeFields[name].label}]`
}

/** A sentence for each thing that a letter still lacks: "Still missing: the complainant’s address." */
export function missingIn(text: string): string[] {
  const labels = Array.from(text.matchAll(/\[Missing: ([^\]\n]{1,100})\]/g), (match) => match[1] ?? '')
  return [...new Set(labels)].map((label) => `Still missing: ${label.replace(/^The /, 'the ')}.`)
}
