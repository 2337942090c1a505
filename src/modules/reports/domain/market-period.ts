/** Months as "2026-10". */
export type Month = string
export type Period = { from: Month; to: Month }

/** How long a question about the market may reach. */
export const mostMonths = 60

export function monthOf(day: string): Month {
  return day.slice(0, 7)
}

export function addMonths(month: Month, count: number): Month {
  const [year = 0, of = 1] = month.split('-').map(Number)
  const index = year * 12 + of - 1 + count
  return `${String(Math.floor(index / 12)).padStart(4, '0')}-${String((((index % 12) + 12) % 12) + 1).padStart(2, '0')}`
}

export function monthsBetween({ from, to }: Period): number {
  const index = (month: Month) => {
    const [year = 0, of = 1] = month.split('-').map(Number)
    return year * 12 + of
  }
  return index(to) - index(from) + 1
}

export function monthsOf(period: Period): Month[] {
  return Array.from({ length: Math.max(0, monthsBetween(period)) }, (_, index) => addMonths(period.from, index))
}

export function firstDay(month: Month): string {
  return `${month}-01`
}

export function lastDay(month: Month): string {
  const [year = 0, of = 1] = month.split('-').map(Number)
  return new Date(Date.UTC(year, of, 0)).toISOString().slice(0, 10)
}

/** Unless said otherwise: the running month and the twelve before. */
export function usualPeriod(today: string): Period {
  return { from: addMonths(monthOf(today), -12), to: monthOf(today) }
}

/** As long a time, just before. */
export function periodBefore(period: Period): Period {
  const length = monthsBetween(period)
  return { from: addMonths(period.from, -length), to: addMonths(period.to, -length) }
}
