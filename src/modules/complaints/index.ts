/** What other modules may do with complaints: find, hold and index them. */
export { findComplaint, findDetailed, indexForSearch, lockComplaint, requireVersion, targetOf } from './store.ts'
/** The code set of categories. */
export { CategoryIndex, type CategoryRow } from './code-set/category-index.ts'
export { defaultCodeSet, pathKey, type CodeSetEntry } from './code-set/code-set.ts'
export { loadCodeSet, writeCategories, writeCodeSet } from './code-set/load-code-set.ts'
/** What the company asked about requests ends with them. */
export { overtakeAsks } from './commands/overtake-asks.ts'
/** What is sent first delivers the complaint to its company. */
export { deliverComplaint } from './commands/deliver-complaint.ts'
/** Nothing ends or is sent while its files are on their way. */
export { requireUploaded } from './commands/require-uploaded.ts'
/** Who may be made Agency POC. */
export { requireHandler } from './commands/change-agency-poc.ts'
export { HistoryPage, ListHistory } from './history-contract.ts'
export { readHistory } from './queries/read-history.ts'
export { foundByWords, newestFound, type FoundRow } from './queries/find-by-words.ts'
/** Several complaints at once, with a result for each. */
export { BulkResults, ChosenComplaints } from './list-contract.ts'
export { lockChosen, readChosen, resultsOf, type ChosenComplaint, type Decision } from './queries/chosen-complaints.ts'
/** The record on paper and its documents, for a package that leaves the system. */
export { recordOnPaper } from './print/record-blocks.ts'
export { archiveDocuments } from './queries/archive-documents.ts'
export { readForPrint } from './queries/read-for-print.ts'
