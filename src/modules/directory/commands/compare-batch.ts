import { createHash } from 'node:crypto'
import { displayId } from '../../../kernel/ids.ts'
import { nameKey } from '../../../kernel/text.ts'
import { newId } from '../../../platform/new-id.ts'
import type { Tx } from '../../../platform/ports.ts'
import { describeChange, inOneLine } from '../domain/describe-change.ts'
import { assemble, canonical, type ListedCompany } from '../domain/listed-company.ts'
import { findNamedAlike, readHashes, readKnown, writeListed, type KnownCompany, type NamedAlike, type Written } from '../listed-store.ts'
import { sharedNames, type Change, type Counts, type StagedCompany } from '../store.ts'

type Outcome = { counts: Pick<Counts, 'added' | 'changed' | 'unchanged' | 'rejected'>; changes: Change[]; movedAway: string[] }
type Candidate = { company: ListedCompany; hash: string }

/** Compares these companies with what is here and stores what is different. What is the same is not written. */
export async function compareBatch(tx: Tx, staged: readonly StagedCompany[], movedAway: ReadonlySet<string>): Promise<Outcome> {
  const changes: Change[] = []
  const reject = (list: readonly { line: number; reasons: string }[]) => changes.push(...list.map((one): Change => ({ companyId: null, kind: 'rejected', what: rejection(one) })))
  const candidates: Candidate[] = []
  for (const { nmlsId, parts, rejected } of staged) {
    reject(rejected)
    if (parts.length === 0) continue
    const { company, refused } = assemble(nmlsId, parts)
    reject(refused)
    if (company !== null) candidates.push({ company, hash: createHash('sha256').update(canonical(company)).digest('base64') })
  }
  const known = await readHashes(tx.db, candidates.map(({ company }) => company.nmlsId))
  const different = candidates.filter(({ company, hash }) => {
    const before = known.get(company.nmlsId)
    return before?.hash !== hash || before.missing
  })
  const adopted = await adoptable(tx, different.filter(({ company }) => !known.has(company.nmlsId)))
  const idOf = ({ company }: Candidate) => known.get(company.nmlsId)?.id ?? adopted.get(company.nmlsId)?.adopt?.id
  const before = await readKnown(tx.db, different.flatMap((one) => idOf(one) ?? []), movedAway)

  const written: Written[] = []
  const counts = { added: 0, changed: 0, unchanged: candidates.length - different.length, rejected: changes.length }
  for (const one of different) {
    const id = idOf(one)
    const was = id === undefined ? undefined : before.get(id)
    const row: Written = { id: was?.id ?? newId(), isNew: was === undefined, hash: one.hash, company: one.company, before: was?.listed ?? null }
    written.push(row)
    const change = was === undefined ? addition(row, adopted.get(one.company.nmlsId)?.alike ?? []) : difference(was, one.company, !known.has(one.company.nmlsId))
    if (change === null) counts.unchanged += 1
    else {
      counts[change.kind] += 1
      changes.push({ companyId: row.id, ...change })
    }
  }
  return { counts, changes, movedAway: written.length === 0 ? [] : await writeListed(tx.db, written, tx.now) }
}

export function rejection({ line, reasons }: { line: number; reasons: string }): string {
  return `Line ${line.toLocaleString('en-US')}: ${reasons}`
}

type Added = { kind: 'added'; what: string }
type Changed = { kind: 'changed'; what: string }

function addition({ company }: Written, alike: readonly NamedAlike[]): Added {
  const place = [company.city, company.state].filter(Boolean).join(', ')
  const others = alike.map((one) => `${displayId('company', one.number)} has the same name and no NMLS ID, and could not be told for certain to be the same`)
  return { kind: 'added', what: inOneLine([`Added: ${company.name} (NMLS ID ${company.nmlsId})${place === '' ? '' : `, ${place}`}`, ...others]) }
}

function difference(was: KnownCompany, company: ListedCompany, isAdopted: boolean): Changed | null {
  const said = [
    ...(isAdopted ? [`Confirmed: ${displayId('company', was.number)}, named by an import of complaints, has the NMLS ID ${company.nmlsId}`] : []),
    ...(was.missing ? ['In the directory again'] : []),
    ...describeChange(was.listed, company),
  ]
  return said.length === 0 ? null : { kind: 'changed', what: inOneLine(said) }
}

type Alike = { adopt: NamedAlike | null; alike: NamedAlike[] }

/**
 * A company that an import of complaints named becomes the directory's one of the same name, where there is no other of
 * that name in the file or here and their states agree (an import often gives none). Else it stays, and is reported.
 */
async function adoptable(tx: Tx, fresh: readonly Candidate[]): Promise<Map<string, Alike>> {
  if (fresh.length === 0) return new Map()
  const keys = [...new Set(fresh.map(({ company }) => nameKey(company.name)))]
  const named = await findNamedAlike(tx.db, keys)
  if (named.length === 0) return new Map()
  const shared = await sharedNames(tx.db, [...new Set(named.map((one) => one.nameKey))])
  return new Map(
    fresh.flatMap(({ company }): [string, Alike][] => {
      const alike = named.filter((one) => one.nameKey === nameKey(company.name))
      const [only] = alike
      if (only === undefined) return []
      const agrees = only.state === null || only.state === company.state || company.licences.some((licence) => licence.state === only.state)
      const isSure = alike.length === 1 && only.standing === 'to_be_confirmed' && agrees && !shared.has(only.nameKey)
      return [[company.nmlsId, isSure ? { adopt: only, alike: [] } : { adopt: null, alike }]]
    }),
  )
}
