import type { App } from '../../platform/http/app.ts'
import type { DocumentDeps } from './store.ts'

/** Chosen documents as one ZIP; who opened what. */
export function selectionRoutes(_app: App, _deps: DocumentDeps): void {}
