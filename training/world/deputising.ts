import { addDays } from '#src/kernel/calendar.ts'
import { dateIn } from '#src/kernel/clock.ts'
import { brightwater } from './companies.ts'
import { record } from './context.ts'
import { Dice } from './dice.ts'
import type { CompanyPerson, StaffedCompany } from './people.ts'
import { instant, type Rows } from './rows.ts'
import { text, type ToldComplaint } from './told.ts'

const zone = 'America/New_York'

type Given = { rows: Rows; dice: Dice; now: number }

/** Brightwater had a deputy and will have one; at another company one acts now, which its agencies see. */
export function addDeputies(rows: Rows, told: readonly ToldComplaint[], { companies, now, seed }: { companies: readonly StaffedCompany[]; now: number; seed: number }): void {
  const given: Given = { rows, dice: new Dice(seed), now }
  for (const delivery of rows.of('complaint_delivery')) delivery['acting_poc_id'] = null
  const home = companies.find(({ name }) => name === brightwater.name)
  const named = (name: string) => home?.people.find((person) => person.name === name)
  const [priya, tomas] = [named('Priya Raman'), named('Tomás Heller')]
  if (home !== undefined && priya !== undefined && tomas !== undefined) {
    name(given, home, { user: priya, deputy: tomas, from: -40, days: 9 })
    name(given, home, { user: tomas, deputy: priya, from: 45, days: 6 })
  }
  const others = companies.filter(({ name: called, enrollment, people }) => called !== brightwater.name && enrollment === 'complete' && people.filter(({ complaintsRole }) => complaintsRole === 'manage').length > 2)
  const [acting] = others.toSorted((a, b) => deliveriesTo(rows, b) - deliveriesTo(rows, a))
  if (acting !== undefined) takeOver(given, acting, told)
}

function deliveriesTo(rows: Rows, company: StaffedCompany): number {
  return rows.of('complaint_delivery').filter((delivery) => delivery['company_id'] === company.id).length
}

type Days = { user: CompanyPerson; deputy: CompanyPerson; from: number; days: number }

/** Days begin and end at midnight of the company. */
function name({ rows, dice, now }: Given, company: StaffedCompany, { user, deputy, from, days }: Days): { startsAt: number; until: string } {
  const first = addDays(dateIn(zone, new Date(now)), from)
  const startsAt = midnight(first)
  const setAt = Math.min(now, startsAt) - 26 * 3_600_000
  const until = addDays(first, days - 1)
  rows.add('company_deputy', { id: dice.id(setAt), company_id: company.id, user_id: user.id, deputy_id: deputy.id, starts_at: instant(startsAt), ends_at: instant(midnight(addDays(first, days))), set_by: user.id, set_at: instant(setAt) })
  return { startsAt, until }
}

/** In summer four hours behind UTC, in winter five. */
function midnight(date: string): number {
  const summer = Date.parse(`${date}T04:00:00Z`)
  return dateIn(zone, new Date(summer)) === date ? summer : summer + 3_600_000
}

function takeOver(given: Given, company: StaffedCompany, told: readonly ToldComplaint[]): void {
  const { rows } = given
  const managers = company.people.filter(({ complaintsRole }) => complaintsRole === 'manage')
  const [, user, deputy] = managers
  if (user === undefined || deputy === undefined) return
  const { startsAt, until } = name(given, company, { user, deputy, from: -2, days: 16 })
  const complaints = new Map(told.map((complaint) => [complaint.id, complaint]))
  const taken = new Set<string>()
  for (const delivery of rows.of('complaint_delivery')) {
    const complaint = complaints.get(text(delivery['complaint_id']))
    if (delivery['company_poc_id'] !== user.id || complaint === undefined) continue
    delivery['acting_poc_id'] = deputy.id
    taken.add(complaint.id)
    const at = Math.max(startsAt, Date.parse(text(delivery['poc_assigned_at'])))
    record({ ...given, ...complaint }, complaint, at, { action: 'company_poc.deputy_took_over', audience: 'both', by: user, about: { kind: 'person', id: deputy.id }, details: { until } })
  }
  const tasks = new Set(rows.of('task').filter((task) => task['company_id'] === company.id && taken.has(text(task['complaint_id']))).map((task) => task['id']))
  for (const holder of rows.of('task_holder')) if (tasks.has(text(holder['task_id'])) && holder['user_id'] === user.id) holder['user_id'] = deputy.id
}
