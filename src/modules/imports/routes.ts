import type { App } from '../../platform/http/app.ts'
import type { DocumentDeps } from '../documents/store.ts'

/** Imports in the web: upload, columns, preview, progress, rejected rows. */
export function importRoutes(_app: App, _deps: DocumentDeps): void {}
