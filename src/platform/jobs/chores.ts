import type { Logger } from 'pino'
import { appendHeads, readHeads } from '../audit/heads.ts'
import { sealEntries } from '../audit/seal.ts'
import { newId } from '../new-id.ts'
import type { Deps } from '../ports.ts'
import { failureOf } from './failure.ts'

/** Work that comes back by itself. Several processes may each do it: what must not happen twice at once takes a lock. */
export type Chore = { name: string; everySeconds: number; work: (signal: AbortSignal) => Promise<void> }

const batch = 2_000

export function chores(deps: Deps, log: Logger, headsFile: string | undefined): Chore[] {
  return [
    {
      name: 'seal-audit',
      everySeconds: 1,
      work: async (signal) => {
        while (!signal.aborted && (await sealEntries(deps, batch)) === batch);
      },
    },
    { name: 'record-audit-heads', everySeconds: 60, work: dailyHeads(deps, log, headsFile) },
    {
      name: 'expire-idempotency-keys',
      everySeconds: 600,
      work: () =>
        deps.transaction({ kind: 'job' }, async (tx) => {
          await tx.db.deleteFrom('idempotency_key').where('created_at', '<', new Date(tx.now.getTime() - 86_400_000)).execute()
        }),
    },
    {
      name: 'expire-uploads',
      everySeconds: 3_600,
      work: () => deps.transaction({ kind: 'job' }, (tx) => tx.enqueue('expire-uploads', {}, { key: 'expire-uploads' })),
    },
    {
      name: 'collect-files',
      everySeconds: 86_400,
      work: () => deps.transaction({ kind: 'job' }, (tx) => tx.enqueue('collect-files', {}, { key: 'collect-files' })),
    },
    {
      name: 'rescan-documents',
      everySeconds: 300,
      work: () => deps.transaction({ kind: 'job' }, (tx) => tx.enqueue('rescan-documents', {}, { key: 'rescan-documents' })),
    },
    {
      name: 'send-digests',
      everySeconds: 900,
      work: () => deps.transaction({ kind: 'job' }, (tx) => tx.enqueue('send-digests', {}, { key: 'send-digests' })),
    },
    {
      name: 'roll-up-reports',
      everySeconds: 60,
      work: () => deps.transaction({ kind: 'job' }, (tx) => tx.enqueue('roll-up-reports', {}, { key: 'roll-up-reports' })),
    },
    {
      name: 'remind-due',
      everySeconds: 900,
      work: () => deps.transaction({ kind: 'job' }, (tx) => tx.enqueue('remind-due', {}, { key: 'remind-due' })),
    },
    {
      name: 'follow-deputies',
      everySeconds: 60,
      work: () => deps.transaction({ kind: 'job' }, (tx) => tx.enqueue('follow-deputies', {}, { key: 'follow-deputies' })),
    },
    {
      name: 'expire-imports',
      everySeconds: 3_600,
      work: () => deps.transaction({ kind: 'job' }, (tx) => tx.enqueue('expire-imports', {}, { key: 'expire-imports' })),
    },
    {
      name: 'open-verifications',
      everySeconds: 3_600,
      work: () => deps.transaction({ kind: 'job' }, (tx) => tx.enqueue('open-verifications', {}, { key: 'open-verifications' })),
    },
    {
      name: 'dispose-complaints',
      everySeconds: 86_400,
      work: () => deps.transaction({ kind: 'job' }, (tx) => tx.enqueue('dispose-complaints', {}, { key: 'dispose-complaints' })),
    },
    {
      // The job itself knows whether an address is set and when the last import was.
      name: 'import-directory',
      everySeconds: 600,
      work: () => deps.transaction({ kind: 'job' }, (tx) => tx.enqueue('import-directory', { runId: newId() }, { key: 'import-directory' })),
    },
  ]
}

/**
 * Once a day, beginning with the first start: outside of the database, in the log and in a file, so that a chain whose
 * end was cut off is found.
 */
function dailyHeads(deps: Deps, log: Logger, headsFile: string | undefined): () => Promise<void> {
  let recordedOn = ''
  return async () => {
    const today = deps.clock.now().toISOString().slice(0, 10)
    if (recordedOn === today) return
    const heads = await readHeads(deps)
    if (heads.length === 0) return
    log.info({ heads }, 'Length and head of each audit chain')
    if (headsFile !== undefined) await appendHeads(headsFile, deps.clock.now(), heads)
    recordedOn = today
  }
}

/** Does each chore now and then again, one round after the other; a failure is logged and the next round tries again. */
export function startChores(list: readonly Chore[], log: Logger): { stop(): Promise<void> } {
  const stopping = new AbortController()
  const running = list.map((chore) => repeat(chore, log, stopping.signal))
  return {
    stop: async () => {
      stopping.abort()
      await Promise.all(running)
    },
  }
}

async function repeat(chore: Chore, log: Logger, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      await chore.work(signal)
    } catch (error) {
      log.error({ chore: chore.name, ...failureOf(error) }, 'A recurring job failed; it is tried again in its next round')
    }
    await pause(chore.everySeconds * 1000, signal)
  }
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) {
      resolve()
      return
    }
    const done = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, milliseconds)
    signal.addEventListener('abort', done, { once: true })
  })
}
