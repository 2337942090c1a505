/** How a column writes its dates. 'excel' counts days as a workbook does. */
export const dateFormats = ['ymd', 'mdy', 'dmy', 'excel'] as const
export type DateFormat = (typeof dateFormats)[number]

export const dateFormatWords: Record<DateFormat, string> = {
  ymd: 'Year first: 2026-11-23',
  mdy: 'Month first: 11/23/2026',
  dmy: 'Day first: 23/11/2026',
  excel: 'Excel’s count of days: 46349',
}

/**
 * The calendar date that is meant; null for what is none. A date that is written year first is understood in every
 * column: spreadsheets' own dates come so.
 */
export function readDate(text: string, format: DateFormat = 'mdy'): string | null {
  const iso = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?$/.exec(text)
  if (iso !== null) return dateOf(iso[1], iso[2], iso[3])
  if (format === 'excel') return excelDate(text)
  const parts = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})(?: .*)?$/.exec(text)
  if (parts === null || format === 'ymd') return null
  const year = parts[3]?.length === 2 ? `20${parts[3]}` : parts[3]
  return format === 'mdy' ? dateOf(year, parts[1], parts[2]) : dateOf(year, parts[2], parts[1])
}

/** How these values write dates. `ambiguous`: month first and day first are both possible, so a person must say. */
export function guessDateFormat(values: readonly string[]): { format: DateFormat; ambiguous: boolean } {
  const given = values.map((value) => value.trim()).filter((value) => dateFormats.some((format) => readDate(value, format) !== null))
  // A value that is no date at all says nothing; of the others, all must fit.
  const fits = (format: DateFormat) => given.length > 0 && given.every((value) => readDate(value, format) !== null)
  if (fits('ymd')) return { format: 'ymd', ambiguous: false }
  if (fits('excel')) return { format: 'excel', ambiguous: false }
  const [monthFirst, dayFirst] = [fits('mdy'), fits('dmy')]
  if (monthFirst && dayFirst) return { format: 'mdy', ambiguous: given.some((value) => readDate(value, 'mdy') !== readDate(value, 'dmy')) }
  const count = (format: DateFormat) => given.filter((value) => readDate(value, format) !== null).length
  return { format: dayFirst || (!monthFirst && count('dmy') > count('mdy')) ? 'dmy' : 'mdy', ambiguous: false }
}

function dateOf(year: string | undefined, month: string | undefined, day: string | undefined): string | null {
  if (year === undefined || month === undefined || day === undefined || year < '1900') return null
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  const instant = new Date(`${date}T00:00:00Z`)
  return !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(date) ? date : null
}

/** Day 60 is a 29 February 1900 that never was; before it nothing is read. A time of the day is cut off. */
function excelDate(text: string): string | null {
  const match = /^(\d{3,6})(?:\.\d+)?$/.exec(text)
  const days = Number(match?.[1] ?? 0)
  if (days < 61 || days > 200_000) return null
  return new Date(Date.UTC(1899, 11, 30) + days * 86_400_000).toISOString().slice(0, 10)
}
