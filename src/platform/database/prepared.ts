// A statement's text may vary with its values (one placeholder each); those are not worth keeping.
const longest = 6_000
const most = 400

const names = new Map<string, string>()

/**
 * The name under which a connection keeps the plan of a statement, or undefined. Under row-level security most of a
 * short statement's time is its planning (of a record's reading, four fifths). PostgreSQL plans anew by itself when the
 * role changes on which the policies depend.
 */
export function preparedName(text: string, values: readonly unknown[]): string | undefined {
  if (dependsOnValues(text, values)) return undefined
  const known = names.get(text)
  if (known !== undefined) return known
  if (names.size >= most || text.length > longest) return undefined
  const name = `ses_${String(names.size + 1)}`
  names.set(text, name)
  return name
}

/**
 * A page is planned for its values each time: a filter may fit ten rows or a million. One row, or those chosen by their
 * IDs, are looked up in the same way whatever the values.
 */
function dependsOnValues(text: string, values: readonly unknown[]): boolean {
  const limit = / limit \$(\d+)/.exec(text)?.[1]
  return limit !== undefined && values[Number(limit) - 1] !== 1 && !/\bid = any\(\$\d+::uuid\[\]\)/.test(text)
}
