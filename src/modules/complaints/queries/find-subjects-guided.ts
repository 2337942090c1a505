import { sql } from 'kysely'
import type { Actor } from '../../../access/actor.ts'
import { permit } from '../../../access/permissions.ts'
import { oneOf } from '../../../kernel/one-of.ts'
import { nameKey } from '../../../kernel/text.ts'
import type { Deps, Tx } from '../../../platform/ports.ts'
import { subjectKinds } from '../domain/intake.ts'
import type { FoundSubject, SearchSubjects } from '../subject-contract.ts'
import { agencyOf } from '../store.ts'
import { refsByAnyId } from './find-subject-by-id.ts'
import { subjectFacts, type SubjectRef } from './find-subject-facts.ts'

/** Companies, branches, individuals and Non-NMLS entities by all that is known, best first, each with why it matches. */
export async function findSubjectsGuided(deps: Pick<Deps, 'transaction'>, actor: Actor, input: SearchSubjects): Promise<{ items: FoundSubject[] }> {
  permit(actor, 'complaint.view')
  return deps.transaction(agencyOf(actor), async (tx) => {
    const exact = input.words === undefined ? [] : await refsByAnyId(tx, input.words)
    const refs = exact.length > 0 ? exact.slice(0, input.limit) : await byClues(tx, { ...input, name: input.name ?? input.words })
    return { items: await subjectFacts(tx, refs) }
  })
}

type Row = { kind: string; subject_id: string; reasons: string[] | null }

async function byClues(tx: Tx, input: SearchSubjects): Promise<SubjectRef[]> {
  const [name, employee] = [keyOf(input.name), keyOf(input.employee)]
  const words = (input.keywords ?? '').toLowerCase().split(/[^\p{L}\p{N}]+/u).filter(Boolean)
  const [city, state] = [input.city?.toLowerCase() ?? null, input.state ?? null]
  const { rows } = await sql<Row>`
    select f.kind, f.subject_id, f.reasons from
      (select nullif(phone_key(${input.phone ?? null}), '') as phone, nullif(website_key(${input.website ?? null}), '') as website) k,
      find_subjects(${name}, ${city}, ${state}, ${employee}, ${words}::text[], k.phone, k.website, ${input.limit}) f`.execute(tx.db)
  return rows.map((row) => ({ kind: oneOf(subjectKinds, row.kind), id: row.subject_id, why: (row.reasons ?? []).map((reason) => whyWords(reason, input)) }))
}

function keyOf(text: string | undefined): string | null {
  const key = text === undefined ? '' : nameKey(text)
  return key === '' ? null : key
}

function whyWords(reason: string, { city, state, employee }: SearchSubjects): string {
  const [code = '', detail = ''] = reason.split('|')
  switch (code) {
    case 'name_begins':
      return 'Name begins with this'
    case 'name':
      return 'Name'
    case 'other_name':
      return 'Another name that it uses'
    case 'individual_name':
      return 'Name of the individual'
    case 'person':
      return `Individual ${detail === '' ? (employee ?? '') : detail}`
    case 'words':
      return 'Keywords'
    case 'phone':
      return 'Phone equals'
    case 'contact_phone':
      return 'Phone of its NMLS contact equals'
    case 'website':
      return 'Website equals'
    case 'city':
      return `In ${city ?? ''}, ${state ?? ''}`
    case 'branch_city':
      return `Branch in ${city ?? ''}, ${state ?? ''}`
    case 'state':
      return `In ${state ?? ''}`
    case 'licensed':
      return `Licensed in ${state ?? ''}`
    default:
      return 'Name resembles'
  }
}
