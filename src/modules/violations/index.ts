/** The citations that the program ships. */
export { loadCitations, writeCitations } from './citations/load-citations.ts'
