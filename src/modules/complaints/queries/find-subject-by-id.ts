import type { Actor } from '../../../access/actor.ts'
import { permit } from '../../../access/permissions.ts'
import { invalid } from '../../../kernel/errors.ts'
import { displayId, parseDisplayId } from '../../../kernel/ids.ts'
import { nameKey } from '../../../kernel/text.ts'
import type { Deps, Tx } from '../../../platform/ports.ts'
import { numberKey } from '../../directory/domain/licence-number.ts'
import type { FoundSubject, LookUpSubject } from '../subject-contract.ts'
import { agencyOf } from '../store.ts'
import { subjectFacts, type SubjectRef } from './find-subject-facts.ts'

/**
 * Whom an ID belongs to, to be confirmed. Several where a licence number or a name is borne by several.
 * @throws invalid, on the field `value`, when there is nobody
 */
export async function lookUpSubject(deps: Pick<Deps, 'transaction'>, actor: Actor, input: LookUpSubject): Promise<{ items: FoundSubject[] }> {
  permit(actor, 'complaint.view')
  return deps.transaction(agencyOf(actor), async (tx) => ({ items: await subjectFacts(tx, await refsOf(tx, input)) }))
}

/** The subjects that bear this ID, as company, entity, branch or individual. Empty when there are none. */
export async function refsByAnyId(tx: Tx, words: string): Promise<SubjectRef[]> {
  const [ses, etn] = [parseDisplayId('company', words), parseDisplayId('entity', words)]
  if (ses !== null) return companiesBy(tx, { number: ses }, 'SES ID')
  if (etn !== null) return entitiesBy(tx, etn)
  const nmls = /^\d{1,12}$/.test(words) ? [...(await companiesBy(tx, { nmlsId: words }, 'NMLS ID')), ...(await partsBy(tx, 'branch', words)), ...(await partsBy(tx, 'individual', words))] : []
  const licence = /\d/.test(words) ? await licenceHolders(tx, words, undefined) : []
  return [...nmls, ...licence.filter((one) => !nmls.some((known) => known.id === one.id))]
}

async function refsOf(tx: Tx, { by, value, state }: LookUpSubject): Promise<SubjectRef[]> {
  const words = value.trim()
  const refs = await found(tx, by, words, state)
  if (refs.length === 0) throw invalid({ value: nobody(by, words, state) })
  return refs
}

async function found(tx: Tx, by: LookUpSubject['by'], words: string, state: string | undefined): Promise<SubjectRef[]> {
  switch (by) {
    case 'ses': {
      const number = numberIn('company', words)
      if (number === null) throw invalid({ value: 'An SES ID looks like SES-001234.' })
      return companiesBy(tx, { number }, 'SES ID')
    }
    case 'etn': {
      const number = numberIn('entity', words)
      if (number === null) throw invalid({ value: 'An Entity Tracking Number looks like ETN-000012.' })
      return entitiesBy(tx, number)
    }
    case 'nmls':
      return companiesBy(tx, { nmlsId: nmlsIdIn(words) }, 'NMLS ID')
    case 'branch_nmls':
      return partsBy(tx, 'branch', nmlsIdIn(words))
    case 'individual_nmls':
      return partsBy(tx, 'individual', nmlsIdIn(words))
    case 'individual_name':
      return individualsByName(tx, words)
    case 'licence':
      return licenceHolders(tx, words, state)
  }
}

async function companiesBy(tx: Tx, by: { number: number } | { nmlsId: string }, why: string): Promise<SubjectRef[]> {
  const query = tx.db.selectFrom('company').select('id')
  const rows = await ('number' in by ? query.where('number', '=', by.number) : query.where('nmls_id', '=', by.nmlsId)).execute()
  return rows.map(({ id }) => ({ kind: 'company', id, why: [why] }))
}

/** An ETN of a record that was merged, or became a company, leads to where that went. */
async function entitiesBy(tx: Tx, number: number): Promise<SubjectRef[]> {
  const row = await tx.db.selectFrom('entity').select(['id', 'merged_into', 'company_id']).where('number', '=', number).executeTakeFirst()
  if (row === undefined) return []
  const formerly = `Formerly ${displayId('entity', number)}`
  if (row.company_id !== null) return [{ kind: 'company', id: row.company_id, why: [formerly] }]
  return [{ kind: 'entity', id: row.merged_into ?? row.id, why: [row.merged_into === null ? 'Entity Tracking Number' : formerly] }]
}

/** The one that NMLS lists now; where it lists none, the last that it did. */
async function partsBy(tx: Tx, kind: 'branch' | 'individual', nmlsId: string): Promise<SubjectRef[]> {
  const rows = await tx.db.selectFrom(kind === 'branch' ? 'company_branch' : 'company_individual').select(['id', 'delisted_at']).where('nmls_id', '=', nmlsId).orderBy('delisted_at', 'desc').limit(20).execute()
  const listed = rows.filter((row) => row.delisted_at === null)
  return (listed.length > 0 ? listed : rows.slice(0, 1)).map(({ id }) => ({ kind, id, why: ['NMLS ID'] }))
}

async function individualsByName(tx: Tx, name: string): Promise<SubjectRef[]> {
  const key = nameKey(name)
  if (key === '') return []
  const rows = await tx.db
    .selectFrom('company_individual')
    .select(['id', 'name_key'])
    .where('name_key', '>=', key)
    .where('name_key', '<', `${key}\u{ffff}`)
    .where('delisted_at', 'is', null)
    .orderBy('name_key')
    .orderBy('id')
    .limit(20)
    .execute()
  return rows.map((row) => ({ kind: 'individual', id: row.id, why: [row.name_key === key ? 'Name' : 'Name begins with this'] }))
}

async function licenceHolders(tx: Tx, number: string, state: string | undefined): Promise<SubjectRef[]> {
  const key = numberKey(number)
  if (key === '') return []
  let query = tx.db.selectFrom('company_licence').select(['company_id', 'state', 'number']).where('number_key', '=', key).orderBy('company_id').limit(20)
  if (state !== undefined) query = query.where('state', '=', state)
  const rows = await query.execute()
  return rows.map((row) => ({ kind: 'company', id: row.company_id, why: [`License ${row.number} (${row.state})`] }))
}

function numberIn(kind: 'company' | 'entity', words: string): number | null {
  return parseDisplayId(kind, words) ?? (/^\d{1,9}$/.test(words) ? Number(words) : null)
}

function nmlsIdIn(words: string): string {
  const digits = words.replace(/^nmls\s*(id)?\s*#?\s*/i, '')
  if (!/^\d{1,12}$/.test(digits)) throw invalid({ value: 'An NMLS ID has digits only, such as 1904412.' })
  return digits
}

function nobody(by: LookUpSubject['by'], words: string, state: string | undefined): string {
  switch (by) {
    case 'ses':
      return `No company has SES ID ${displayId('company', numberIn('company', words) ?? 0)}. Search by name instead.`
    case 'nmls':
      return `No company has NMLS ID ${words}. It may be a branch’s or an individual’s; or search by name instead.`
    case 'etn':
      return `No Non-NMLS entity has ${displayId('entity', numberIn('entity', words) ?? 0)}. Search by name instead.`
    case 'licence':
      return `No company has license number ${words} in ${state ?? 'this state'}. Check the state, or search by name instead.`
    case 'branch_nmls':
      return `No branch has NMLS ID ${words}. Look the company up, or search by name instead.`
    case 'individual_nmls':
      return `No individual has NMLS ID ${words}. Look the person up by name instead.`
    case 'individual_name':
      return `No individual has a name that begins with “${words}”. Type the first name first, or search for the company.`
  }
}
