/**
 * The value among those known. For texts from the database, which allows only these: anything else is a defect
 * and must not be shown as something else.
 */
export function oneOf<const T extends string>(known: readonly T[], text: string): T {
  const value = known.find((one) => one === text)
  if (value === undefined) throw new Error(`The database holds a value that the program does not know: ${text}`)
  return value
}
