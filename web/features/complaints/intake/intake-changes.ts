import type { ComplaintFields } from '#src/modules/complaints/contract.ts'
import { futureDates } from '#src/modules/complaints/domain/intake.ts'
import { IntakeForm, type IntakeValues } from './intake-values.ts'

/** The path of a field in the form and in the contract: "narrative", "complainant.firstName". */
export type FieldPath = Exclude<keyof IntakeValues, 'complainant'> | `complainant.${keyof IntakeValues['complainant']}`
type Value = string | boolean

const { complainant, ...own } = IntakeForm.shape
const ownNames = Object.keys(own) as (keyof typeof own)[]
const personNames = Object.keys(complainant.shape) as (keyof typeof complainant.shape)[]
export const fieldPaths: readonly FieldPath[] = [...ownNames, ...personNames.map((name) => `complainant.${name}` as const)]

export function valueAt(values: IntakeValues, path: FieldPath): Value {
  const name = personNameOf(path)
  return (name ? values.complainant[name] : values[path as keyof typeof own]) ?? ''
}

export function withValue(values: IntakeValues, path: FieldPath, value: Value): IntakeValues {
  const name = personNameOf(path)
  return name ? { ...values, complainant: { ...values.complainant, [name]: value } } : { ...values, [path]: value }
}

export type Changes = {
  /** What to send: only what changed and what the contract takes. */
  fields: ComplaintFields
  sent: readonly FieldPath[]
  /** What changed and cannot be saved as it is, with the sentence that says why. */
  problems: readonly { path: FieldPath; message: string }[]
}

/** What the server refused, with the value that it was: not sent again until it was changed. */
export type Refused = ReadonlyMap<FieldPath, { value: Value; message: string }>

/**
 * What the form holds otherwise than the server. One field that is not right does not keep the others from being saved.
 * @param today in the agency's zone: dates after it are refused here, as the server would refuse them
 */
export function changesSince(saved: IntakeValues, now: IntakeValues, today: string, refused: Refused = new Map()): Changes {
  const fields: Record<string, unknown> = {}
  const person: Record<string, unknown> = {}
  const sent: FieldPath[] = []
  const problems: { path: FieldPath; message: string }[] = []
  const future = futureDates({ receivedOn: now.receivedOn ?? null, transactionDate: now.transactionDate ?? null }, today)
  for (const path of fieldPaths) {
    const value = valueAt(now, path)
    if (value === valueAt(saved, path)) continue
    const known = refused.get(path)
    const sentence = future[path] ?? (known?.value === value ? known.message : undefined)
    if (sentence !== undefined) {
      problems.push({ path, message: sentence })
      continue
    }
    const name = personNameOf(path)
    const parsed = (name ? complainant.shape[name] : own[path as keyof typeof own]).safeParse(value)
    if (!parsed.success) problems.push({ path, message: parsed.error.issues[0]?.message ?? 'This is not valid.' })
    else if (parsed.data !== undefined) {
      if (name) person[name] = parsed.data
      else fields[path] = parsed.data
      sent.push(path)
    }
  }
  if (Object.keys(person).length > 0) fields.complainant = person
  return { fields, sent, problems }
}

export type Conflict = { path: FieldPath; mine: Value; theirs: Value }

/**
 * Somebody else saved meanwhile: takes what they alone changed into the form, keeps what I alone changed, and names the
 * fields that both changed, with both texts.
 */
export function merge(base: IntakeValues, mine: IntakeValues, theirs: IntakeValues): { merged: IntakeValues; conflicts: Conflict[] } {
  let merged = mine
  const conflicts: Conflict[] = []
  for (const path of fieldPaths) {
    const [was, here, there] = [valueAt(base, path), valueAt(mine, path), valueAt(theirs, path)]
    if (there === was || here === there) continue
    if (here === was) merged = withValue(merged, path, there)
    else conflicts.push({ path, mine: here, theirs: there })
  }
  return { merged, conflicts }
}

function personNameOf(path: FieldPath): keyof IntakeValues['complainant'] | undefined {
  return path.startsWith('complainant.') ? personNames.find((name) => path === `complainant.${name}`) : undefined
}
