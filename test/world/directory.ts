import { runDirectory, type RunReport } from '#src/modules/directory/index.ts'
import type { SourceEntry } from '#src/modules/directory/domain/directory-part.ts'
import { csvEntries } from '#src/modules/directory/source/csv-entries.ts'
import type { DirectorySource } from '#src/modules/directory/source/directory-source.ts'
import { jsonEntries } from '#src/modules/directory/source/json-entries.ts'
import type { World } from './test-world.ts'

export type SampleCompany = {
  nmlsId: string
  name?: string
  phone?: string | null
  address?: { street?: string; city?: string; state?: string; zip?: string }
  businessTypes?: string[]
  licences?: { state: string; number: string; kind?: string; status?: string }[]
  contacts?: { contactPerson?: { name: string; email?: string }; complaintsContact?: { name: string; email?: string } }
  branches?: { nmlsId: string; name: string }[]
  individuals?: { nmlsId: string; name: string; city?: string }[]
}

async function* pieces(text: string, size: number): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += size) yield await Promise.resolve(text.slice(at, at + size))
}

/** A text as it would come from a file, in pieces of this many characters. */
export const jsonSource = (text: string, size = 4096): DirectorySource => ({ name: 'test.json', entries: () => jsonEntries(pieces(text, size)) })
export const csvSource = (text: string, size = 4096): DirectorySource => ({ name: 'test.csv', entries: () => csvEntries(pieces(text, size)) })

export async function entriesOf(source: DirectorySource): Promise<SourceEntry[]> {
  const entries: SourceEntry[] = []
  for await (const entry of source.entries(new AbortController().signal)) entries.push(entry)
  return entries
}

export async function imported(world: World, companies: readonly SampleCompany[] | DirectorySource): Promise<RunReport & { changes: { kind: string; what: string }[] }> {
  const source = 'entries' in companies && typeof companies.entries === 'function' && 'name' in companies ? companies : jsonSource(JSON.stringify(companies))
  const report = await runDirectory(world.deps, { source, signal: new AbortController().signal })
  const changes = await world.rows<{ kind: string; what: string }>('select kind, what from directory_change where run_id = $1 order by position', [report.runId])
  return { ...report, changes }
}

/** What earlier tests of the file imported is nobody's concern any more. */
export async function forgetDirectory(world: World): Promise<void> {
  await world.rows(`update company set directory_hash = null, nmls_id = null, name_key = id::text where directory_hash is not null`)
  await world.rows(`update company_branch set delisted_at = now() where delisted_at is null`)
  await world.rows(`update company_individual set delisted_at = now() where delisted_at is null`)
}
