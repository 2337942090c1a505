/** The parts of a complaint that can be chosen when it is printed, in the order in which they stand. */
export const printParts = ['summary', 'details', 'complainant', 'narrative', 'requests', 'documents', 'research', 'violations', 'discussion', 'letters', 'closures', 'history'] as const
export type PrintPart = (typeof printParts)[number]
export const printPartWords: Record<PrintPart, string> = {
  summary: 'Summary',
  details: 'Details',
  complainant: 'Complainant',
  narrative: 'Description',
  requests: 'Requests and answers',
  documents: 'List of documents',
  research: 'Research and communication',
  violations: 'Alleged violations',
  discussion: 'Discussion',
  letters: 'Letters',
  closures: 'Closures',
  history: 'History',
}

/** What agencies say to one another is never handed to one outside (docs/rules.md 6). */
export const outsideParts = ['summary', 'details', 'complainant', 'narrative', 'requests', 'documents', 'research', 'violations', 'letters', 'closures', 'history'] as const satisfies readonly PrintPart[]
