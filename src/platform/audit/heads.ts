import { appendFile, readFile } from 'node:fs/promises'
import { sql } from 'kysely'
import { z } from 'zod'
import type { Deps } from '../ports.ts'

/** How long an organisation's chain is and how it ends. Kept outside of the database, it shows later what was cut off or rewritten. */
export type ChainHead = { organisationId: string; length: number; hash: string }

const HeadsLine = z.object({ at: z.string(), heads: z.array(z.object({ organisationId: z.string(), length: z.number().int(), hash: z.string() })) })

export async function readHeads(deps: Pick<Deps, 'transaction'>): Promise<ChainHead[]> {
  return deps.transaction({ kind: 'job' }, async (tx) => {
    // From one organisation to the next by the index; the chains between are not read.
    const { rows } = await sql<{ id: string; sequence: string; hash: string }>`
      with recursive organisation (id) as (
        (select organisation_id from audit_seal order by organisation_id limit 1)
        union all
        select (select s.organisation_id from audit_seal s where s.organisation_id > o.id order by s.organisation_id limit 1) from organisation o where o.id is not null
      )
      select o.id, h.sequence, h.hash from organisation o
      cross join lateral (select sequence, hash from audit_seal s where s.organisation_id = o.id order by sequence desc limit 1) h
      where o.id is not null`.execute(tx.db)
    return rows.map((row) => ({ organisationId: row.id, length: Number(row.sequence), hash: row.hash }))
  })
}

/** Adds the present heads to a file of JSON lines. */
export async function appendHeads(file: string, at: Date, heads: ChainHead[]): Promise<void> {
  await appendFile(file, `${JSON.stringify({ at: at.toISOString(), heads })}\n`, { mode: 0o600 })
}

/**
 * The heads that a file recorded, every one of them. Lines of the program's log hold them too, so both kinds of file
 * are understood; other lines are passed over.
 */
export async function recordedHeads(file: string): Promise<ChainHead[]> {
  const lines = (await readFile(file, 'utf8')).split('\n')
  return lines.flatMap((line) => {
    const parsed = HeadsLine.safeParse(jsonOf(line))
    return parsed.success ? parsed.data.heads : []
  })
}

function jsonOf(line: string): unknown {
  try {
    const value: unknown = JSON.parse(line)
    // A log line keeps its time as a number, under another name.
    return typeof value === 'object' && value !== null ? { at: '', ...value } : null
  } catch {
    return null
  }
}
