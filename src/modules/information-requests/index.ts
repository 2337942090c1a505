export { ensureDraft } from './commands/ensure-draft.ts'
export { viewAsCompany } from './queries/company-view.ts'
