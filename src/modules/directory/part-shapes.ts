import { z } from 'zod'
import { partKinds, type DirectoryPart, type PartData, type PartKind, type RejectedPart, type SourceEntry } from './domain/directory-part.ts'
import { numberKey } from './domain/licence-number.ts'

const blank = /[\s\u0085\u00a0]+/g
/** One line: line breaks and the like are spaces; a blank one is missing. */
const line = (most: number) =>
  z
    .union([z.string(), z.number().transform(String)], 'must be a text.')
    .transform((value) => value.replaceAll('\u0000', '').replace(blank, ' ').trim())
    .pipe(z.string().max(most, `must have at most ${String(most)} characters.`))
const optional = (most: number) =>
  line(most)
    .nullish()
    .transform((value) => (value === undefined || value === null || value === '' ? null : value))
const required = (most: number, words = 'is missing.') => z.preprocess((value) => value ?? '', line(most).refine((value) => value !== '', words))

export const NmlsId = z.preprocess((value) => value ?? '', line(200).refine((value) => value !== '', 'is missing.').refine((value) => value === '' || /^\d{1,12}$/.test(value), 'must be a number of at most 12 digits.'))
const state = optional(60).transform((value) => value?.toUpperCase() ?? null).refine((value) => value === null || /^[A-Z]{2}$/.test(value), 'must be a state’s two letters, such as OH.')
const place = { street: optional(300), city: optional(120), state, zip: optional(20) }
const kinds: Readonly<Record<string, 'non-depository' | 'depository'>> = { '': 'non-depository', 'non-depository': 'non-depository', nondepository: 'non-depository', depository: 'depository' }
const contactKinds = ['contact_person', 'complaints_contact'] as const

const CompanyPart = z.object({
  name: required(300),
  kind: optional(60)
    .transform((value) => kinds[(value ?? '').toLowerCase().replace(/[ _]/g, '-')])
    .refine((value) => value !== undefined, 'must be non-depository or depository.'),
  businessTypes: z
    .array(line(120), 'must be a list.')
    .max(60, 'must name at most 60.')
    .nullish()
    .transform((types) => [...new Set((types ?? []).filter((type) => type !== ''))].toSorted()),
  ...place,
  phone: optional(60),
  website: optional(300),
})
const BranchPart = z.object({ name: required(300), ...place })
const IndividualPart = z.object({ name: required(300), city: optional(120), state })
const ContactPart = z.object({ kind: z.enum(contactKinds, 'must be contact_person or complaints_contact.'), name: required(200), title: optional(200), email: optional(254), phone: optional(60) })
const LicencePart = z.object({
  state: state.refine((value) => value !== null, 'is missing.'),
  number: required(60).refine((value) => value === '' || numberKey(value) !== '', 'must hold a letter or digit.'),
  kind: optional(200).transform((value) => value ?? ''),
  status: optional(60).transform((value) => value ?? ''),
})

export const partShapes = { company: CompanyPart, branch: BranchPart, individual: IndividualPart, contact: ContactPart, licence: LicencePart } satisfies { [K in PartKind]: z.ZodType<PartData[K]> }

/** A part as it is stored, or why it cannot be, a sentence per field ("state must be …"). */
export function readPart(entry: SourceEntry): DirectoryPart | RejectedPart {
  const company = NmlsId.safeParse(entry.nmlsId)
  const nmlsId = company.success ? company.data : null
  if ('unreadable' in entry) return { line: entry.line, part: 'rejected', nmlsId, reasons: entry.unreadable.slice(0, 800) }
  const reject = (reasons: string): RejectedPart => ({ line: entry.line, part: 'rejected', nmlsId, reasons })
  const kind = partKinds.find((one) => one === entry.part)
  if (kind === undefined) return reject(`record must be one of: ${partKinds.join(', ')}.`)
  const hasOwn = kind === 'branch' || kind === 'individual'
  const own = hasOwn ? NmlsId.safeParse(entry.ownNmlsId) : null
  const parsed = partShapes[kind].safeParse(entry.values)
  const problems = [
    ...(company.success ? [] : company.error.issues.slice(0, 1).map((issue) => `The company's NMLS ID ${issue.message}`)),
    ...(own === null || own.success ? [] : own.error.issues.slice(0, 1).map((issue) => `The ${kind}'s own NMLS ID ${issue.message}`)),
    ...(parsed.success ? [] : parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`)),
  ]
  if (problems.length > 0 || nmlsId === null || !parsed.success) return reject(problems.join(' ').slice(0, 800))
  return partOf(kind, { line: entry.line, nmlsId, ownNmlsId: own?.success === true ? own.data : null }, parsed.data)
}

type Place = { line: number; nmlsId: string; ownNmlsId: string | null }

/** A part from its kind and what was stored of it, which is checked again. */
export function partOf(kind: PartKind, at: Place, data: unknown): DirectoryPart {
  switch (kind) {
    case 'company':
      return { ...at, part: kind, data: CompanyPart.parse(data) }
    case 'branch':
      return { ...at, part: kind, data: BranchPart.parse(data) }
    case 'individual':
      return { ...at, part: kind, data: IndividualPart.parse(data) }
    case 'contact':
      return { ...at, part: kind, data: ContactPart.parse(data) }
    case 'licence':
      return { ...at, part: kind, data: LicencePart.parse(data) }
  }
}
