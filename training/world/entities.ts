import { nameKey } from '#src/kernel/text.ts'
import type { Dice } from './dice.ts'
import { dayMs } from './moments.ts'
import type { Agency } from './people.ts'
import { instant, type Row, type Rows } from './rows.ts'

/** Invented firms that no directory knows, with the agency that created the record. */
const firms = [
  {
    name: 'Summit Ridge Debt Relief', keeper: 'OH-FRD', others: ['Summit Debt Solutions', 'SRDR Consulting'], businessType: 'Debt', city: 'Lima', state: 'OH', zip: '45801', phone: '(419) 555-0142',
    website: 'summit-ridge-relief.example', email: 'help@summit-ridge-relief.example', people: ['Grant Ellery', 'Monica Pratt'], complaints: 4,
    description: 'Takes fees in advance for settling debts. Claims to be licensed in nine states; no license was found in any. Letters come from a mail drop in Lima.',
  },
  {
    name: 'QuickBridge Advance', keeper: 'TX-SML', others: ['Quick Bridge Cash'], businessType: 'Consumer Finance', city: '', state: 'TX', zip: '', phone: '(512) 555-0177',
    website: 'www.quickbridge-advance.example', email: '', people: ['Dale'], complaints: 3, description: 'Short-term loans by phone and text message. Callers give first names only and ask for gift cards.',
  },
  {
    name: 'Harbor Point Mortgage Rescue', keeper: 'FL-OCF', others: [], businessType: 'Mortgage Servicing', city: 'Tampa', state: 'FL', zip: '33602', phone: '(850) 555-0119',
    website: '', email: 'desk@harborpoint-rescue.example', people: ['Tessa Marlow'], complaints: 3, description: 'Offers to stop foreclosures for a fee and tells homeowners to stop paying their servicer.',
  },
  {
    name: 'Summit Ridge Relief Group', keeper: 'PA-CCB', others: [], businessType: 'Debt', city: '', state: 'PA', zip: '', phone: '(717) 555-0163',
    website: '', email: '', people: [], complaints: 2, description: 'Perhaps the same as a firm in Ohio with a similar name.',
  },
] as const

const firstNumber = 11

/** Non-NMLS entities, and complaints of different agencies about them: of those that no company was ever told of. */
export function addEntities(rows: Rows, { agencies, dice, now }: { agencies: readonly Agency[]; dice: Dice; now: number }): void {
  const withRequests = new Set(rows.of('information_request').map((row) => row['complaint_id']))
  const free = rows.of('complaint').filter((row) => row['status'] !== 'draft' && row['first_sent_at'] === null && !withRequests.has(row['id'])).toReversed()
  firms.forEach((firm, index) => {
    const keeper = agencies.find(({ code }) => code === firm.keeper)
    const creator = keeper?.people.find(({ complaintsRole }) => complaintsRole === 'manager')
    if (keeper === undefined || creator === undefined) throw new Error(`No agency ${firm.keeper} in the training world.`)
    // On a day long ago, in working hours.
    const createdAt = (Math.floor(now / dayMs) - 300 + index * 40) * dayMs + 17.3 * 3_600_000
    const id = dice.id(createdAt)
    rows.add('entity', {
      id, number: firstNumber + index, agency_id: keeper.id, name: firm.name, name_key: nameKey(firm.name), other_names: firm.others.join('\n'), other_names_key: firm.others.map(nameKey).join(' | '),
      business_type: firm.businessType, street: '', city: firm.city, state: firm.state, zip: firm.zip, phone: firm.phone, email: firm.email, website: firm.website,
      people: firm.people.join('\n'), people_key: firm.people.map(nameKey).join(' | '), description: firm.description, created_by: creator.id, created_at: instant(createdAt), updated_at: instant(createdAt), version: 1,
    })
    rows.add('audit_entry', {
      id: dice.id(createdAt), at: instant(createdAt), organisation_id: keeper.id, action: 'entity.created', actor_id: creator.id, actor_kind: 'agency', actor_organisation_id: keeper.id,
      agency_id: keeper.id, company_id: null, complaint_id: null, about_kind: 'entity', about_id: id, audience: 'agency', details: {},
    })
    for (const complaint of chosen(free, firm.complaints, keeper.id)) {
      Object.assign(complaint, { subject_kind: 'entity', entity_id: id, company_id: null, branch_id: null, individual_id: null, subject_name: firm.name, business_type: firm.businessType })
    }
  })
}

/** The newest of the keeper and of other agencies, one each; taken out of those that are free. */
function chosen(free: Row[], count: number, keeperId: string): Row[] {
  const own = free.filter((row) => row['agency_id'] === keeperId).slice(0, 1)
  const taken = new Map(own.map((row) => [row['agency_id'], row]))
  for (const row of free) if (taken.size < count && !taken.has(row['agency_id'])) taken.set(row['agency_id'], row)
  for (const row of taken.values()) free.splice(free.indexOf(row), 1)
  return [...taken.values()]
}

export const nextEntityNumber = firstNumber + firms.length
