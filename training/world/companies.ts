import { nameKey } from '#src/kernel/text.ts'
import type { Dice } from './dice.ts'
import { fictionalPhone, personName, streetAddress } from './names.ts'
import { placeIn, type Place } from './places.ts'

export const families = ['mortgage', 'debt', 'credit_reporting', 'bank', 'student', 'auto', 'loan', 'money'] as const
/** What kind of business a complaint, and a company, is about. */
export type Family = (typeof families)[number]

const names: Record<Family, readonly string[]> = {
  mortgage: [
    'Sable Ridge Mortgage Servicing', 'Larkfield Mortgage Corp.', 'Copper Basin Home Lending, Inc.', 'Three Bridges Mortgage Co.', 'Windrow Mortgage, LLC', 'Pale Harbor Home Finance',
    'Elm & Arrow Mortgage, Inc.', 'Quillstone Loan Servicing LLC', 'Brightwater Home Loans, LLC', 'Maplecrest Residential Lending', 'Tidemark Mortgage Partners, LP', 'Fallow Creek Home Loans, Inc.',
  ],
  debt: [
    'Northgate Debt Solutions LLC', 'Granite Hollow Recovery, Inc.', 'Bluestem Receivables Group', 'Wexcombe Collections LLC', 'Fernway Account Services, Inc.', 'Ironwood Vale Recovery LLC',
    'Osprey Point Receivables, Inc.', 'Candlewick Credit Recovery', 'Talus Asset Recovery Corp.',
  ],
  credit_reporting: [
    'Trilantern Credit Data, Inc.', 'Halvorsen Credit Files, LLC', 'Clearledger Reporting Services, Inc.', 'Northstead Consumer Data Corp.', 'Foxglove Screening & Reports LLC', 'Arcwell Credit Bureau, Inc.',
  ],
  bank: [
    'Harrow Valley Bank, N.A.', 'First Juniper Savings Bank', 'Lake Ember Credit Union', 'Stonefield Commerce Bank', 'Cobalt River Bank', 'Amberline Bank, FSB', 'Prairie Compass Credit Union',
    'Seven Oaks Card Bank', 'Saltmarsh Community Bank', 'Goldfinch Card Services, Inc.',
  ],
  student: ['Prairie Lantern Student Loans', 'Inkwell Education Finance, Inc.', 'Laurel Path Loan Servicing LLC', 'Chalkboard Student Lending Corp.'],
  auto: ['Cardinal Point Auto Finance, Inc.', 'Redline Harbor Motor Credit LLC', 'Tumbleweed Auto Acceptance Corp.', 'Bay Laurel Vehicle Finance', 'Switchback Auto Leasing, Inc.'],
  loan: [
    'Tri-Rivers Title Loans, Inc.', 'Juniper Lane Lending Co.', 'Marigold Installment Loans LLC', 'Cash Heron Advance, Inc.', 'Dovetail Personal Loans, Inc.', 'Buckthorn Consumer Finance',
    'Paper Kite Lending LLC', 'Crescent Mill Pawn & Loan, Inc.', 'Silver Thistle Credit Co.',
  ],
  money: ['Harborline Money Transfer Corp.', 'Ledger Harbor Exchange, Inc.', 'Swiftwater Remittance LLC', 'Kestrel Pay, Inc.', 'Opal Coin Exchange LLC'],
}

export const businessTypes: Record<Family, readonly string[]> = {
  mortgage: ['Mortgage Servicing', 'Mortgage Origination'],
  debt: ['Debt'],
  credit_reporting: ['Technology Service Provider'],
  bank: ['Credit Union', 'Trust'],
  student: ['Consumer Finance'],
  auto: ['Consumer Finance', 'Auction'],
  loan: ['Consumer Finance', 'Commercial Finance'],
  money: ['Money Service Business'],
}

const activities: Record<Family, readonly string[]> = {
  mortgage: ['Servicing', 'Escrow accounts', 'Refinancing', 'Loss mitigation'],
  debt: ['Third-party collection', 'Debt buying'],
  credit_reporting: ['Consumer reports', 'Tenant screening'],
  bank: ['Deposit accounts', 'Credit cards'],
  student: ['Loan servicing', 'Private student loans'],
  auto: ['Vehicle loans', 'Leasing'],
  loan: ['Installment loans', 'Payday loans', 'Title loans'],
  money: ['Money transmission', 'Currency exchange', 'Digital wallets'],
}

export type Enrollment = 'not_enrolled' | 'invited' | 'complete'
export type Branch = { id: string; nmlsId: string; name: string; street: string; place: Place }
export type Individual = { id: string; nmlsId: string; name: string; place: Place }
export type Company = {
  id: string
  number: number
  nmlsId: string | null
  name: string
  family: Family
  kind: 'non-depository' | 'depository'
  street: string
  place: Place
  phone: string
  domain: string
  enrollment: Enrollment
  branches: Branch[]
  individuals: Individual[]
  /** How often consumers complain about it, beside others of its family. */
  weight: number
}

const homes = ['OH', 'OH', 'OH', 'IL', 'TX', 'CA', 'FL', 'GA', 'CO', 'NC', 'PA', 'AZ', 'MI', 'MO', 'WA', 'NJ', 'VA', 'IN', 'TN', 'UT']
/** Brightwater Home Loans is SES-001187, NMLS 1904412: the company of the job aids. */
export const brightwater = { name: 'Brightwater Home Loans, LLC', number: 1187, nmlsId: '1904412' }
const step = 6

export function inventCompanies(dice: Dice, at: number): Company[] {
  const all = families.flatMap((family) => names[family].map((name) => ({ family, name })))
  const rest = shuffled(dice, all.filter(({ name }) => name !== brightwater.name))
  const place = (brightwater.number - 1001) / step
  const ordered = [...rest.slice(0, place), { family: 'mortgage' as const, name: brightwater.name }, ...rest.slice(place)]
  return ordered.map(({ family, name }, index) => inventCompany(dice, { family, name, number: 1001 + index * step, index }, at))
}

function inventCompany(dice: Dice, { family, name, number, index }: { family: Family; name: string; number: number; index: number }, at: number): Company {
  const isBrightwater = name === brightwater.name
  const place = mustBe(placeIn(dice, isBrightwater ? 'OH' : dice.pick(homes)))
  const depository = family === 'bank' && name !== 'Goldfinch Card Services, Inc.'
  return {
    id: dice.id(at), number, name, family, place,
    nmlsId: isBrightwater ? brightwater.nmlsId : index % 13 === 7 ? null : String(1_200_000 + index * 9_871 + dice.whole(0, 900)),
    kind: depository ? 'depository' : 'non-depository',
    street: streetAddress(dice),
    phone: fictionalPhone(dice, place.areaCode),
    domain: `${nameKey(name).split(' ').slice(0, isBrightwater ? 1 : 2).join('')}.example`,
    enrollment: index % 6 !== 4 ? 'complete' : index % 12 === 4 ? 'invited' : 'not_enrolled',
    branches: inventBranches(dice, place, isBrightwater ? 4 : dice.whole(0, 3), at),
    individuals: Array.from({ length: isBrightwater ? 4 : dice.whole(0, 3) }, () => inventIndividual(dice, place, at)),
    weight: isBrightwater ? 3 : dice.between(0.5, 2),
  }
}

function inventBranches(dice: Dice, home: Place, count: number, at: number): Branch[] {
  const towns = new Map<string, Branch>()
  for (let n = 0; n < count; n += 1) {
    const place = mustBe(placeIn(dice, dice.chance(0.6) ? home.state : dice.pick(homes)))
    towns.set(place.city, { id: dice.id(at), nmlsId: `2${dice.digits(6)}`, name: `${place.city} branch`, street: streetAddress(dice), place })
  }
  return [...towns.values()]
}

function inventIndividual(dice: Dice, place: Place, at: number): Individual {
  const { first, last } = personName(dice)
  return { id: dice.id(at), nmlsId: `3${dice.digits(6)}`, name: `${first} ${last}`, place }
}

export function activitiesOf(dice: Dice, family: Family): string[] {
  return activities[family].filter(() => dice.chance(0.5))
}

function shuffled<T>(dice: Dice, items: readonly T[]): T[] {
  return items.map((item) => ({ item, order: dice.next() })).sort((a, b) => a.order - b.order).map(({ item }) => item)
}

function mustBe(place: Place | null): Place {
  if (place === null) throw new Error('A company’s state is missing in places.ts.')
  return place
}
