/** The parts of a complaint that can be chosen when it is printed, in the order in which they stand. */
export const printParts = ['summary', 'details', 'complainant', 'narrative', 'requests', 'documents', 'research', 'violations', 'letters', 'closures', 'history'] as const
export type PrintPart = (typeof printParts)[number]
