import type { App } from '../../platform/http/app.ts'
import type { DocumentDeps } from './store.ts'

/** What can be shown of a document without downloading it. */
export function previewRoutes(_app: App, _deps: DocumentDeps): void {}
