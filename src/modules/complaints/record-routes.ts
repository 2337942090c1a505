import type { App } from '../../platform/http/app.ts'
import type { DocumentDeps } from '../documents/store.ts'

/** The record from other sides: timeline, as the company sees it, as PDF, its documents as ZIP. */
export function recordViewRoutes(_app: App, _deps: DocumentDeps): void {}
