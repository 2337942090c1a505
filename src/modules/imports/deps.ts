import type { FileStore } from '../../platform/files/file-store.ts'
import type { Deps } from '../../platform/ports.ts'

/** What imports in the web are given: the store in which their files lie. */
export type ImportDeps = Deps & { files: FileStore }
