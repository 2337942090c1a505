/**
 * A cell of a table for spreadsheets. Text that a spreadsheet would take for a formula (it begins with = + - @,
 * a tab or a return) gets an apostrophe in front, so that opening a file never runs what a consumer typed.
 */
export function safeCell(text: string): string {
  return dangerous.test(text) ? `'${text}` : text
}

/** The text before `safeCell`. */
export function originalCell(cell: string): string {
  return cell.startsWith("'") && dangerous.test(cell.slice(1)) ? cell.slice(1) : cell
}

// An apostrophe before one of them is escaped too, so that originalCell(safeCell(x)) is x for every x.
const dangerous = /^'*[=+\-@\t\r]/
