import type { SecretBox } from '#src/platform/ports.ts'
import { brightwater } from './companies.ts'
import { Dice } from './dice.ts'
import { dayMs } from './moments.ts'
import type { StaffedCompany } from './people.ts'
import { instant, type Rows } from './rows.ts'

/** Brightwater's own system hears of requests by a webhook, which its administrator has switched off: nothing answers at an invented address. */
export function addWebhook(rows: Rows, { companies, secrets, now, seed }: { companies: readonly StaffedCompany[]; secrets: SecretBox; now: number; seed: number }): void {
  const company = companies.find(({ name }) => name === brightwater.name)
  const administrator = company?.people.find(({ systemRoles }) => systemRoles.includes('account_administrator'))
  if (company === undefined || administrator === undefined) return
  const dice = new Dice(seed)
  const at = now - 120 * dayMs
  const secret = `whsec_${Buffer.from(Array.from({ length: 32 }, () => dice.whole(0, 255))).toString('base64')}`
  rows.add('webhook', {
    id: dice.id(at), company_id: company.id, name: 'Servicing system', url: `https://hooks.${company.domain}/state-complaints`, events: ['requests.sent', 'request.overdue', 'request.canceled', 'complaint.closed'],
    secret: secrets.seal('webhook', secret), created_by: administrator.id, created_at: instant(at), off_since: instant(now - 90 * dayMs), off_reason: 'by_hand', version: 2,
  })
}
