/**
 * A cell of a table for spreadsheets. Text that a spreadsheet would take for a formula (it begins with = + - @,
 * a tab or a return) gets an apostrophe in front, so that opening a file never runs what a consumer typed.
 */
export function safeCell(text: string): string {
  return /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
}
