import { z } from 'zod'
import type { SourceEntry } from '../domain/directory-part.ts'
import { unreadable } from './directory-source.ts'

// A company that is longer than this is none: a bracket was opened and never closed.
const mostCharacters = 8 << 20

type Piece = { line: number; text: string }

/**
 * The objects of a JSON array, or of a file with one object after the other (NDJSON), cut out of the stream as text.
 * Only brackets and quotes are looked at: what is inside is parsed object by object.
 */
async function* objectsOf(text: AsyncIterable<string>): AsyncGenerator<Piece> {
  const at = { line: 1, begun: 1, depth: 0, inString: false, escaped: false, array: 'unknown' as 'unknown' | 'open' | 'closed' | 'none' }
  let held = ''
  for await (const chunk of text) {
    let from = at.depth > 0 ? 0 : -1
    for (let index = 0; index < chunk.length; index += 1) {
      const code = chunk.charCodeAt(index)
      if (code === 10) at.line += 1
      if (at.inString) {
        if (at.escaped) at.escaped = false
        else if (code === 92) at.escaped = true
        else if (code === 34) at.inString = false
      } else if (at.depth > 0) {
        if (code === 34) at.inString = true
        else if (code === 123 || code === 91) at.depth += 1
        else if (code === 125 || code === 93) {
          at.depth -= 1
          if (at.depth === 0) {
            yield { line: at.begun, text: held + chunk.slice(from, index + 1) }
            held = ''
            from = -1
          }
        }
      } else if (code === 123) {
        if (at.array === 'closed') throw between(at.line)
        if (at.array === 'unknown') at.array = 'none'
        at.depth = 1
        at.begun = at.line
        from = index
      } else if (code === 91 && at.array === 'unknown') at.array = 'open'
      else if (code === 93 && at.array === 'open') at.array = 'closed'
      else if (!(code === 32 || code === 9 || code === 10 || code === 13 || (code === 44 && at.array === 'open'))) throw between(at.line)
    }
    if (from >= 0) held += chunk.slice(from)
    if (held.length > mostCharacters) throw unreadable(`The object that begins in line ${String(at.begun)} does not end.`)
  }
  if (at.depth > 0) throw unreadable(`The file ends inside the object that begins in line ${String(at.begun)}: it is cut off.`)
  if (at.array === 'open') throw unreadable('The file ends before its list does: it is cut off.')
  if (at.array === 'unknown') throw unreadable('The file is empty.')
}

function between(line: number) {
  return unreadable(`Line ${String(line)} cannot be read: expected a JSON array of companies, or one company in each line.`)
}

const Unknown = z.record(z.string(), z.unknown())
const list = z.array(Unknown, 'must be a list of objects.').nullish()
const Company = z.looseObject({ nmlsId: z.unknown(), address: Unknown.nullish(), licences: list, branches: list, individuals: list, contacts: z.object({ contactPerson: Unknown.nullish(), complaintsContact: Unknown.nullish() }, 'must be an object.').nullish() })

/** Companies of a JSON or NDJSON file, each with its licences, contacts, branches and individuals inside (docs/directory.md). */
export async function* jsonEntries(text: AsyncIterable<string>): AsyncGenerator<SourceEntry> {
  for await (const { line, text: piece } of objectsOf(text)) yield* entriesOf(line, piece)
}

function* entriesOf(line: number, piece: string): Generator<SourceEntry> {
  const read = parsed(piece)
  const company = read === undefined ? null : Company.safeParse(read)
  if (company === null) {
    yield { line, unreadable: 'This object is not valid JSON.' }
    return
  }
  if (!company.success) {
    yield { line, nmlsId: Unknown.safeParse(read).data?.nmlsId, unreadable: company.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`).join(' ') }
    return
  }
  const { nmlsId, address, licences, branches, individuals, contacts, ...own } = company.data
  yield { line, part: 'company', nmlsId, values: { ...own, ...address } }
  for (const values of licences ?? []) yield { line, part: 'licence', nmlsId, values }
  for (const branch of branches ?? []) yield { line, part: 'branch', nmlsId, ownNmlsId: branch.nmlsId, values: { ...branch, ...Unknown.safeParse(branch.address).data } }
  for (const person of individuals ?? []) yield { line, part: 'individual', nmlsId, ownNmlsId: person.nmlsId, values: person }
  if (contacts?.contactPerson) yield { line, part: 'contact', nmlsId, values: { ...contacts.contactPerson, kind: 'contact_person' } }
  if (contacts?.complaintsContact) yield { line, part: 'contact', nmlsId, values: { ...contacts.complaintsContact, kind: 'complaints_contact' } }
}

function parsed(piece: string): unknown {
  try {
    return JSON.parse(piece)
  } catch {
    return undefined
  }
}
