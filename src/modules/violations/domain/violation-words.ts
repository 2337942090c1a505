import { isChangeable, type Status } from '../../complaints/domain/lifecycle.ts'

/** Alleged violations and what they cite (docs/rules.md 3). */
export const standings = ['alleged', 'substantiated', 'not_substantiated'] as const
export type Standing = (typeof standings)[number]
export const citationLevels = ['federal', 'state'] as const
export type CitationLevel = (typeof citationLevels)[number]

/** How a citation reads where it was cited: "12 CFR 1026.19(e) Mortgage loans: early disclosures (Loan Estimate)". */
export function citedAs(citation: { code: string; title: string }): string {
  return `${citation.code} ${citation.title}`
}

/** Violations are alleged while the complaint is worked on (docs/rules.md 3). */
export function takesViolations(status: Status): boolean {
  return status !== 'draft' && isChangeable(status)
}
