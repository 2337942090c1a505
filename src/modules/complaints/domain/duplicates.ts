/**
 * What makes two complaints likely duplicates (docs/duplicates.md, with what was measured). Candidates come from the
 * database; here they are compared and put in order of certainty.
 */
export type Side = {
  cfpbId: string | null
  /** The company or Non-NMLS entity; null while it is not known. */
  subjectId: string | null
  /** Empty: not known, or not the reader's to see. */
  nameKey: string
  email: string
  phone: string
  zip: string
  /** Null: not the reader's to see. */
  narrative: string | null
}

export const duplicateReasons = ['cfpb_id', 'complainant_and_company', 'complainant', 'narrative'] as const
type DuplicateReason = { kind: (typeof duplicateReasons)[number]; words: string }
type Verdict = { score: number; certainty: 'almost_certain' | 'likely' | 'possible'; reasons: DuplicateReason[] }

/** So much of the shorter description must stand in the other; chosen on measured pairs. */
export const leastShared = 0.4
/** Descriptions with fewer runs of three words say too little. */
const leastRuns = 12
const run = 3

/** The runs of three words of a text, without what was blacked out (XXXX). */
export function runsOf(text: string): Set<string> {
  const words = [...text.toLowerCase().matchAll(/[\p{L}\p{N}]+/gu)].map(([word]) => word).filter((word) => !word.includes('xx'))
  const runs = new Set<string>()
  for (let at = 0; at + run <= words.length; at += 1) runs.add(words.slice(at, at + run).join(' '))
  return runs
}

/** The share of the shorter text's runs that stand in the other: 1 for a text and a part of it; 0 where one is too short to tell. */
export function sharedPart(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const [few, many] = a.size <= b.size ? [a, b] : [b, a]
  if (few.size < leastRuns) return 0
  let shared = 0
  for (const one of few) if (many.has(one)) shared += 1
  return shared / few.size
}

/** Null: nothing speaks for a duplicate. */
export function compareComplaints(entered: Side, other: Side, runsOfEntered = runsOf(entered.narrative ?? '')): Verdict | null {
  const reasons: DuplicateReason[] = []
  let score = 0
  if (entered.cfpbId !== null && entered.cfpbId === other.cfpbId) {
    reasons.push({ kind: 'cfpb_id', words: 'Same CFPB ID' })
    score += 100
  }
  const person = samePerson(entered, other)
  const sameSubject = entered.subjectId !== null && entered.subjectId === other.subjectId
  if (person.is === 'same' && sameSubject) {
    reasons.push({ kind: 'complainant_and_company', words: `Same complainant (${person.by.join(', ')}) and company` })
    score += 60 + 8 * person.by.length
  } else if (person.is === 'same' && person.by.length > 1) {
    reasons.push({ kind: 'complainant', words: `Same complainant (${person.by.join(', ')})${entered.subjectId === null || other.subjectId === null ? '' : ', another company'}` })
    score += 25 + 8 * person.by.length
  }
  const shared = entered.narrative === null || other.narrative === null ? 0 : sharedPart(runsOfEntered, runsOf(other.narrative))
  if (countsAsSame(shared, person.is, entered, other)) {
    reasons.push({ kind: 'narrative', words: shared >= 0.95 ? 'Same description, nearly word for word' : `Similar description (${String(Math.round(shared * 100))} % of the words)` })
    score += 20 + Math.round(40 * shared)
  }
  if (reasons.length === 0) return null
  return { score, certainty: score >= 100 ? 'almost_certain' : score >= 60 ? 'likely' : 'possible', reasons }
}

/**
 * A text that many people send (a template from the internet) proves nothing by itself: from somebody else of another
 * place it does not count, and about another company only from the same person or place.
 */
function countsAsSame(shared: number, person: Person['is'], entered: Side, other: Side): boolean {
  if (shared < leastShared || person === 'other') return false
  const sameOrUnknown = entered.subjectId === null || other.subjectId === null || entered.subjectId === other.subjectId
  return sameOrUnknown || person === 'same' || (entered.zip !== '' && entered.zip === other.zip)
}

type Person = { is: 'same' | 'other' | 'unknown'; by: string[] }

function samePerson(a: Side, b: Side): Person {
  const by: string[] = []
  const digits = (phone: string) => phone.replace(/\D/g, '').slice(-10)
  const named = a.nameKey !== '' && b.nameKey !== ''
  if (named && a.nameKey === b.nameKey) by.push('name')
  else if (named && areAlike(a.nameKey, b.nameKey)) by.push('similar name')
  if (a.email !== '' && a.email.toLowerCase() === b.email.toLowerCase()) by.push('e-mail')
  if (digits(a.phone).length === 10 && digits(a.phone) === digits(b.phone)) by.push('phone')
  const sameZip = a.zip !== '' && a.zip.slice(0, 5) === b.zip.slice(0, 5)
  if (by.length > 0 && sameZip) by.push('ZIP code')
  if (by.includes('name') || by.includes('e-mail') || (by.includes('similar name') && by.length > 1)) return { is: 'same', by }
  const elsewhere = a.zip !== '' && b.zip !== '' && a.zip.slice(0, 5) !== b.zip.slice(0, 5)
  return { is: elsewhere || (named && by.length === 0 && !sameZip) ? 'other' : 'unknown', by: [] }
}

/** At most two letters differ: "jon smith" and "john smyth". */
function areAlike(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 2 || a.length < 6) return false
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i]
    for (let j = 1; j <= b.length; j += 1) next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)))
    row = next
  }
  return (row[b.length] ?? 9) <= 2
}
