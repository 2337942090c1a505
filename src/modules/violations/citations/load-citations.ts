import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ClientBase } from 'pg'
import { z } from 'zod'
import { newId } from '../../../platform/new-id.ts'

/** Federal consumer-finance statutes and regulations, by law. */
const CitationFile = z.array(z.object({ law: z.string(), entries: z.array(z.object({ code: z.string(), title: z.string() })) }))
export type ShippedCitation = { code: string; title: string; law: string }

export function readShippedCitations(file = join(import.meta.dirname, 'federal.json')): ShippedCitation[] {
  return CitationFile.parse(JSON.parse(readFileSync(file, 'utf8'))).flatMap(({ law, entries }) => entries.map((entry) => ({ ...entry, law })))
}

/**
 * Brings the shipped citations up to what the program has. Safe to run at every start: known codes keep their ID; what is
 * no longer shipped is retired, never deleted. `client` is an administrator's connection.
 */
export async function loadCitations(client: ClientBase): Promise<void> {
  await client.query('begin')
  try {
    await client.query('set local role ses_owner')
    await writeCitations(client)
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw error
  }
}

/** As `loadCitations`, inside a transaction that runs as ses_owner already. */
export async function writeCitations(client: { query(sql: string, values: unknown[]): Promise<unknown> }): Promise<void> {
  const rows = JSON.stringify(readShippedCitations().map((citation) => ({ id: newId(), ...citation })))
  await client.query(
    `insert into citation (id, agency_id, level, code, title, law)
     select g.id, null, 'federal', g.code, g.title, g.law from json_to_recordset($1) as g (id uuid, code text, title text, law text)
     on conflict (coalesce(agency_id, '00000000-0000-0000-0000-000000000000'), code)
     do update set title = excluded.title, law = excluded.law, retired = false
     where (citation.title, citation.law, citation.retired) is distinct from (excluded.title, excluded.law, false)`,
    [rows],
  )
  await client.query(
    `update citation set retired = true
     where agency_id is null and not retired and code not in (select g.code from json_to_recordset($1) as g (code text))`,
    [rows],
  )
}
