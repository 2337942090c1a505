/** How a sheet is handed out as a file. */
export function sheetHeaders(name: string, format: 'csv' | 'xlsx'): Record<string, string> {
  return {
    'content-type': format === 'csv' ? 'text/csv; charset=utf-8' : 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    'content-disposition': `attachment; filename="${name}.${format}"`,
  }
}
