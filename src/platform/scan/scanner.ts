import type { Readable } from 'node:stream'

/** Says whether bytes are malware. Throws when it cannot say; the job is then tried again. */
export type Scanner = { scan(bytes: Readable): Promise<'clean' | 'infected'> }
