import type { Dice } from './dice.ts'
import { brightwater, type Family } from './companies.ts'
import type { Agency, StaffedCompany } from './people.ts'
import type { SourceComplaint } from './source.ts'

/**
 * Which agency has which complaint: its own state's first, as many as its share; the rest go where there is room.
 * Ohio, the agency of the job aids, takes first what state regulators see most.
 */
export function castAgencies(dice: Dice, complaints: readonly SourceComplaint[], agencies: readonly Agency[]): Agency[] {
  const room = new Map(agencies.map((agency) => [agency, agency.complaints]))
  const cast = new Map<SourceComplaint, Agency>()
  const assign = (complaint: SourceComplaint, agency: Agency): void => {
    cast.set(complaint, agency)
    room.set(agency, (room.get(agency) ?? 0) - 1)
  }
  const withRoom = (choices: readonly Agency[]) => choices.filter((agency) => (room.get(agency) ?? 0) > 0)
  for (const complaint of complaints) {
    const own = withRoom(agencies.filter((agency) => agency.state === complaint.state))
    if (own.length > 0) assign(complaint, dice.pick(own))
  }
  const [ohio] = agencies
  for (const complaint of complaints) {
    if (cast.has(complaint)) continue
    const choices = withRoom(agencies)
    const wanted = ohio !== undefined && choices.includes(ohio) && usual.includes(complaint.family)
    assign(complaint, wanted && dice.chance(0.8) ? ohio : dice.pick(choices))
  }
  return complaints.map((complaint) => cast.get(complaint) ?? dice.pick(agencies))
}

const usual: readonly Family[] = ['mortgage', 'auto', 'loan', 'money', 'student']

/**
 * A company of the complaint's family; the more it weighs, the more often it is complained about. Half of what Ohio hears of
 * mortgages is about Brightwater, so that the people of the job aids have work with each other.
 */
export function castCompany(dice: Dice, family: Family, agency: Agency, companies: readonly StaffedCompany[]): StaffedCompany {
  const choices = companies.filter((company) => company.family === family)
  const neighbour = choices.find((company) => company.name === brightwater.name)
  if (neighbour !== undefined && agency.state === neighbour.place.state && dice.chance(0.5)) return neighbour
  let left = dice.next() * choices.reduce((sum, company) => sum + company.weight, 0)
  for (const company of choices) {
    left -= company.weight
    if (left < 0) return company
  }
  return dice.pick(choices)
}
