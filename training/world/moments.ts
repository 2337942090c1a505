import { addDays, weekday } from '#src/kernel/calendar.ts'
import type { Agency } from './people.ts'
import type { Dice } from './dice.ts'

export const dayMs = 86_400_000
const minute = 60_000

/** When things happen at one agency: in office hours, one after another, and never later than now. */
export class Moments {
  readonly today: string
  readonly #now: number
  readonly #hoursBehind: number
  // Made once: a new one for each date would take most of the seeding's time.
  readonly #dates: Intl.DateTimeFormat
  readonly #dice: Dice

  constructor(agency: Agency, now: number, dice: Dice) {
    this.#now = now
    this.#hoursBehind = agency.hoursBehind
    this.#dates = new Intl.DateTimeFormat('sv-SE', { timeZone: agency.timeZone, year: 'numeric', month: '2-digit', day: '2-digit' })
    this.#dice = dice
    this.today = this.dateOf(now)
  }

  /** Office hours on that day, or on the Monday after it. */
  on(date: string): number {
    const day = weekday(date)
    const open = day === 6 ? addDays(date, 2) : day === 0 ? addDays(date, 1) : date
    return this.#past(Date.parse(`${date}T00:00:00Z`), Date.parse(`${open}T00:00:00Z`) + (this.#hoursBehind + this.#dice.between(8.5, 16.5)) * 60 * minute)
  }

  /** In office hours so many days before today. */
  before(days: number): number {
    return this.on(addDays(this.today, -days))
  }

  /** Some days after that moment. Where this would lie in the future, it happened sooner. */
  after(moment: number, fewest: number, most: number): number {
    const days = this.#dice.between(fewest, most)
    const wanted = days < 0.7 ? moment + days * dayMs : this.on(this.dateOf(moment + days * dayMs))
    return this.#past(moment, Math.max(wanted, moment + 7 * minute))
  }

  dateOf(moment: number): string {
    return this.#dates.format(moment)
  }

  #past(from: number, wanted: number): number {
    const latest = this.#now - minute
    if (wanted <= latest) return wanted
    return from >= latest ? from : from + (latest - from) * this.#dice.between(0.2, 0.8)
  }
}
