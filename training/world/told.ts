import { Dice } from './dice.ts'
import { Moments } from './moments.ts'
import type { Agency, AgencyPerson } from './people.ts'
import type { Row, Rows } from './rows.ts'

/** A complaint whose story was told, as later chapters look at it. */
export type ToldComplaint = {
  id: string
  number: number
  row: Row
  agency: Agency
  company: { id: string } | null
  moments: Moments
  clerk: AgencyPerson
  poc: AgencyPerson | null
  createdAt: number
  /** Of its history. */
  lastAt: number
  /** The latest entry of that action. */
  entry: (action: string) => { row: Row; at: number } | null
}

export function toldComplaints(rows: Rows, { agencies, now, seed }: { agencies: readonly Agency[]; now: number; seed: number }): ToldComplaint[] {
  const dice = new Dice(seed)
  const owners = new Map(agencies.map((agency) => [agency.id, { agency, moments: new Moments(agency, now, dice), people: new Map(agency.people.map((person) => [person.id, person])) }]))
  const entries = new Map<string, Row[]>()
  for (const entry of rows.of('audit_entry')) {
    const id = text(entry['complaint_id'])
    if (id !== '') entries.set(id, [...(entries.get(id) ?? []), entry])
  }
  return rows.of('complaint').map((row) => {
    const id = text(row['id'])
    const owner = owners.get(text(row['agency_id']))
    const clerk = owner?.people.get(text(row['entered_by']))
    if (owner === undefined || clerk === undefined) throw new Error('A complaint of nobody in the training world.')
    const history = entries.get(id) ?? []
    const latest = (among: readonly Row[]) => among.map((entry) => ({ row: entry, at: Date.parse(text(entry['at'])) })).toSorted((a, b) => b.at - a.at)[0] ?? null
    const companyId = text(row['company_id'])
    const createdAt = Date.parse(text(row['created_at']))
    return {
      id, number: Number(row['number']), row, clerk, createdAt, agency: owner.agency, moments: owner.moments, company: companyId === '' ? null : { id: companyId }, poc: owner.people.get(text(row['agency_poc_id'])) ?? null,
      lastAt: latest(history)?.at ?? createdAt,
      entry: (action) => latest(history.filter((entry) => entry['action'] === action)),
    }
  })
}

export function text(value: Row[string] | undefined): string {
  return typeof value === 'string' ? value : ''
}

/** Who may be asked to decide on a complaint: Supervisors and Managers. */
export function handlersOf(agency: Agency): AgencyPerson[] {
  return agency.people.filter(({ complaintsRole }) => complaintsRole === 'supervisor' || complaintsRole === 'manager')
}
