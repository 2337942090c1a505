import { Dice } from './dice.ts'
import { dayMs } from './moments.ts'
import type { Agency } from './people.ts'
import { instant, type Rows } from './rows.ts'

type Template = { name: string; title: string; description: string; acknowledgeOnly?: boolean; dueDays?: number; retired?: boolean }

const templates: readonly Template[] = [
  { name: 'Answer to the complaint', title: 'Response to the consumer’s complaint', description: 'Please respond to each point of the consumer’s complaint. Say what happened, when, and what your company has done or will do about it.' },
  { name: 'Servicing: payment history', title: 'Payment and escrow history', description: '1. Send the full payment and escrow history since the loan was transferred to you, as a table.\n2. Name each disbursement for taxes and insurance with its date and payee.\n3. Explain every fee that was charged.' },
  { name: 'Servicing: escrow analysis', title: 'Explanation of the escrow analysis', description: 'Please explain how the new monthly payment was computed and what made up the shortage. Send the last two analyses.', dueDays: 20 },
  { name: 'Debt: validation', title: 'Validation of the debt', description: 'Please provide the documents that show the debt, its amount, the original creditor and the chain of assignment.' },
  { name: 'Debt: log of contacts', title: 'Log of calls and letters', description: 'Please provide a log of every attempt to reach the consumer, with date, time and telephone number.', dueDays: 10 },
  { name: 'Receipt', title: 'Please acknowledge receipt', description: 'Please acknowledge that you received this complaint and name the person who works on it.', acknowledgeOnly: true, dueDays: 5 },
  { name: 'Branch records (until 2025)', title: 'Records of the branch', description: 'Please send the records that the branch keeps on this transaction.', retired: true },
]

const sets: readonly { name: string; of: readonly string[] }[] = [
  { name: 'Mortgage servicing: first request', of: ['Receipt', 'Answer to the complaint', 'Servicing: payment history', 'Servicing: escrow analysis'] },
  { name: 'Debt collection: first request', of: ['Answer to the complaint', 'Debt: validation', 'Debt: log of contacts'] },
]

/** What the two agencies of the job aids ask again and again. */
export function addLibrary(rows: Rows, { agencies, now, seed }: { agencies: readonly Agency[]; now: number; seed: number }): void {
  const dice = new Dice(seed)
  for (const agency of agencies) {
    const supervisor = agency.people.find(({ complaintsRole }) => complaintsRole === 'supervisor')
    if (supervisor === undefined || !['OH-FRD', 'IL-CCO'].includes(agency.code)) continue
    const kept = (at: number) => ({ updated_by: supervisor.id, updated_at: instant(at) })
    const ids = new Map<string, string>()
    templates.forEach(({ name, title, description, acknowledgeOnly = false, dueDays = null, retired = false }, index) => {
      const at = now - (300 - index * 20) * dayMs
      const id = dice.id(at)
      ids.set(name, id)
      rows.add('request_template', { id, agency_id: agency.id, name, title, description, acknowledge_only: acknowledgeOnly, due_days: dueDays, retired_at: retired ? instant(at + 90 * dayMs) : null, ...kept(at) })
    })
    for (const { name, of } of sets) {
      const at = now - 100 * dayMs
      const id = dice.id(at)
      rows.add('request_set', { id, agency_id: agency.id, name, ...kept(at) })
      of.forEach((template, index) => rows.add('request_set_item', { set_id: id, agency_id: agency.id, template_id: ids.get(template) ?? null, position: index + 1 }))
    }
  }
}
