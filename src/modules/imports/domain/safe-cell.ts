/**
 * A cell that a spreadsheet would take for a formula (it starts with = + - @, a tab or a carriage return)
 * gets an apostrophe before it, which spreadsheets show as text.
 */
export function safeCell(cell: string): string {
  return dangerous.test(cell) ? `'${cell}` : cell
}

/** The cell before `safeCell`. */
export function originalCell(cell: string): string {
  return cell.startsWith("'") && dangerous.test(cell.slice(1)) ? cell.slice(1) : cell
}

// An apostrophe before one of them is escaped too, so that originalCell(safeCell(x)) is x for every x.
const dangerous = /^'*[=+\-@\t\r]/
