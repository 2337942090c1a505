import { sql } from 'kysely'
import { z } from 'zod'
import type { Actor } from '../../../access/actor.ts'
import { permit } from '../../../access/permissions.ts'
import { displayId, parseDisplayId } from '../../../kernel/ids.ts'
import { oneOf } from '../../../kernel/one-of.ts'
import { nameKey } from '../../../kernel/text.ts'
import { openCursor } from '../../../platform/open-cursor.ts'
import type { Deps } from '../../../platform/ports.ts'
import { numberKey } from '../../directory/domain/licence-number.ts'
import { enrollmentStates } from '../../enrollment/domain/enrollment-steps.ts'
import type { CompanyItem, SearchCompanies } from '../contract.ts'

const Position = z.tuple([z.literal('company'), z.number(), z.string(), z.uuid()])
type Found = { company_id: string; likeness: number; name_key: string; matched: string | null; detail: string | null }

/** Companies, best first, each with why it was found; without words or IDs all of them, by name. */
export async function searchCompanies(deps: Pick<Deps, 'transaction' | 'cursors'>, actor: Actor, input: SearchCompanies): Promise<{ items: CompanyItem[]; next: string | null }> {
  permit(actor, 'company.view')
  const after = input.cursor === undefined ? null : openCursor(deps.cursors, input.cursor, Position)
  const asked = whatIsAsked(input)
  if (asked === null) return { items: [], next: null }
  const { words, only } = asked
  return deps.transaction(actor, async (tx) => {
    const { rows: found } = await sql<Found>`
      select company_id, likeness, name_key, matched, detail from search_companies(
        ${words.number}::integer, ${words.nmls}, ${words.licence}, ${words.key},
        ${only.number}::integer, ${only.nmls}, ${only.licence}, ${only.key},
        ${input.state ?? null}, ${input.enrollment ?? null}, ${input.kind ?? null},
        ${after?.[1] ?? null}::real, ${after?.[2] ?? null}, ${after?.[3] ?? null}::uuid, ${input.limit + 1})`.execute(tx.db)
    const shown = found.slice(0, input.limit)
    const last = shown.at(-1)
    const rows = shown.length === 0 ? [] : await tx.db
      .selectFrom('company')
      .select(['id', 'number', 'nmls_id', 'name', 'city', 'state', 'kind', 'enrollment', 'standing'])
      .where(sql<boolean>`id = any (${shown.map((row) => row.company_id)}::uuid[])`)
      .execute()
    const companies = new Map(rows.map((row) => [row.id, row]))
    return {
      items: shown.flatMap(({ company_id, matched, detail }): CompanyItem[] => {
        const row = companies.get(company_id)
        if (row === undefined) return []
        return [{
          id: row.id,
          sesId: displayId('company', row.number),
          nmlsId: row.nmls_id,
          name: row.name,
          place: [row.city, row.state].filter(Boolean).join(', '),
          kind: oneOf(['non-depository', 'depository'], row.kind),
          enrollment: oneOf(enrollmentStates, row.enrollment),
          standing: oneOf(['confirmed', 'to_be_confirmed'], row.standing),
          why: whyWords(matched, detail),
        }]
      }),
      next: found.length > input.limit && last !== undefined ? deps.cursors.seal(['company', last.likeness, last.name_key, last.company_id]) : null,
    }
  })
}

type Asked = { number: number | null; nmls: string | null; licence: string | null; key: string | null }

/** Words as everything that they could be; or, without words, the named fields. Null: nothing can be found. */
function whatIsAsked(input: SearchCompanies): { words: Asked; only: Asked } | null {
  const fields: Asked = {
    number: input.sesId === undefined ? null : sesNumber(input.sesId),
    nmls: input.nmlsId ?? null,
    licence: input.licenceNumber === undefined ? null : numberKey(input.licenceNumber),
    key: input.name === undefined ? null : nameKey(input.name),
  }
  if ((input.sesId !== undefined && fields.number === null) || fields.licence === '' || fields.key === '') return null
  if (input.words === undefined) return { words: firstOf(fields), only: fields }
  const words = wordsAsked(input.words)
  return Object.values(words).every((part) => part === null) ? null : { words, only: fields }
}

function wordsAsked(text: string): Asked {
  const number = parseDisplayId('company', text)
  if (number !== null) return { number, nmls: null, licence: null, key: null }
  const [licence, key] = [numberKey(text), nameKey(text)]
  return {
    number: null,
    nmls: /^\d{1,12}$/.test(text) ? text : null,
    // A licence's number has a digit: a plain name is not looked for among them.
    licence: /\d/.test(licence) ? licence : null,
    // A bare number is an ID: no name is like it.
    key: key === '' || /^\d{5,}$/.test(text) ? null : key,
  }
}

/** What finds the companies; the other fields narrow. */
function firstOf(fields: Asked): Asked {
  const none: Asked = { number: null, nmls: null, licence: null, key: null }
  if (fields.number !== null) return { ...none, number: fields.number }
  if (fields.nmls !== null) return { ...none, nmls: fields.nmls }
  if (fields.licence !== null) return { ...none, licence: fields.licence }
  return { ...none, key: fields.key }
}

function sesNumber(text: string): number | null {
  return parseDisplayId('company', text) ?? (/^\d{1,9}$/.test(text) ? Number(text) : null)
}

function whyWords(matched: string | null, detail: string | null): string | null {
  switch (matched) {
    case null:
      return null
    case 'ses_id':
      return 'SES ID'
    case 'nmls_id':
      return 'NMLS ID'
    case 'branch_nmls_id':
      return `NMLS ID of branch ${detail ?? ''}`
    case 'individual_nmls_id':
      return `NMLS ID of ${detail ?? ''}`
    case 'individual_name':
      return `Individual ${detail ?? ''}`
    case 'licence':
      return `License ${detail ?? ''}`
    case 'name_begins':
      return 'Name begins with this'
    case 'name':
      return 'Name'
    default:
      return 'Similar name'
  }
}
