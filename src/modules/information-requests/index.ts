export { ensureDraft } from './commands/ensure-draft.ts'
