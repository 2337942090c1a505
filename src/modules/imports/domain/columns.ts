import { AppError } from '../../../kernel/errors.ts'
import { cfpbNames, columnKey, fieldKeys, type FieldKey } from './fields.ts'
import { layoutOf, type Layout } from './mapping.ts'

/** How the CFPB's own export is read, by its first line, in any order and case. Refuses a file without a needed column, naming it. */
export function readColumns(header: readonly string[]): Layout {
  const keys = header.map(columnKey)
  const columns: (FieldKey | null)[] = header.map(() => null)
  const needed = fieldKeys.flatMap((field) => {
    const name = cfpbNames[field]
    return name === undefined ? [] : [{ field, name }]
  })
  const missing: string[] = []
  for (const { field, name } of needed) {
    const position = keys.indexOf(columnKey(name))
    if (position < 0) missing.push(name)
    else columns[position] = field
  }
  if (missing.length > 0) throw new AppError('invalid', refusal(missing, missing.length === needed.length))
  return layoutOf(header, { columns, dates: { receivedOn: 'mdy' } })
}

function refusal(missing: readonly string[], all: boolean): string {
  const what = all ? 'none of the columns of the CFPB’s complaint export' : `no column named ${missing.map((name) => `“${name}”`).join(', ')}`
  return `The first line of the file has ${what}. Nothing was imported. Give the file as the CFPB offers it, with the names of the columns in its first line; a file with other columns is imported in the web, where each column can be named.`
}
