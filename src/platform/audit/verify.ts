import { sql } from 'kysely'
import type { Deps } from '../ports.ts'
import { entryHash, linkHash, origin, sealedColumns } from './chain.ts'
import type { SealedFields } from './chain.ts'
import type { ChainHead } from './heads.ts'

export type Finding = {
  what: 'changed' | 'removed' | 'inserted' | 'unsealed' | 'out_of_order' | 'cut'
  organisationId: string
  /** Place in the organisation's chain; null for what never had one. */
  sequence: string | null
  entryId: string | null
  sentence: string
}

export type Verification = { entries: number; chains: number; waiting: number; findings: number }

export type VerifyOptions = {
  /** Heads that were recorded outside of the database. */
  heads?: readonly ChainHead[]
  /** An entry that waits longer for its seal is a finding. */
  unsealedAfterMinutes?: number
  onFinding: (finding: Finding) => void
  onProgress?: (entries: number) => void
}

type SealRow = { organisation: string; sequence: string; sealed_entry: string; entry_hash: string; previous_hash: string; hash: string } & (SealedFields | { id: null })

const batch = 2_000
const beforeAll = { id: '00000000-0000-0000-0000-000000000000', sequence: '-9223372036854775808' }

/**
 * Reads the whole audit against its chains, a batch at a time, so that memory stays the same however long it is.
 * Who rewrites a whole chain with all its hashes is found by heads recorded before, and by nothing else.
 */
export async function verifyAudit(deps: Pick<Deps, 'transaction' | 'clock'>, options: VerifyOptions): Promise<Verification> {
  const result: Verification = { entries: 0, chains: 0, waiting: 0, findings: 0 }
  const report = (finding: Finding) => {
    result.findings += 1
    options.onFinding(finding)
  }
  await verifyChains(deps, options, result, report)
  await verifyUnsealed(deps, options, result, report)
  return result
}

type Report = (finding: Finding) => void
type Place = { organisation: string; sequence: bigint; hash: string }

async function verifyChains(deps: Pick<Deps, 'transaction'>, options: VerifyOptions, result: Verification, report: Report): Promise<void> {
  const recorded = new Map<string, Map<string, string>>()
  for (const head of options.heads ?? []) {
    const ofOrganisation = recorded.get(head.organisationId) ?? new Map<string, string>()
    recorded.set(head.organisationId, ofOrganisation.set(String(head.length), head.hash))
  }
  const ends = new Map<string, bigint>()
  let at: Place | null = null
  for (;;) {
    const rows = await readSeals(deps, at === null ? [beforeAll.id, beforeAll.sequence] : [at.organisation, String(at.sequence)])
    for (const row of rows) {
      const before: Pick<Place, 'sequence' | 'hash'> = at?.organisation === row.organisation ? at : origin
      if (before === origin) result.chains += 1
      verifySeal(row, before, recorded.get(row.organisation)?.get(row.sequence), report)
      at = { organisation: row.organisation, sequence: BigInt(row.sequence), hash: row.hash }
      if (recorded.has(row.organisation)) ends.set(row.organisation, at.sequence)
    }
    result.entries += rows.length
    options.onProgress?.(result.entries)
    if (rows.length < batch) break
  }
  for (const [organisationId, lengths] of recorded) {
    const end = ends.get(organisationId) ?? 0n
    const longest = [...lengths.keys()].map(BigInt).reduce((most, length) => (length > most ? length : most), 0n)
    if (longest <= end) continue
    report({ what: 'cut', organisationId, sequence: String(end + 1n), entryId: null, sentence: `The chain had ${String(longest)} entries when its length was recorded and now ends at ${String(end)}: its end was cut off.` })
  }
}

function verifySeal(row: SealRow, before: Pick<Place, 'sequence' | 'hash'>, recordedHash: string | undefined, report: Report): void {
  const place = { organisationId: row.organisation, sequence: row.sequence, entryId: row.sealed_entry }
  const sequence = BigInt(row.sequence)
  const expected = before.sequence + 1n
  if (sequence !== expected) {
    const gap = sequence - expected === 1n ? `Entry ${String(expected)} is` : `Entries ${String(expected)} to ${String(sequence - 1n)} are`
    report({ ...place, what: 'removed', sequence: String(expected), entryId: null, sentence: `${gap} missing before this one: removed.` })
  } else if (row.previous_hash !== before.hash) {
    report({ ...place, what: 'out_of_order', sentence: 'This entry does not follow the one before it: entries were exchanged, replaced or inserted here.' })
  }
  if (row.hash !== linkHash(sequence, row.previous_hash, row.entry_hash)) {
    report({ ...place, what: 'changed', sentence: 'The seal of this entry was changed.' })
  } else if (recordedHash !== undefined && recordedHash !== row.hash) {
    report({ ...place, what: 'changed', sentence: 'The chain up to this entry was rewritten: its hash was recorded otherwise.' })
  }
  if (row.id === null) report({ ...place, what: 'removed', sentence: 'The entry was removed; its seal is left.' })
  else if (entryHash(row) !== row.entry_hash || row.organisation_id !== row.organisation) report({ ...place, what: 'changed', sentence: 'The entry was changed after it was sealed.' })
}

async function readSeals(deps: Pick<Deps, 'transaction'>, [organisation, sequence]: [string, string]): Promise<SealRow[]> {
  return deps.transaction({ kind: 'job' }, async (tx) => {
    const { rows } = await sql<SealRow>`
      select s.organisation_id as organisation, s.sequence, s.entry_id as sealed_entry, s.entry_hash, s.previous_hash, s.hash, ${sealedColumns}
      from audit_seal s left join audit_entry e on e.id = s.entry_id
      where (s.organisation_id, s.sequence) > (${organisation}::uuid, ${sequence}::bigint)
      order by s.organisation_id, s.sequence limit ${batch}`.execute(tx.db)
    return rows
  })
}

type EntryRow = { id: string; organisation_id: string; waiting: boolean; late: boolean }

/** Entries without a seal: written a moment ago, or forgotten by the sealing job, or put in behind the program's back. */
async function verifyUnsealed(deps: Pick<Deps, 'transaction' | 'clock'>, options: VerifyOptions, result: Verification, report: Report): Promise<void> {
  const minutes = options.unsealedAfterMinutes ?? 10
  const deadline = new Date(deps.clock.now().getTime() - minutes * 60_000)
  for (let last: string | null = null; ; ) {
    const { upTo, rows } = await readUnsealed(deps, last, deadline)
    for (const row of rows) {
      const place = { organisationId: row.organisation_id, sequence: null, entryId: row.id }
      if (!row.waiting) report({ ...place, what: 'inserted', sentence: 'This entry was put in past the program: it has no seal and waits for none.' })
      else if (row.late) report({ ...place, what: 'unsealed', sentence: `This entry has waited for its seal for more than ${String(minutes)} minutes: does a worker run?` })
      else result.waiting += 1
    }
    if (upTo === null) break
    last = upTo
  }
  const { rows: orphans } = await deps.transaction({ kind: 'job' }, (tx) =>
    sql<{ entry_id: string; organisation_id: string }>`
      select u.entry_id, u.organisation_id from audit_unsealed u where not exists (select from audit_entry e where e.id = u.entry_id) limit 10000`.execute(tx.db),
  )
  for (const orphan of orphans) {
    report({ what: 'removed', organisationId: orphan.organisation_id, sequence: null, entryId: orphan.entry_id, sentence: 'The entry was removed before it was sealed.' })
  }
}

async function readUnsealed(deps: Pick<Deps, 'transaction'>, last: string | null, deadline: Date): Promise<{ upTo: string | null; rows: EntryRow[] }> {
  return deps.transaction({ kind: 'job' }, async (tx) => {
    const after = last === null ? sql`` : sql`where id > ${last}::uuid`
    const { rows } = await sql<{ up_to: string | null; id: string | null; organisation_id: string; waiting: boolean; late: boolean }>`
      with page as materialized (select id, organisation_id, at from audit_entry ${after} order by id limit ${batch * 5}),
      ending as (select id as up_to from page order by id desc limit 1)
      select ending.up_to, e.id, e.organisation_id, u.entry_id is not null as waiting, e.at < ${deadline}::timestamptz as late
      from ending left join (page e left join audit_seal s on s.entry_id = e.id left join audit_unsealed u on u.entry_id = e.id) on s.entry_id is null`.execute(tx.db)
    return { upTo: rows[0]?.up_to ?? null, rows: rows.flatMap((row) => (row.id === null ? [] : [{ ...row, id: row.id }])) }
  })
}
