/** What the operator commands may call. */
export { runDirectory, type Progress, type RunReport } from './commands/run-directory.ts'
export { openSource } from './source/open-source.ts'
