/** What the operator commands may call. */
export { importFile, type ImportProgress, type ImportSummary } from './commands/import-file.ts'
export { findImporter } from './queries/find-importer.ts'
